// Executes calls with nice-grpc. See ../README.md.
//
//   node nice_grpc.mjs TARGET
import {readFileSync} from 'node:fs';
import {ChannelCredentials, ClientError, Metadata, createChannel, createClient} from 'nice-grpc';
import {emit, perIdentity, serve} from './orders.mjs';
import {definition, statusOf, withTimestamps} from './proto_loader.mjs';

const target = process.argv[2];

const channel = perIdentity((identity) => {
  const read = (name) => (identity[name] ? readFileSync(identity[name]) : null);
  const credentials = ChannelCredentials.createSsl(read('roots'), read('key'), read('chain'));
  // A pool of its own: another identity's connection must not be reused.
  return createChannel(target, credentials, {'grpc.use_local_subchannel_pool': 1});
});

function metadataOf(given) {
  const metadata = Metadata();
  for (const [key, value] of given) {
    metadata.append(key, key.endsWith('-bin') ? Buffer.from(value, 'base64') : value);
  }
  return metadata;
}

async function execute(order, signal) {
  const service = definition[`enlace.v1.${order.service}`];
  const method = {...service[order.method], path: order.path ?? service[order.method].path};
  const client = createClient({[order.method]: method}, channel(order.identity));
  let trailer;
  const options = {metadata: metadataOf(order.metadata), signal, onTrailer: (metadata) => (trailer = metadata)};
  try {
    const call = client[order.method](withTimestamps(order.request), options);
    if (order.stream) for await (const answer of call) emit({id: order.id, message: answer});
    else emit({id: order.id, message: await call});
    return {code: 0, message: '', status: null};
  } catch (error) {
    if (error.name === 'AbortError') return {code: 1, message: error.message, status: null};
    if (!(error instanceof ClientError)) throw error;
    return {code: error.code, message: error.details, status: statusOf(trailer?.getAll('grpc-status-details-bin') ?? [])};
  }
}

serve(execute);
