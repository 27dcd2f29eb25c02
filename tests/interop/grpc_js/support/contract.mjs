// The contract as @grpc/proto-loader reads it, clients of @grpc/grpc-js for it,
// and the details that a refusal carries.
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import path from 'node:path';
import {PATIENCE_MS} from '../../support/bounded.mjs';
import {ROOT} from '../../support/gateway.mjs';

const definition = protoLoader.loadSync(
  [
    'enlace/v1/case_service.proto', 'enlace/v1/directory_service.proto', 'enlace/v1/feed_service.proto',
    'enlace/v1/referral_service.proto', 'google/rpc/status.proto', 'google/rpc/error_details.proto',
  ],
  {
    keepCase: true, longs: String, enums: String, defaults: true,
    includeDirs: [path.join(ROOT, 'protos'), path.join(ROOT, 'third_party/googleapis')],
  });
const {v1} = grpc.loadPackageDefinition(definition).enlace;

export const {CANCELLED, NOT_FOUND, RESOURCE_EXHAUSTED, UNAUTHENTICATED} = grpc.status;

// One TLS connection to a gateway under an identity, and the services on it.
// Without key and chain it presents no certificate.
export class Connection {
  constructor(gateway, {key = null, chain = null, roots}) {
    const credentials = grpc.credentials.createSsl(roots, key, chain);
    // A pool of its own, so that no other test's connection is reused.
    const options = {'grpc.use_local_subchannel_pool': 1};
    // By name, as in production; enlacectl goes by address.
    const target = `localhost:${gateway.port}`;
    this.channel = new grpc.Channel(target, credentials, options);
    const service = (name) => new v1[name](target, credentials, {channelOverride: this.channel});
    this.cases = service('CaseService');
    this.directory = service('DirectoryService');
    this.feed = service('FeedService');
    this.referrals = service('ReferralService');
  }

  close() {
    this.channel.close();
  }
}

// The answer of a unary call; rejects with grpc-js's ServiceError.
export function unary(client, method, request) {
  return new Promise((resolve, reject) => {
    const options = {deadline: Date.now() + PATIENCE_MS};
    client[method](request, options, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

// The same, as the bytes that came over the wire.
export function unaryBytes(client, method, request) {
  const {path: name, requestSerialize} = client[method];
  return new Promise((resolve, reject) => {
    const options = {deadline: Date.now() + PATIENCE_MS};
    client.makeUnaryRequest(name, requestSerialize, (bytes) => bytes, request, options,
                            (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
}

// The error of a unary call that must fail.
export async function refusal(client, method, request) {
  const answer = await unary(client, method, request).then((value) => ({value}), (error) => ({error}));
  if (!answer.error) throw new Error(`${method} answered ${JSON.stringify(answer.value)} instead of refusing`);
  if (!(answer.error.metadata instanceof grpc.Metadata)) throw answer.error;
  return answer.error;
}

// What grpc-status-details-bin holds, by the short name of each detail's type:
// {code, message, ErrorInfo: [...], BadRequest: [...], LocalizedMessage: [...]}.
export function detailsOf(error) {
  const values = error.metadata.get('grpc-status-details-bin');
  if (values.length !== 1) {
    throw new Error(`expected one grpc-status-details-bin, got ${values.length} (${error.code}: ${error.details})`);
  }
  const status = definition['google.rpc.Status'].deserialize(values[0]);
  const details = {code: status.code, message: status.message};
  for (const {type_url: url, value} of status.details) {
    const type = url.slice(url.lastIndexOf('/') + 1);
    const short = type.slice(type.lastIndexOf('.') + 1);
    (details[short] ??= []).push(definition[type].deserialize(value));
  }
  return details;
}
