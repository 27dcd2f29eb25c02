// The contract as @grpc/proto-loader reads it, with the names of proto JSON.
import protoLoader from '@grpc/proto-loader';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {ROOT} from '../support/gateway.mjs';

const contract = readdirSync(path.join(ROOT, 'protos/enlace/v1')).filter((name) => name.endsWith('_service.proto'));
export const definition = protoLoader.loadSync(
  [...contract.map((name) => `enlace/v1/${name}`), 'google/rpc/status.proto'],
  {
    longs: String, enums: String, bytes: String,
    includeDirs: [path.join(ROOT, 'protos'), path.join(ROOT, 'third_party/googleapis')],
  });

// proto-loader takes no RFC 3339: timestamps are messages to it.
export function withTimestamps(value, name = '') {
  if (typeof value === 'string' && name.endsWith('Time')) {
    return {seconds: String(Math.floor(Date.parse(value) / 1000)), nanos: 0};
  }
  if (Array.isArray(value)) return value.map((one) => withTimestamps(one));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withTimestamps(one, key)]));
}

// What grpc-status-details-bin holds, in the form of the table.
export function statusOf(values) {
  if (values.length === 0) return null;
  const {code, message, details} = definition['google.rpc.Status'].deserialize(Buffer.from(values[0]));
  const short = (url) => url.slice(url.lastIndexOf('/') + 1);
  return {
    code: code ?? 0, message: message ?? '',
    details: (details ?? []).map((any) => ({type: short(any.type_url), value: any.value ?? ''})),
  };
}
