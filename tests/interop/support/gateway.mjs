// A real enlace-gateway with its authority in a temporary folder, and the
// agencies of one Mexican referral, all made with enlacectl as an operator would.
import {execFile, spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {PATIENCE_MS, until, within} from './bounded.mjs';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
export const TRUST_DOMAIN = 'enlace.example';

export const AGENCIES = [
  {id: 'mecanismo-federal', kind: 'protection-unit'},
  {id: 'uep-chihuahua', kind: 'state-protection-unit', territory: 'MX-CHH'},
  {id: 'fge-chihuahua', kind: 'prosecutor', territory: 'MX-CHH'},
  // Competent elsewhere: no party to the referral.
  {id: 'fge-sonora', kind: 'prosecutor', territory: 'MX-SON'},
  {id: 'cndh', kind: 'ombudsman'},
];

function binary(name) {
  const folder = process.env.ENLACE_BIN;
  if (!folder) throw new Error('ENLACE_BIN must name the folder of enlace-gateway and enlacectl');
  const file = path.join(path.resolve(folder), name);
  if (!existsSync(file)) throw new Error(`${file} is missing: build it first`);
  return file;
}

// One running gateway. `close` ends it and removes its folder; a test file calls
// it in after().
export class Gateway {
  static async start(agencies = AGENCIES) {
    const gateway = new Gateway(mkdtempSync(path.join(tmpdir(), 'enlace-interop-')));
    try {
      await gateway.#serve();
      await gateway.ctl('admin', 'enroll', '--token-file', gateway.file('state/first-administrator.token'));
      for (const agency of agencies) await gateway.#enrol(agency);
    } catch (error) {
      await gateway.close().catch(() => {});
      throw error;
    }
    return gateway;
  }

  constructor(folder) {
    this.folder = folder;
    this.log = '';
    this.killAtExit = () => this.process?.kill('SIGKILL');
  }

  file(name) {
    return path.join(this.folder, name);
  }

  // Runs enlacectl as `who`; the answer is its JSON. Throws with all that it
  // said unless it succeeds.
  async ctl(who, ...args) {
    const how = ['--address', `127.0.0.1:${this.port}`, '--identity', this.file(who), '--language', 'en', '-o', 'json'];
    return JSON.parse(await this.#run('enlacectl', [...how, ...args]));
  }

  // Key, chain and roots of an agency as files hold them.
  identity(who) {
    const read = (name) => readFileSync(this.file(path.join(who, name)));
    return {key: read('tls.key'), chain: read('tls.pem'), roots: read('bundle.pem')};
  }

  // The state unit sends a referral about a threatened journalist; it goes to
  // federal unit, state prosecutor and ombudsman. Answers the referral.
  async sendReferral() {
    const answer = await this.ctl(
      'uep-chihuahua', '--officer', 'of-17', 'referral', 'send', '--mechanism', 'mx-federal', '--procedure', 'urgent',
      '--urgency', 'life', '--subject', 'individual', '--population', 'journalist', '--perpetrator', 'state-agent',
      '--incident', 'threat', '--country', 'MX', '--subdivision', 'MX-CHH', '--basis', 'informed-consent',
      '--given', 'now', '--narrative', 'Recibió amenazas');
    return answer.referral;
  }

  // Ends the gateway in good order; its exit code.
  async stop() {
    if (!this.process) return 0;
    const child = this.process;
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const code = await within(this.exited, 'the gateway stops on SIGTERM').finally(this.killAtExit);
    this.process = undefined;
    process.off('exit', this.killAtExit);
    return code;
  }

  async close() {
    try {
      const code = await this.stop();
      if (code !== 0) throw new Error(`the gateway ended with ${code}; its log:\n${this.log}`);
    } finally {
      rmSync(this.folder, {recursive: true, force: true});
    }
  }

  async #serve() {
    await this.#run('enlacectl', ['ca', 'init', '--folder', this.file('ca'), '--trust-domain', TRUST_DOMAIN]);
    writeFileSync(this.file('gateway.yaml'), [
      `trust_domain: ${TRUST_DOMAIN}`,
      `state_folder: ${this.file('state')}`,
      'mutual: {address: 127.0.0.1, port: 0}',
      'enrollment: {address: 127.0.0.1, port: 0}',
      'public_names: ["127.0.0.1", "localhost"]',
      `ca: {folder: ${this.file('ca')}}`,
      `mechanisms_folder: ${path.join(ROOT, 'mechanisms')}`,
      'feed: {heartbeat: 200ms}',
      '',
    ].join('\n'));
    const child = spawn(binary('enlace-gateway'), ['--config', this.file('gateway.yaml')],
                        {env: this.#environment(), stdio: ['ignore', 'pipe', 'pipe']});
    this.process = child;
    process.on('exit', this.killAtExit);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (this.log += chunk));
    this.exited = new Promise((resolve) => {
      child.on('error', (error) => resolve(`"${error.message}"`));
      child.on('exit', (code, signal) => resolve(code ?? signal));
    });
    const ended = this.exited.then((code) => {
      throw new Error(`the gateway ended with ${code} before it served; its log:\n${this.log}`);
    });
    ended.catch(() => {});
    this.port = await Promise.race([until(() => this.#mutualPort(), 'the gateway names its ports'), ended]);
  }

  #mutualPort() {
    if (!existsSync(this.file('state/ports'))) return undefined;
    const ports = readFileSync(this.file('state/ports'), 'utf8');
    return /^enrollment: \d+\n/m.test(ports) && /^mutual: (\d+)\n/m.exec(ports)?.[1];
  }

  async #enrol({id, kind, territory}) {
    const where = territory ? ['--territory', territory] : [];
    await this.ctl('admin', 'agency', 'create', '--id', id, '--name', `Agency ${id}`, '--kind', kind, '--country', 'MX',
                   ...where, '--unit', 'main', '--tag', 'es');
    const {token} = await this.ctl('admin', 'token', 'create', '--agency', id, '--unit', 'main');
    writeFileSync(this.file(`${id}.token`), token, {mode: 0o600});
    await this.ctl(id, 'enroll', '--token-file', this.file(`${id}.token`));
  }

  // Nothing of the developer's own settings or keys gets in, but what the preset
  // tells its sanitizer.
  #environment() {
    const sanitizer = Object.entries(process.env).filter(([name]) => /^[A-Z]+SAN_OPTIONS$/.test(name));
    return {...Object.fromEntries(sanitizer), PATH: process.env.PATH, HOME: this.folder, LANG: 'C.UTF-8'};
  }

  async #run(name, args) {
    const file = binary(name);
    try {
      const {stdout} = await promisify(execFile)(
        file, args, {env: this.#environment(), timeout: PATIENCE_MS, killSignal: 'SIGKILL'});
      return stdout;
    } catch (error) {
      const ending = `exit ${error.code ?? error.signal}`;
      throw new Error([`${name} ${args.join(' ')}`, ending, error.stdout, error.stderr].join('\n'));
    }
  }
}
