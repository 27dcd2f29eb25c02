// Renders helm/enlace and holds every object against the schemas of Kubernetes: types
// and enumerations by kubernetes-models, unknown fields by @kubernetes/client-node.
import * as client from '@kubernetes/client-node';
import yaml from 'js-yaml';
import {execFile} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const CHART = path.join(ROOT, 'helm/enlace');
export const SCENARIOS = readdirSync(path.join(CHART, 'ci')).map((name) => path.basename(name, '.yaml'));
const require = createRequire(import.meta.url);
const run = promisify(execFile);

// What Helm prints; throws with what it says if it refuses.
export async function helm(...words) {
  const {stdout} = await run(path.join(ROOT, 'scripts/helm'), words, {maxBuffer: 16 << 20});
  return stdout;
}

const rendered = new Map();  // By Helm's own words: it takes its time on a busy machine.

// The objects of a release `demo` in the namespace `proteccion`. `values` come above
// those of the scenario.
export async function render(scenario, values = {}) {
  const above = Object.entries(values).flatMap(([name, value]) => ['--set-json', `${name}=${JSON.stringify(value)}`]);
  const words = ['--values', path.join(CHART, 'ci', `${scenario}.yaml`), ...above];
  const key = JSON.stringify(words);
  if (!rendered.has(key)) rendered.set(key, helm('template', 'demo', CHART, '--namespace', 'proteccion', ...words));
  return yaml.loadAll(await rendered.get(key)).filter(Boolean);
}

// The only object of that kind with that name, or of that kind if no name is given.
export function object(objects, kind, name) {
  const found = objects.filter((one) => one.kind === kind && (name === undefined || one.metadata.name === name));
  if (found.length !== 1) throw new Error(`${found.length} objects are a ${kind} ${name ?? ''}`);
  return found[0];
}

// The gateway.yaml that the config map holds, as it stands there.
export function gatewayYaml(objects) {
  return objects.find((one) => one.kind === 'ConfigMap' && one.data['gateway.yaml']).data['gateway.yaml'];
}

// Paths of fields of `value` that the client's class `type` does not know.
function unknownFields(type, value, where) {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) return value.flatMap((one, i) => unknownFields(list[1], one, `${where}[${i}]`));
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map) return Object.entries(value).flatMap(([key, one]) => unknownFields(map[1], one, `${where}.${key}`));
  const known = client[type]?.getAttributeTypeMap?.();
  if (!known || value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const attribute = known.find(({baseName}) => baseName === name);
    return attribute ? unknownFields(attribute.type, one, `${where}.${name}`) : [`${where}.${name}`];
  });
}

// Throws unless Kubernetes would take the object.
export function validate(one) {
  const prefix = one.apiVersion.startsWith('monitoring.coreos.com/') ? '@kubernetes-models/prometheus-operator/' :
                                                                       'kubernetes-models/';
  const kind = require(prefix + one.apiVersion)[one.kind];
  if (!kind) throw new Error(`${one.apiVersion} has no ${one.kind}`);
  new kind(one).validate();
  const unknown = unknownFields(`V1${one.kind}`, one, one.kind);
  if (unknown.length > 0) throw new Error(`${one.metadata.name}: unknown fields ${unknown.join(', ')}`);
}
