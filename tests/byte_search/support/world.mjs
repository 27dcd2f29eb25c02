// Gateway, adapters and enlacectl as real processes, each party with a folder of
// its own, so that a search knows whose bytes it looks at.
import {execFile, spawn} from 'node:child_process';
import {appendFileSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, renameSync,
        rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {until, within} from '../../interop/support/bounded.mjs';
import {ROOT} from '../../interop/support/gateway.mjs';

const TRUST_DOMAIN = 'enlace.example';

export const AGENCIES = {
  unit: {id: 'uep-chihuahua', kind: 'state-protection-unit', territory: 'MX-CHH', driver: 'folder'},
  prosecutor: {id: 'fge-chihuahua', kind: 'prosecutor', territory: 'MX-CHH', driver: 'folder'},
  federal: {id: 'mecanismo-federal', kind: 'protection-unit', driver: 'grpc'},
  ombudsman: {id: 'cndh', kind: 'ombudsman'},
  excluded: {id: 'fiscalia-sur', kind: 'prosecutor', territory: 'MX-CHH'},
  elsewhere: {id: 'uep-sonora', kind: 'state-protection-unit', territory: 'MX-SON'},
};

function program(name) {
  const file = path.resolve(ROOT, process.env.ENLACE_BUILD ?? 'build/dev', 'bin', name);
  if (!existsSync(file)) throw new Error(`${file} is missing: build it, or name its folder in ENLACE_BIN`);
  return file;
}

export class World {
  static async start() {
    const world = new World(mkdtempSync(path.join(tmpdir(), 'enlace-bytes-')));
    try {
      await world.#build();
    } catch (error) {
      await world.close();
      throw error;
    }
    return world;
  }

  constructor(folder) {
    this.folder = folder;
    this.port = 0;
    this.gatewayPid = 0;
    this.adapters = [];
    this.said = '';  // All that enlacectl ever wrote, but for what it was asked to show.
    this.killAtExit = () => this.#killAll();
    process.on('exit', this.killAtExit);
  }

  file(...names) {
    return path.join(this.folder, ...names);
  }

  // Everything that the operator of the gateway has: state, keys, temporary
  // files, working folder and logs.
  get gatewayFolder() {
    return this.file('gateway');
  }

  get gatewayLog() {
    return readFileSync(this.file('gateway/log'), 'utf8');
  }

  // What an adapter keeps for itself, its log included; officers see the other.
  stateFolder(agency) {
    return this.file('agencies', agency.id, 'own');
  }

  officers(agency, ...names) {
    return this.file('agencies', agency.id, 'files', ...names);
  }

  identityFolder(agency) {
    return agency.driver ? path.join(this.stateFolder(agency), 'state/identity') : this.file('agencies', agency.id, 'identity');
  }

  // Key, chain and roots as files hold them.
  identity(agency) {
    const read = (name) => readFileSync(path.join(this.identityFolder(agency), name));
    return {key: read('tls.key'), chain: read('tls.pem'), roots: read('bundle.pem')};
  }

  // Runs enlacectl; {code, out, err}. `shows`: it was asked to show content.
  async ctl(agency, args, {shows = false} = {}) {
    const identity = agency === 'admin' ? this.file('admin') : this.identityFolder(agency);
    const how = ['--language', 'es', '--identity', identity, '-o', 'json'];
    if (this.port) how.push('--address', `127.0.0.1:${this.port}`);
    const ran = await this.#run('enlacectl', [...how, ...args]);
    this.said += shows ? ran.err : ran.out + ran.err;
    return ran;
  }

  // The same, which must succeed; its answer.
  async did(agency, args, options) {
    const {code, out, err} = await this.ctl(agency, args, options);
    if (code !== 0) throw new Error(`enlacectl ${args.slice(0, 2).join(' ')} ended with ${code}: ${err}`);
    return JSON.parse(out);
  }

  // Starts the gateway, on the port that it had before, with a limit that would
  // allow a core dump of any size. The shell that waits for it writes into the
  // same log what it ended with.
  async startGateway() {
    const log = openSync(this.file('gateway/log'), 'a');
    const command = [program('enlace-gateway'), '--config', this.file('gateway/gateway.yaml'), '--set', `mutual.port=${this.port}`];
    rmSync(this.file('gateway/state/ports'), {force: true});
    const shell = 'ulimit -c unlimited; "$@" & echo $! >pid; wait $!';
    this.shell = spawn('bash', ['-c', shell, 'gateway', ...command], {
      cwd: this.gatewayFolder,
      env: {...this.#environment('gateway/home'), TMPDIR: this.file('gateway/tmp'), GRPC_VERBOSITY: 'debug'},
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.gatewayEnded = new Promise((resolve) => this.shell.on('exit', resolve));
    const early = this.gatewayEnded.then((how) => {
      throw new Error(`the gateway ended with ${how} before it served:\n${this.gatewayLog}`);
    });
    early.catch(() => {});
    this.port = await Promise.race([until(() => this.#ports()?.mutual, 'the gateway names its ports'), early]);
    this.gatewayPid = Number(readFileSync(this.file('gateway/pid'), 'utf8'));
  }

  // Ends the gateway by a signal; its exit status as a shell has it.
  async endGateway(signal) {
    process.kill(this.gatewayPid, signal);
    this.gatewayPid = 0;
    return within(this.gatewayEnded, `the gateway ends on ${signal}`);
  }

  async startAdapter(agency) {
    const log = openSync(path.join(this.stateFolder(agency), 'log'), 'a');
    const child = spawn(program('enlace-adapter'), ['--config', path.join(this.stateFolder(agency), 'adapter.yaml')],
                        {env: this.#environment(`agencies/${agency.id}`), stdio: ['ignore', log, log]});
    closeSync(log);
    this.adapters.push(child);
    if (agency.driver === 'grpc') await until(() => existsSync(this.socket(agency)), 'the adapter listens');
  }

  // Puts a file where the adapter takes it from, whole at once.
  drop(agency, name, bytes) {
    const hidden = this.file('agencies', agency.id, 'dropping');
    writeFileSync(hidden, bytes);
    renameSync(hidden, this.officers(agency, 'salida', name));
  }

  // Files below the officers' folder whose path the pattern matches.
  filesOf(agency, pattern) {
    const root = this.officers(agency);
    return readdirSync(root, {recursive: true}).filter((name) => pattern.test(name)).map((name) => path.join(root, name));
  }

  socket(agency) {
    return this.file(`${agency.id}.sock`);
  }

  async close() {
    this.#killAll();
    process.off('exit', this.killAtExit);
    if (process.env.ENLACE_KEEP) return console.error(`kept ${this.folder}`);
    rmSync(this.folder, {recursive: true, force: true});
  }

  async #build() {
    for (const name of ['gateway/home', 'gateway/tmp']) mkdirSync(this.file(name), {recursive: true});
    await this.did('admin', ['ca', 'init', '--folder', this.file('gateway/ca'), '--trust-domain', TRUST_DOMAIN]);
    writeFileSync(this.file('gateway/gateway.yaml'), [
      `trust_domain: ${TRUST_DOMAIN}`, `state_folder: ${this.file('gateway/state')}`, 'log_level: info',
      'mutual: {address: 127.0.0.1, port: 0}', 'enrollment: {address: 127.0.0.1, port: 0}',
      'public_names: ["127.0.0.1", "localhost"]', `ca: {folder: ${this.file('gateway/ca')}}`,
      `mechanisms_folder: ${path.join(ROOT, 'mechanisms')}`, 'feed: {heartbeat: 1s}', ''].join('\n'));
    await this.startGateway();
    await this.did('admin', ['enroll', '--token-file', this.file('gateway/state/first-administrator.token')]);
    for (const agency of Object.values(AGENCIES)) await this.#enrol(agency);
    for (const agency of Object.values(AGENCIES)) if (agency.driver) await this.startAdapter(agency);
  }

  async #enrol(agency) {
    const {id, kind, territory, driver} = agency;
    mkdirSync(this.stateFolder(agency), {recursive: true});
    const where = territory ? ['--territory', territory] : [];
    await this.did('admin', ['agency', 'create', '--id', id, '--name', `Agency ${id}`, '--kind', kind, '--country', 'MX',
                             ...where, '--unit', 'main', '--tag', 'es']);
    const {token} = await this.did('admin', ['token', 'create', '--agency', id, '--unit', 'main']);
    const tokenFile = this.file('agencies', id, 'token');
    writeFileSync(tokenFile, token, {mode: 0o600});
    if (!driver) return this.did(agency, ['enroll', '--token-file', tokenFile]);
    const config = path.join(this.stateFolder(agency), 'adapter.yaml');
    const how = driver === 'grpc' ? [`grpc: {listen: "unix:${this.socket(agency)}"}`]
                                  : ['folder:', `  root: ${this.officers(agency)}`, '  quiet_time: 100ms',
                                     '  poll_interval: 100ms', '  mapping: {time_zone: America/Chihuahua}'];
    writeFileSync(config, [`agency_id: ${id}`, 'language: es', `state_folder: ${path.join(this.stateFolder(agency), 'state')}`,
                           `gateway: 127.0.0.1:${this.port}`, 'mechanism_id: mx-federal', 'retry_initial: 100ms',
                           'retry_max: 500ms', ...how, ''].join('\n'));
    const {code, out, err} = await this.#run('enlace-adapter', ['--config', config, '--token-file', tokenFile, '--once']);
    appendFileSync(path.join(this.stateFolder(agency), 'log'), out + err);
    if (code !== 0) throw new Error(`the adapter of ${id} did not enrol: ${err}`);
  }

  #ports() {
    const file = this.file('gateway/state/ports');
    if (!existsSync(file)) return undefined;
    const [, mutual, enrollment] = /^mutual: (\d+)\nenrollment: (\d+)\n$/.exec(readFileSync(file, 'utf8')) ?? [];
    this.enrollmentPort = Number(enrollment);
    return mutual && {mutual: Number(mutual)};
  }

  // Nothing of the developer's own settings or keys gets in.
  #environment(home) {
    // What the preset tells its sanitizer, and nothing else of the developer's.
    const sanitizer = Object.entries(process.env).filter(([name]) => /^[A-Z]+SAN_OPTIONS$/.test(name));
    return {...Object.fromEntries(sanitizer), PATH: process.env.PATH, HOME: this.file(home), LANG: 'C.UTF-8'};
  }

  #run(name, args) {
    const options = {env: this.#environment('.'), timeout: 60_000, killSignal: 'SIGKILL'};
    return new Promise((resolve, reject) => {
      execFile(program(name), args, options, (error, out, err) => {
        if (error && typeof error.code !== 'number') return reject(new Error(`${name}: ${error.message}`));
        resolve({code: error ? error.code : 0, out, err});
      });
    });
  }

  #killAll() {
    for (const child of this.adapters) child.kill('SIGKILL');
    if (this.gatewayPid) process.kill(this.gatewayPid, 'SIGKILL');
    this.adapters = [];
    this.gatewayPid = 0;
  }
}
