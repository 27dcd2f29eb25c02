// Executes calls with @grpc/grpc-js. See ../README.md.
//
//   node grpc_js.mjs TARGET
import grpc from '@grpc/grpc-js';
import {readFileSync} from 'node:fs';
import {emit, perIdentity, serve} from './orders.mjs';
import {definition, statusOf, withTimestamps} from './proto_loader.mjs';

const target = process.argv[2];
const {v1} = grpc.loadPackageDefinition(definition).enlace;

const connection = perIdentity((identity) => {
  const read = (name) => (identity[name] ? readFileSync(identity[name]) : null);
  const credentials = grpc.credentials.createSsl(read('roots'), read('key'), read('chain'));
  // A pool of its own: another identity's connection must not be reused.
  const channel = new grpc.Channel(target, credentials, {'grpc.use_local_subchannel_pool': 1});
  return (service) => new v1[service](target, credentials, {channelOverride: channel});
});

function metadataOf(given) {
  const metadata = new grpc.Metadata();
  for (const [key, value] of given) {
    metadata.add(key, key.endsWith('-bin') ? Buffer.from(value, 'base64') : value);
  }
  return metadata;
}

function execute(order, signal) {
  const client = connection(order.identity)(order.service);
  const {path, requestSerialize, responseDeserialize} = client[order.method];
  const request = withTimestamps(order.request);
  const message = (answer) => emit({id: order.id, message: answer});
  const options = {deadline: Date.now() + order.deadlineMs};
  return new Promise((resolve) => {
    const args = [order.path ?? path, requestSerialize, responseDeserialize, request, metadataOf(order.metadata), options];
    const call = order.stream ? client.makeServerStreamRequest(...args)
      : client.makeUnaryRequest(...args, (error, answer) => error || message(answer));
    signal.addEventListener('abort', () => call.cancel());
    call.on('data', message);
    call.on('error', () => {});  // The 'status' that follows says the same.
    call.on('status', ({code, details, metadata}) => {
      const status = statusOf(metadata.get('grpc-status-details-bin'));
      setImmediate(() => resolve({code, message: details, status}));
    });
  });
}

serve(execute);
