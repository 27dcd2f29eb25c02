// Executes calls with curl alone: JSON in, JSON out, as the Connect protocol has
// it. Over HTTP/1.1 reads go by GET. See ../README.md.
//
//   node curl.mjs --http2|--http1.1 TARGET
import {spawn} from 'node:child_process';
import {emit, serve} from './orders.mjs';

const [version, target] = process.argv.slice(2);
const CODES = [
  'ok', 'canceled', 'unknown', 'invalid_argument', 'deadline_exceeded', 'not_found', 'already_exists', 'permission_denied',
  'resource_exhausted', 'failed_precondition', 'aborted', 'out_of_range', 'unimplemented', 'internal', 'unavailable',
  'data_loss', 'unauthenticated',
];
const OK = {code: 0, message: '', status: null};
const UNAVAILABLE = 14;
const HEADER = 5;  // Of each message of a stream: flags, length.
const LAST = 2;

function endOf({code, message = '', details}) {
  const number = CODES.indexOf(code);
  return {code: number, message, status: details ? {code: number, message, details} : null};
}

// Runs curl with `body` on its stdin; `take` gets what it prints, as it comes.
function curl(args, body, signal, take) {
  const child = spawn('curl', ['--silent', '--show-error', '--no-buffer', version, ...args]);
  signal.addEventListener('abort', () => child.kill());
  let stderr = '';
  child.stdout.on('data', take);
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  child.stdin.on('error', () => {});  // It may have its answer before it has read all.
  child.stdin.end(body);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => resolve({exit, stderr}));
  });
}

function envelope(text) {
  const out = Buffer.alloc(HEADER + Buffer.byteLength(text));
  out.writeUInt32BE(Buffer.byteLength(text), 1);
  out.write(text, HEADER);
  return out;
}

// Takes whole messages off the front of `bytes`; returns the rest.
function takeEnvelopes(bytes, take) {
  while (bytes.length >= HEADER && bytes.length >= HEADER + bytes.readUInt32BE(1)) {
    const size = bytes.readUInt32BE(1);
    take(bytes[0], JSON.parse(bytes.subarray(HEADER, HEADER + size).toString()));
    bytes = bytes.subarray(HEADER + size);
  }
  return bytes;
}

async function execute(order, signal) {
  const {roots, chain, key} = order.identity;
  const url = `https://${target}${order.path ?? `/enlace.v1.${order.service}/${order.method}`}`;
  const headers = [...order.metadata, ['Connect-Timeout-Ms', `${order.deadlineMs}`]];
  const args = ['--cacert', roots, ...(key ? ['--cert', chain, '--key', key] : []),
    ...headers.flatMap(([name, value]) => ['-H', `${name}: ${value}`])];
  const request = JSON.stringify(order.request);
  let bytes = Buffer.alloc(0);
  let end;
  let answered;
  if (order.stream) {
    answered = await curl(
      [...args, '-H', 'Content-Type: application/connect+json', '--data-binary', '@-', url], envelope(request), signal,
      (more) => {
        bytes = takeEnvelopes(Buffer.concat([bytes, more]), (flags, value) => {
          if (!(flags & LAST)) emit({id: order.id, message: value});
          else end = value.error ? endOf(value.error) : OK;
        });
      });
  } else {
    const read = version === '--http1.1' && /^(Get|List|Resolve)/.test(order.method) && !order.path;
    const how = read ? [`${url}?connect=v1&encoding=json&message=${encodeURIComponent(request)}`] :
      ['-H', 'Content-Type: application/json', '--data-binary', '@-', url];
    answered = await curl(['-w', '\n%{http_code}', ...args, ...how], read ? '' : request, signal,
                          (more) => (bytes = Buffer.concat([bytes, more])));
    if (answered.exit === 0) {
      const [, text, status] = /^(.*)\n(\d+)$/s.exec(bytes.toString());
      if (status === '200') emit({id: order.id, message: JSON.parse(text)});
      end = status === '200' ? OK : endOf(JSON.parse(text));
    }
  }
  if (signal.aborted) return {code: 1, message: 'ended by its user', status: null};
  if (end) return end;
  if (answered.exit !== 0) return {code: UNAVAILABLE, message: answered.stderr.trim(), status: null};
  return endOf(JSON.parse(bytes.toString()));
}

serve(execute);
