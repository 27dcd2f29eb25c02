// Stands in for kubelet and container runtime: lays out the volumes of the rendered
// pod as they do, in a temporary folder, and runs the real gateway on them.
import {execFile, spawn} from 'node:child_process';
import {
  chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {until, within} from '../interop/support/bounded.mjs';
import {ROOT, gatewayYaml, object} from './chart.mjs';

const run = promisify(execFile);
const LOOPBACK = '127.0.0.1';
// Only root can give files to root and the pod's group, and be the pod's user. For
// anybody else all is his own.
const AS_ROOT = process.getuid() === 0;

function binary(name) {
  return path.resolve(process.env.ENLACE_BIN ?? path.join(ROOT, 'build/dev/bin'), name);
}

// Files of the kinds that secrets and config maps are made of, as {name: content}.
export function filesOf(folder) {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name))]));
}

// Writes a volume as the kubelet does: a folder of its own for each version, a link
// to it, and a link for each name at the top; all of it root's, and readable for `group`.
function layOut(folder, files, mode, group) {
  const version = path.join(folder, '..2026_11_30_00_00_00.1');
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(version, name);
    mkdirSync(path.dirname(file), {recursive: true});
    writeFileSync(file, content);
    chmodSync(file, mode);
    if (AS_ROOT) chownSync(file, 0, group);
  }
  symlinkSync(path.basename(version), path.join(folder, '..data'));
  for (const name of readdirSync(version)) symlinkSync(path.join('..data', name), path.join(folder, name));
}

// The files that a projected source, a secret or a config map puts into a volume.
function chosen(source, contents) {
  const name = source.name ?? source.secretName;
  if (!contents[name]) throw new Error(`the test has no ${name}`);
  if (!source.items) return contents[name];
  return Object.fromEntries(source.items.map((item) => {
    if (!contents[name][item.key]) throw new Error(`${name} has no ${item.key}`);
    return [item.path, contents[name][item.key]];
  }));
}

export class Pod {
  // `contents`: {name of a secret or config map: {key: content}}.
  constructor(objects, contents) {
    this.objects = objects;
    this.contents = contents;
    this.folder = mkdtempSync(path.join(tmpdir(), 'enlace-pod-'));
    chmodSync(this.folder, 0o711);
    this.log = '';
    this.spec = object(objects, 'StatefulSet').spec.template.spec;
    this.container = this.spec.containers[0];
  }

  file(...names) {
    return path.join(this.folder, ...names);
  }

  async enlacectl(...words) {
    return (await run(binary('enlacectl'), ['--language', 'en', ...words])).stdout;
  }

  async start() {
    this.#mount();
    const variables = Object.fromEntries(
      this.container.env.map(({name, value, valueFrom}) =>
        [name, valueFrom?.fieldRef?.fieldPath === 'status.podIP' ? LOOPBACK : value]));
    // Ports that are free here. No other variable is there, as in the image.
    for (const port of ['MUTUAL', 'ENROLLMENT', 'ADMINISTRATION', 'PROBE']) variables[`ENLACE_${port}_PORT`] = '0';
    const {runAsUser: uid, runAsGroup: gid} = this.spec.securityContext;
    // A copy: the pod's user may not be able to enter the folder of the build.
    copyFileSync(binary('enlace-gateway'), this.file('enlace-gateway'));
    chmodSync(this.file('enlace-gateway'), 0o755);
    const child = spawn(this.file('enlace-gateway'), this.container.args.map((word) => this.#inside(word)),
                        {env: variables, stdio: ['ignore', 'pipe', 'pipe'], ...(AS_ROOT ? {uid, gid} : {})});
    this.process = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (this.log += chunk));
    this.exited = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
    const ended = this.exited.then((code) => {
      throw new Error(`the gateway ended with ${code} before it served; its log:\n${this.log}`);
    });
    ended.catch(() => {});
    const state = this.#inside(JSON.parse(gatewayYaml(this.objects)).state_folder);
    const ports = path.join(state, 'ports');
    await Promise.race([until(() => existsSync(ports), 'the gateway names its ports'), ended]);
    this.state = state;
    this.ports = Object.fromEntries([...readFileSync(ports, 'utf8').matchAll(/^(\w+): (\d+)$/gm)].map(([, name, port]) => [name, port]));
  }

  // Ends it as the kubelet does; its exit code.
  async stop() {
    this.process.kill('SIGTERM');
    return within(this.exited, 'the gateway ends in time', this.spec.terminationGracePeriodSeconds * 1000);
  }

  remove() {
    if (this.process?.exitCode === null) this.process.kill('SIGKILL');
    rmSync(this.folder, {recursive: true, force: true});
  }

  // A path of the container in the temporary folder; what the image brings is the
  // repository's own.
  #inside(text) {
    return text.replaceAll(/\/(?:etc\/enlace|var\/lib\/enlace)(?=[/"]|$)/g, (found) => this.file(found))
      .replaceAll('/usr/share/enlace/mechanisms', path.join(ROOT, 'mechanisms'))
      .replaceAll('"0.0.0.0"', `"${LOOPBACK}"`);
  }

  #mount() {
    const group = this.spec.securityContext.fsGroup;
    for (const {name, mountPath, subPath} of this.container.volumeMounts) {
      const volume = this.spec.volumes.find((one) => one.name === name);
      const folder = this.#inside(mountPath);
      if (!volume || volume.persistentVolumeClaim) {
        mkdirSync(folder, {recursive: true});
        if (AS_ROOT) chownSync(folder, 0, group);
        if (AS_ROOT) chmodSync(folder, 0o2770);
      } else if (subPath) {
        mkdirSync(path.dirname(folder), {recursive: true});
        writeFileSync(folder, this.#inside(gatewayYaml(this.objects)), {mode: 0o644});
      } else if (!volume.hostPath) {
        mkdirSync(folder, {recursive: true});
        const sources = volume.projected?.sources.map(({secret}) => secret) ?? [volume.secret ?? volume.configMap];
        const files = Object.assign({}, ...sources.map((source) => chosen(source, this.contents)));
        layOut(folder, files, (volume.projected ?? volume.secret ?? volume.configMap).defaultMode ?? 0o644, group);
      }
    }
  }
}
