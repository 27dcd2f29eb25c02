// Executes calls with `buf curl`, one process each.
// See ../README.md. DESCRIPTORS is a FileDescriptorSet of the contract.
//
//   node buf_curl.mjs DESCRIPTORS grpc|grpcweb|connect TARGET
import {spawn} from 'node:child_process';
import path from 'node:path';
import {ROOT} from '../support/gateway.mjs';
import {emit, serve} from './orders.mjs';

const [descriptors, protocol, target] = process.argv.slice(2);

// Takes the complete JSON objects off the front of `text`; returns the rest.
function takeObjects(text, take) {
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let i = 0; i < text.length; ++i) {
    if (quoted && text[i] === '\\') ++i;
    else if (text[i] === '"') quoted = !quoted;
    else if (!quoted && text[i] === '{') ++depth;
    else if (!quoted && text[i] === '}' && --depth === 0) {
      take(JSON.parse(text.slice(start, i + 1)));
      start = i + 1;
    }
  }
  return text.slice(start);
}

// Exit code 8n and JSON on stderr stand for status n.
function endOf(exit, stderr) {
  if (exit === 0) return {code: 0, message: '', status: null};
  let told;
  takeObjects(stderr.slice(Math.max(0, stderr.indexOf('{'))), (value) => (told = value));
  if (exit % 8 !== 0 || !told) throw new Error(`buf curl ended with ${exit}: ${stderr}`);
  const status = told.details && {code: exit / 8, message: told.message, details: told.details};
  return {code: exit / 8, message: told.message ?? '', status: status ?? null};
}

function execute(order, signal) {
  const {roots, chain, key} = order.identity;
  const identity = ['--cacert', roots, ...(key ? ['--cert', chain, '--key', key] : [])];
  const headers = order.metadata.flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const url = `https://${target}/enlace.v1.${order.service}/${order.method}`;
  const child = spawn(path.join(ROOT, 'scripts/buf'), [
    'curl', '--protocol', protocol, '--schema', descriptors, '--timeout', `${order.deadlineMs}ms`, ...identity, ...headers,
    '-d', '@-', url]);
  signal.addEventListener('abort', () => child.kill());
  let rest = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    rest = takeObjects(rest + text, (message) => emit({id: order.id, message}));
  });
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  child.stdin.on('error', () => {});  // It may have its end before it has read all.
  child.stdin.end(JSON.stringify(order.request));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => {
      try {
        resolve(signal.aborted ? {code: 1, message: 'ended by its user', status: null} : endOf(exit, stderr));
      } catch (error) {
        reject(error);
      }
    });
  });
}

serve(execute);
