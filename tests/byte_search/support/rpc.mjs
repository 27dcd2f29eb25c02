// Calls past enlacectl: to the gateway as an agency with its certificate, and to
// the adapter as the agency's own system.
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import path from 'node:path';
import {PATIENCE_MS} from '../../interop/support/bounded.mjs';
import {ROOT} from '../../interop/support/gateway.mjs';

export const {INVALID_ARGUMENT, UNAUTHENTICATED} = grpc.status;

const definition = protoLoader.loadSync(
  ['administration', 'case', 'directory', 'enrollment', 'feed', 'ledger', 'referral']
    .map((name) => `enlace/v1/${name}_service.proto`).concat('enlace/local/v1/local_service.proto'),
  {keepCase: true, longs: String, enums: String, defaults: false,
   includeDirs: [path.join(ROOT, 'protos'), path.join(ROOT, 'third_party/googleapis')]});

// {service, method} of every call that asks once and is answered once.
export const METHODS = Object.entries(definition)
  .filter(([name, service]) => name.startsWith('enlace.v1.') && name.endsWith('Service') && !service.format)
  .flatMap(([name, service]) => Object.entries(service)
    .filter(([, {responseStream}]) => !responseStream).map(([method]) => ({service: name, method})));

function fieldsOf(type, scope) {
  const nested = (field) => type.nestedType.find(({name}) => name === field.typeName)
      ?? definition[`${scope}.${field.typeName}`]?.type;
  return type.field.map((field) => ({...field, message: field.type === 'TYPE_MESSAGE' ? nested(field) : undefined}));
}

function pathsBelow(type, scope) {
  return fieldsOf(type, scope).flatMap((field) => {
    const repeated = field.label === 'LABEL_REPEATED';
    if (field.type === 'TYPE_STRING' || field.type === 'TYPE_BYTES') return [[{...field, repeated}]];
    if (!field.message) return [];
    const map = field.message.options?.mapEntry ?? false;
    return pathsBelow(field.message, scope).map((rest) => [{...field, repeated, map}, ...rest]);
  });
}

// Every way from a request to a field that holds text or bytes. A field of the
// contract that is added tomorrow is among them by itself.
export function textFieldsOf({service, method}) {
  return pathsBelow(definition[service][method].requestType.type, 'enlace.v1');
}

export function nameOf(fields) {
  return fields.map(({name}) => name).join('.');
}

// `request` with `text` in the field at the end of the path, and nothing else
// changed.
export function withText(request, [field, ...rest], text) {
  const old = request[field.name];
  if (field.map) return {...request, [field.name]: rest[0].name === 'key' ? {[text]: 'x'} : {scale: text}};
  const first = field.repeated ? old?.[0] : old;
  const value = rest.length > 0 ? withText(first ?? {}, rest, text) : field.type === 'TYPE_BYTES' ? Buffer.from(text) : text;
  return {...request, [field.name]: field.repeated ? [value, ...(old?.slice(1) ?? [])] : value};
}

export class Peer {
  // The gateway, under an identity.
  static ofGateway(port, {key = null, chain = null, roots}) {
    return new Peer(`localhost:${port}`, grpc.credentials.createSsl(roots, key, chain));
  }

  // An adapter, from its own machine.
  static ofAdapter(socket) {
    return new Peer(`unix:${socket}`, grpc.credentials.createInsecure());
  }

  constructor(target, credentials) {
    const options = {'grpc.use_local_subchannel_pool': 1, 'grpc.max_receive_message_length': 16 << 20};
    this.client = new grpc.Client(target, credentials, options);
  }

  // {answer} or {error}, whatever happens. `path` calls what the contract does
  // not have.
  call(service, method, request, {metadata = {}, path: other} = {}) {
    const {path: name, requestSerialize, responseDeserialize} = definition[service][method];
    const headers = new grpc.Metadata();
    for (const [key, value] of Object.entries(metadata)) headers.set(key, value);
    return new Promise((resolve) => {
      this.client.makeUnaryRequest(other ?? name, requestSerialize, responseDeserialize, request, headers,
                                   {deadline: Date.now() + PATIENCE_MS},
                                   (error, answer) => resolve(error ? {error} : {answer}));
    });
  }

  // The answer; throws if it was refused.
  async did(service, method, request) {
    const {error, answer} = await this.call(service, method, request);
    if (error) throw new Error(`${method}: ${error.code} ${error.details}`);
    return answer;
  }

  close() {
    this.client.close();
  }
}

// All that an error says, in words and in details.
export function wordsOf(error) {
  const details = error.metadata.get('grpc-status-details-bin');
  return Buffer.concat([Buffer.from(`${error.details}\n`), ...details]);
}
