// The whole way of referrals, and everything that goes wrong on it, with markers
// wherever people write. Each step waits until it has happened.
import {execFileSync} from 'node:child_process';
import {createHash, randomUUID} from 'node:crypto';
import {existsSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {until} from '../../interop/support/bounded.mjs';
import {answer, badCases, badFiles, classification, content, disclosure, goodCases, oneCase, secondsAgo, stage}
  from './fixtures.mjs';
import {misplaceAround, misplaceEverywhere, submissionOf} from './misplaced.mjs';
import {INVALID_ARGUMENT, Peer, UNAUTHENTICATED} from './rpc.mjs';
import {AGENCIES} from './world.mjs';

const {unit, prosecutor, federal, ombudsman, excluded, elsewhere} = AGENCIES;
const LOCAL = 'enlace.local.v1.LocalService';
const LONGEST_NAME = 255;

export class Story {
  constructor(world, markers, searcher) {
    this.world = world;
    this.markers = markers;
    this.searcher = searcher;
    this.problems = [];
    this.peers = Object.fromEntries(Object.entries({unit, prosecutor, ombudsman, elsewhere}).map(
      ([name, agency]) => [name, Peer.ofGateway(world.port, world.identity(agency))]));
    this.system = Peer.ofAdapter(world.socket(federal));
  }

  async tell() {
    await this.sendFromSpreadsheet();
    await this.dropBadFiles();
    await this.askAndAnswer();
    await this.declineInWords();
    await this.speakThroughTheSystem();
    await this.useTheCommandLine();
    await this.misplace();
    await this.sealWrongly();
    await this.comeWithBadCertificates();
  }

  close() {
    for (const peer of [...Object.values(this.peers), this.system]) peer.close();
  }

  async sendFromSpreadsheet() {
    const {world, markers} = this;
    const attachment = `${markers.text('dictamen')}.txt`;
    world.drop(unit, attachment, Buffer.from(markers.text('contenido del anexo')));
    const oversized = `${markers.text('video')}.mp4`;
    world.drop(unit, oversized, Buffer.alloc(800_000, markers.text('video ')));
    world.drop(unit, `${markers.text('casos')}.csv`, goodCases(markers, attachment));
    await this.#delivered(2);
    const list = (await world.did(unit, ['referral', 'list'])).referrals;
    const kind = (wanted) => list.find((referral) => referral.classification.subject_kind === wanted);
    this.person = kind('SUBJECT_KIND_INDIVIDUAL');
    this.group = kind('SUBJECT_KIND_COLLECTIVE');

    const bad = badCases(markers, oversized);
    world.drop(unit, `${markers.text('malos')}.csv`, bad.bytes);
    const reasons = await this.#quarantined('malos');
    for (let line = 2; line <= bad.count + 1; ++line) {
      this.#expect(reasons.includes(`Línea ${line},`), `line ${line} of the bad cases is refused`);
    }
    const sent = (await world.did(unit, ['referral', 'list'])).referrals.length;
    this.#expect(sent === 2, `no bad line is sent, but ${sent - 2} were`);
  }

  async dropBadFiles() {
    const {world, markers} = this;
    // While nothing can be moved, the trouble goes into the adapter's log.
    const quarantine = world.officers(unit, 'cuarentena');
    renameSync(quarantine, `${quarantine}.away`);
    const log = path.join(world.stateFolder(unit), 'log');
    const files = badFiles(markers);
    // As long as a file system takes it.
    const long = `${markers.text('largo').padEnd(LONGEST_NAME - 16, 'x')}.csv`;
    for (const [name, bytes] of Object.entries({...files, [long]: Buffer.from('x')})) world.drop(unit, name, bytes);
    await until(() => readFileSync(log, 'utf8').includes('adapter.look_failed'), 'the adapter logs its trouble');
    renameSync(`${quarantine}.away`, quarantine);
    for (const name of Object.keys(files)) await this.#quarantined(path.parse(name).name.replace(markers.text(''), ''));
    await this.#quarantined('largo');
  }

  async askAndAnswer() {
    const {world, markers, person} = this;
    const code = person.short_code;
    const wrong = `acuse ${markers.text('respuesta')}.csv`;
    world.drop(prosecutor, wrong, answer(markers.text('código'), {
      decision: markers.text('decisión'), suggested: markers.text('institución')}));
    await this.#quarantined('respuesta', prosecutor);
    world.drop(prosecutor, 'pregunta.csv', answer(code, {
      decision: 'se pide información', note: markers.text('pregunta'), officer: markers.text('fiscal')}));
    const asking = await this.#leg(person, prosecutor, 'LEG_STATE_INFORMATION_REQUESTED');
    await until(() => this.#inFiles(unit, /estado\.txt$/, markers.text('pregunta')), 'the question reaches the unit');
    writeFileSync(world.file(`${markers.text('croquis')}.txt`), markers.text('croquis adjunto'));
    await world.did(unit, ['--officer', 'of-17', 'leg', 'answer', '--referral', person.referral_id, '--leg', asking.leg_id, '--note',
                           markers.text('respuesta'), '--attach', world.file(`${markers.text('croquis')}.txt`)]);
    await until(() => this.#inFiles(prosecutor, /estado\.txt$/, markers.text('respuesta')), 'the answer reaches the office');
    world.drop(prosecutor, 'acepta.csv', answer(code, {decision: 'aceptado', officer: markers.text('fiscal')}));
    await this.#leg(person, prosecutor, 'LEG_STATE_ACCEPTED');
    world.drop(prosecutor, `${markers.text('etapa')}.csv`, stage(code, markers.text('código de etapa')));
    await this.#quarantined('etapa', prosecutor);
    world.drop(prosecutor, 'etapa.csv', stage(code, 'INV-1'));
  }

  async declineInWords() {
    const {world, markers, group} = this;
    const inbox = world.filesOf(prosecutor, /acuse\.csv$/).find((file) => file.includes(group.short_code.slice(0, 9)));
    const reply = (reason, note) => writeFileSync(inbox, answer(group.short_code, {decision: 'rechazado', reason, note}));
    reply(markers.text('motivo'), markers.text('nota'));
    await until(() => existsSync(path.join(path.dirname(inbox), 'acuse-motivo.txt')), 'a reason in words is refused');
    reply('sin capacidad', markers.text('nota de rechazo'));
    await this.#leg(group, prosecutor, 'LEG_STATE_DECLINED');
    await until(() => this.#inFiles(unit, /estado\.txt$/, markers.text('nota de rechazo')), 'the note reaches the unit');
  }

  // The federal unit's own system, over enlace.local.v1.
  async speakThroughTheSystem() {
    const {markers, person, system} = this;
    const read = await system.did(LOCAL, 'ReadReferral', {referral_id: person.referral_id, officer_pseudonym: 'sis-1', purpose: 'intake'});
    this.seenBySystem = JSON.stringify(read);
    const leg = read.referral.legs.find(({recipient}) => recipient.agency_id === federal.id);
    const action = {referral_id: person.referral_id, leg_id: leg.leg_id, officer_pseudonym: 'sis-1'};
    const step = (more) => ({request_id: randomUUID(), ...action, ...more});
    const referrals = 'enlace.v1.ReferralService';
    const delivered = await system.did(referrals, 'AdvanceLeg', step({
      expected_version: leg.version, confirm_delivery: {channel: 'grpc'}}));
    const received = await system.did(referrals, 'AdvanceLeg', step({
      expected_version: delivered.leg.version, confirm_reception: {}}));
    await system.did(LOCAL, 'AdvanceLegWithNote', {
      action: step({expected_version: received.leg.version, accept: {}}), note: {text: markers.text('nota del sistema')}});
    const send = (more) => system.call(LOCAL, 'SendReferral', {
      request_id: randomUUID(), classification: classification(), disclosure: disclosure(), petition_time: secondsAgo(60),
      event_time: secondsAgo(7200), content: content(markers, 'sistema'), ...more});
    const [, stray] = markers.misplaced;
    for (const more of [{request_id: stray}, {officer_pseudonym: stray}, {case_id: stray}, {petition_time: undefined}]) {
      const {error} = await send(more);
      this.#expect(error?.code === INVALID_ARGUMENT, `the adapter refuses ${Object.keys(more)}`);
    }
    const {error} = await send({content: {...content(markers, 'grande'), narrative: markers.text('x').repeat(60_000)}});
    this.#expect(error, 'what no envelope can hold is refused');
    const sent = await send({});
    this.#expect(sent.answer, `the system sends: ${sent.error?.details}`);
  }

  async useTheCommandLine() {
    const {world, markers, person} = this;
    const number = markers.fileNumber('propio');
    const caseId = person.case_id;
    await world.did(prosecutor, ['--officer', 'f-3', 'case', 'link', '--case', caseId, '--native', number]);
    await world.did(prosecutor, ['--purpose', 'review', 'case', 'status', '--native', number]);
    const shown = await world.did(prosecutor, ['referral', 'show', person.referral_id], {shows: true});
    this.seenByCommandLine = JSON.stringify(shown);
    const refused = async (agency, ...args) =>
      this.#expect((await world.ctl(agency, args)).code !== 0, `enlacectl refuses ${args.join(' ')}`);
    await refused(excluded, 'case', 'status', '--native', number);
    await refused(excluded, 'case', 'status', '--case', caseId);
    for (const stray of markers.misplaced) {
      await refused(prosecutor, '--officer', stray, 'case', 'status', '--case', caseId);
      await refused(prosecutor, '--purpose', stray, 'case', 'status', '--case', caseId);
      await refused(prosecutor, 'case', 'status', '--case', stray);
      await refused(prosecutor, 'case', 'report-investigation', '--case', caseId, '--stage', 'preliminary-investigation',
                    '--disposition', 'active', '--national-code', stray);
      const sending = this.#sending('--narrative', markers.text('relato'));
      await refused(unit, ...sending, '--exclude', `fiscalia-sur:${stray}`);
      await refused(unit, ...sending, '--legal-reference', stray);
    }
    await world.did(unit, this.#sending('--narrative', markers.text('relato por consola')));
    await world.did(ombudsman, ['--officer', 'v-1', 'ledger', 'accesses', '--case', caseId]);
  }

  async misplace() {
    const {peers, markers, searcher, person} = this;
    const {referral} = await peers.unit.did('enlace.v1.ReferralService', 'GetReferral', {referral_id: person.referral_id});
    const exclusion = [{agency_id: excluded.id, ground: 'conflict_of_interest'}];
    const resolved = await peers.unit.did('enlace.v1.DirectoryService', 'ResolveRecipients', {
      classification: classification(), petition_time: secondsAgo(60), event_time: secondsAgo(7200), excluded_agencies: exclusion});
    const submission = submissionOf({resolved, sealed: referral.sealed, excluded: exclusion});
    this.submission = submission;
    const known = {case_id: referral.case_id, referral_id: referral.referral_id, leg_id: referral.legs[0].leg_id, submission};
    const {problems, calls} = await misplaceEverywhere({peers, known, markers, searcher});
    this.problems.push(...problems);
    this.misplacedCalls = calls;
    await misplaceAround({peers, known, markers});
    // The request that all of these spoilt in one field is good: its envelope fits
    // no other referral, which only the recipients can tell, and do.
    await peers.unit.did('enlace.v1.ReferralService', 'SubmitReferral', {request_id: randomUUID(), ...submission});
  }

  async sealWrongly() {
    const {world, markers, peers, submission} = this;
    const file = (name) => world.file(name);
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', `/CN=${markers.misplaced[0]}`,
                             '-utf8', '-keyout', file('foreign.key'), '-out', file('foreign.pem')], {stdio: 'ignore'});
    writeFileSync(file('clear'), markers.text('mal sellado'));
    execFileSync('openssl', ['cms', '-encrypt', '-binary', '-aes-256-gcm', '-in', file('clear'), '-outform', 'DER', '-out',
                             file('foreign.cms'), file('foreign.pem')], {stdio: 'ignore'});
    const submit = (peer, cms) => peer.call('enlace.v1.ReferralService', 'SubmitReferral', {
      request_id: randomUUID(), ...submission,
      sealed: {...submission.sealed, cms, digest: createHash('sha256').update(cms).digest()}});
    this.#expect((await submit(peers.unit, readFileSync(file('foreign.cms')))).error, 'what is sealed to a foreign certificate is refused');
    this.#expect((await submit(peers.elsewhere, submission.sealed.cms)).error, 'what is sealed to other recipients is refused');
    for (const text of markers.misplaced) {
      this.#expect((await submit(peers.unit, Buffer.from(text))).error, 'what is not sealed at all is refused');
    }
  }

  async comeWithBadCertificates() {
    const {world, markers, peers} = this;
    const look = {key: {case_id: this.person.case_id}, purpose: markers.misplaced[1]};
    const stranger = Peer.ofGateway(world.port, {key: readFileSync(world.file('foreign.key')),
                                                 chain: readFileSync(world.file('foreign.pem')), roots: world.identity(unit).roots});
    const turnedAway = async (peer) => {
      const {error} = await peer.call('enlace.v1.CaseService', 'GetCaseStatus', look);
      this.#expect(error?.code === UNAUTHENTICATED, `a bad certificate is turned away: ${error?.details}`);
    };
    await turnedAway(stranger);
    stranger.close();
    const {certificates} = await world.did('admin', ['cert', 'list', '--uri', 'spiffe://enlace.example/agency/uep-sonora/main']);
    for (const {serial} of certificates) await world.did('admin', ['cert', 'revoke', serial, '--reason', 'key-compromise']);
    await turnedAway(peers.elsewhere);
    const late = await world.ctl(elsewhere, this.#sending('--narrative', markers.text('relato revocado')));
    this.#expect(late.code !== 0, 'a revoked certificate sends nothing');
  }

  async killAndRestart() {
    const {world, markers} = this;
    world.drop(unit, `${markers.text('durante')}.csv`, oneCase(markers, 'durante'));
    await until(() => world.filesOf(unit, /salida\/.*durante/).length > 0, 'the file lies there');
    await world.endGateway('SIGKILL');
    world.drop(unit, `${markers.text('sin pasarela')}.csv`, oneCase(markers, 'sin pasarela'));
    const down = await world.ctl(unit, ['--timeout', '1', ...this.#sending('--narrative', markers.text('relato sin pasarela'))]);
    this.#expect(down.code !== 0, 'nothing is sent to a gateway that is away');
    await world.startGateway();
    for (const who of ['persona durante', 'persona sin pasarela']) {
      await until(() => this.#inFiles(prosecutor, /resumen\.txt$/, markers.text(who)), `${who} reaches the office all the same`);
    }
  }

  // Goes on, so that one finding does not hide the next.
  #expect(holds, what) {
    if (!holds) this.problems.push(`expected: ${what}`);
  }

  #sending(...more) {
    return ['--officer', 'of-17', 'referral', 'send', '--mechanism', 'mx-federal', '--procedure', 'urgent', '--urgency', 'life',
            '--subject', 'individual', '--population', 'journalist', '--perpetrator', 'state-agent', '--incident', 'threat',
            '--country', 'MX', '--subdivision', 'MX-CHH', '--given', 'now', '--event-time', '2026-01-02T03:04:05Z',
            ...(more.includes('--basis') ? [] : ['--basis', 'informed-consent']), ...more];
  }

  #casesOf(agency) {
    return this.world.filesOf(agency, /entrada\/[^/.]+\/resumen\.txt$/).length;
  }

  #delivered(count) {
    return until(() => this.#casesOf(prosecutor) >= count, `${count} cases reach the office`);
  }

  #inFiles(agency, pattern, text) {
    return this.world.filesOf(agency, pattern).some((file) => readFileSync(file).includes(text));
  }

  // The reasons that the adapter gives for a file with `what` in its name.
  #quarantined(what, agency = unit) {
    const reasons = () => this.world.filesOf(agency, new RegExp(`cuarentena/.*${what}.*motivo\\.txt$`))[0];
    return until(() => reasons() && readFileSync(reasons(), 'utf8'), `the adapter says what is wrong with "${what}"`);
  }

  #leg(referral, agency, state) {
    return until(async () => {
      const {error, answer} = await this.peers.unit.call('enlace.v1.ReferralService', 'GetReferral', {referral_id: referral.referral_id});
      return !error && answer.referral.legs.find((leg) => leg.recipient.agency_id === agency.id && leg.state === state);
    }, `${agency.id} is at ${state}`);
  }
}
