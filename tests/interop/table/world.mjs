// What the table talks about: a gateway with one referral under way, and the
// identities by which the cases call it.
import {execFileSync} from 'node:child_process';
import {X509Certificate, randomUUID} from 'node:crypto';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {AGENCIES, Gateway, TRUST_DOMAIN} from '../support/gateway.mjs';
import {Cable} from './cable.mjs';

const REVOKED = {id: 'fge-durango', kind: 'prosecutor', territory: 'MX-DUR'};
const ROLES = {
  admin: (world) => world.files('admin'),
  // Presents no certificate.
  nobody: (world) => ({roots: world.files('cndh').roots}),
  // Enrolled with another gateway, which uses the same names.
  foreigner: (world) => ({...world.foreign, roots: world.files('cndh').roots}),
  // Trusts another gateway only.
  wary: (world) => ({...world.files('fge-chihuahua'), roots: world.foreign.roots}),
  // Presents its sealing certificate.
  confused: (world) => world.sealingFiles('fge-chihuahua'),
};

export class World {
  static async start() {
    const [gateway, other] = await Promise.all([
      Gateway.start([...AGENCIES, REVOKED]), Gateway.start([{id: 'fge-chihuahua', kind: 'prosecutor'}])]);
    const world = new World(gateway, other);
    try {
      world.cable = await Cable.to(gateway.port);
      await world.revoke(REVOKED.id);
      const {referral_id: referralId, case_id: caseId, short_code: shortCode} = await gateway.sendReferral();
      world.known = {
        sent: {referralId, caseId, shortCode},
        // One per name, the same throughout a run.
        uuid: new Proxy({}, {get: (all, name) => (all[name] ??= randomUUID())}),
        zeros: new Proxy({}, {get: (_, size) => Buffer.alloc(Number(size)).toString('base64')}),
        now: new Date(Date.now() - 1000).toISOString().replace(/\.\d+/, ''),
      };
    } catch (error) {
      await world.close().catch(() => {});
      throw error;
    }
    return world;
  }

  constructor(gateway, other) {
    this.gateway = gateway;
    this.other = other;
    this.foreign = this.files('fge-chihuahua', other);
  }

  // The identity of an agency or of a role above, as names of files.
  identity(who) {
    return ROLES[who] ? ROLES[who](this) : this.files(who);
  }

  files(who, gateway = this.gateway) {
    const file = (name) => gateway.file(path.join(who, name));
    return {key: file('tls.key'), chain: file('tls.pem'), roots: file('bundle.pem')};
  }

  sealingFiles(who) {
    const folder = this.gateway.file(path.join(who, 'sealing'));
    const one = (suffix) => path.join(folder, readdirSync(folder).find((name) => name.endsWith(suffix)));
    return {key: one('.key'), chain: one('.pem'), roots: this.files(who).roots};
  }

  async revoke(who) {
    const serial = new X509Certificate(this.gateway.identity(who).chain).serialNumber.toLowerCase();
    await this.gateway.ctl('admin', 'cert', 'revoke', serial, '--reason', 'key-compromise');
  }

  // `request` with the route and the sealed narrative, ready to be submitted.
  seal({as, request, route, narrative}) {
    const args = [this.gateway.file(as), `${TRUST_DOMAIN}/caselog/1`];
    const input = `${JSON.stringify(request)}\n${JSON.stringify(route)}\n${narrative}`;
    return JSON.parse(execFileSync(process.env.ENLACE_SEAL, args, {input, encoding: 'utf8', maxBuffer: 8 << 20}));
  }

  async close() {
    this.cable?.close();
    const ends = await Promise.allSettled([this.gateway.close(), this.other.close()]);
    for (const {reason} of ends) if (reason) throw reason;
  }
}
