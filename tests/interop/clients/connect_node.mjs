// Executes calls with @connectrpc/connect-node, over the protocol and the version
// of HTTP that are asked for. See ../README.md. DESCRIPTORS is a FileDescriptorSet
// of the contract; "connect-json" calls by GET what has no side effects.
//
//   node connect_node.mjs DESCRIPTORS grpc|grpc-web|connect|connect-json 1.1|2 TARGET
import {createFileRegistry, fromBinary, fromJson, toJson} from '@bufbuild/protobuf';
import {FileDescriptorSetSchema} from '@bufbuild/protobuf/wkt';
import {ConnectError} from '@connectrpc/connect';
import {createConnectTransport, createGrpcTransport, createGrpcWebTransport} from '@connectrpc/connect-node';
import {readFileSync} from 'node:fs';
import {emit, perIdentity, serve} from './orders.mjs';

const [descriptors, protocol, httpVersion, target] = process.argv.slice(2);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));

const TRANSPORTS = {
  'grpc': createGrpcTransport,
  'grpc-web': createGrpcWebTransport,
  'connect': createConnectTransport,
  'connect-json': (options) => createConnectTransport({...options, useBinaryFormat: false, useHttpGet: true}),
};

const transport = perIdentity((identity) => {
  const read = (name) => (identity[name] ? readFileSync(identity[name]) : undefined);
  const nodeOptions = {ca: read('roots'), key: read('key'), cert: read('chain')};
  return TRANSPORTS[protocol]({baseUrl: `https://${target}`, httpVersion, nodeOptions});
});

// The path of a call follows from the descriptor's names.
function methodOf(order) {
  const method = registry.getService(`enlace.v1.${order.service}`).methods.find(({name}) => name === order.method);
  return order.path ? Object.create(method, {name: {value: order.path.split('/').at(-1)}}) : method;
}

async function* once(value) {
  yield value;
}

async function attempt(order, signal) {
  const method = methodOf(order);
  const request = fromJson(method.input, order.request);
  const message = (answer) => emit({id: order.id, message: toJson(method.output, answer)});
  const over = transport(order.identity);
  try {
    if (order.stream) {
      const answers = await over.stream(method, signal, order.deadlineMs, new Headers(order.metadata), once(request));
      for await (const answer of answers.message) message(answer);
    } else {
      message((await over.unary(method, signal, order.deadlineMs, new Headers(order.metadata), request)).message);
    }
    return {code: 0, message: '', status: null};
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    const {code, rawMessage, details} = error;
    const values = details.map(({type, value}) => ({type, value: Buffer.from(value).toString('base64')}));
    return {code, message: rawMessage, status: values.length ? {code, message: rawMessage, details: values} : null};
  }
}

// Over HTTP/1.1 Node may tell that the server has ended (EPIPE) before it tells of the
// alert that came ahead of the end. What could not be written was not executed.
async function execute(order, signal) {
  let end;
  for (let tries = 0; tries < 5 && (!end || end.message === 'write EPIPE'); ++tries) end = await attempt(order, signal);
  return end;
}

serve(execute);
