// Executes the steps of a case and compares what comes with what it expects.
// README.md beside cases.json says what each step means.
import assert from 'node:assert/strict';
import path from 'node:path';
import protoLoader from '@grpc/proto-loader';
import {ROOT} from '../support/gateway.mjs';
import {difference, filled, valueAt} from './pattern.mjs';

const details = protoLoader.loadSync(
  'google/rpc/error_details.proto', {includeDirs: [path.join(ROOT, 'third_party/googleapis')]});
const CODES = [
  'OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS', 'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE',
  'DATA_LOSS', 'UNAUTHENTICATED',
];

function check(pattern, actual, what) {
  const found = difference(pattern, actual, what);
  if (found) throw new Error(found);
}

// {ErrorInfo: [...], BadRequest: [...], ...}, as the client handed them over.
function detailsOf(status) {
  const found = {};
  for (const {type, value} of status?.details ?? []) {
    (found[type.split('.').at(-1)] ??= []).push(details[type].deserialize(Buffer.from(value, 'base64')));
  }
  return found;
}

// With a reason it is a refusal of the gateway's own: then code, text and details
// agree, and officials can read it.
function checkEnd(end, {code, reason, field, message, localized}) {
  check(code, CODES[end.code], `the code with "${end.message}"`);
  if (message) check(message, end.message, 'the message');
  if (!reason) return;
  assert.equal(end.status?.code, end.code, 'the details have another code');
  assert.equal(end.status.message, end.message, 'the details have another message');
  const {ErrorInfo: [info], LocalizedMessage: texts = [], BadRequest: bad = []} = detailsOf(end.status);
  assert.deepEqual([info.domain, info.reason], ['enlace', reason]);
  assert.deepEqual(texts.map((text) => text.locale), ['es', 'pt-BR']);
  check(localized ?? ['/./', '/./'], texts.map((text) => text.message), 'the text for officials');
  assert.deepEqual(bad.flatMap((one) => one.fieldViolations.map((violation) => violation.field)), field ? [field] : []);
}

export class Steps {
  // `alpn`: whether the client offers a protocol in its handshake. Who is refused
  // is told so in words if it does, otherwise by an alert of TLS.
  constructor(world, client, {alpn}) {
    this.world = world;
    this.client = client;
    this.alpn = alpn;
  }

  async run(steps) {
    for (const step of steps) {
      const kind = ['call', 'watch', 'seal', 'revoke', 'cut'].find((name) => name in step);
      if (!kind) throw new Error(`not a step: ${JSON.stringify(step)}`);
      await this[kind](step);
    }
  }

  async call(step) {
    const call = this.#start(step, {method: step.call, path: step.path, metadata: step.metadata});
    if (step.cancel) call.cancel();
    const end = await call.until(({end: one}) => one, `${step.call} ends`);
    if (step.refused) this.#checkRefusal(end, step.refused);
    else assert.equal(end.code, 0, `${CODES[end.code]}: ${end.message}`);
    const outcome = step.refused ? end : call.messages[0];
    if (step.answer) check(filled(step.answer, this.world.known), outcome);
    if (step.same) assert.deepEqual(outcome, this.world.known[step.same]);
    this.#remember(step, outcome);
  }

  async watch(step) {
    const call = this.#start({...step, request: step.watch}, {method: 'FeedService.Watch', stream: true});
    if (step.served !== false) {
      await call.until(({messages}) => messages.some((message) => message.caughtUp), 'the feed catches up');
      if (step.items) check(filled(step.items, this.world.known), call.items, 'the items');
      await this.run(step.meanwhile ?? []);
    }
    const wanted = filled(step.then ?? {}, this.world.known);
    const arrived = step.then && await call.until(
      ({items}) => items.find((item) => difference(wanted, item) === undefined), `${JSON.stringify(wanted)} arrives`);
    if (step.heartbeat) {
      await call.until(({messages}) => messages.slice(1).some(({items}) => !items?.length), 'a heartbeat arrives');
    }
    const positions = call.items.map((item) => BigInt(item.position ?? 0));
    assert.ok(positions.every((position, i) => i === 0 || position > positions[i - 1]), `${positions} do not rise`);
    this.#remember(step, {items: call.items, arrived});
    if (!step.end) call.cancel();
    const end = await call.until(({end: one}) => one, 'the stream ends');
    this.#checkRefusal(end, step.end ?? {code: 'CANCELLED'});
  }

  seal(step) {
    this.#remember(step, this.world.seal(filled(step.seal, this.world.known)));
  }

  async revoke(step) {
    await this.world.revoke(step.revoke);
  }

  cut() {
    this.world.cable.cut();
  }

  #checkRefusal(end, refused) {
    if (!refused.alert || this.alpn) return checkEnd(end, refused);
    // Clients have no code of their own for it.
    return check(refused.alert, end.message, 'the alert');
  }

  #start(step, order) {
    const request = filled(step.request ?? {}, this.world.known);
    return this.client.start({...order, request, identity: this.world.identity(step.as), deadlineMs: step.deadlineMs});
  }

  #remember(step, outcome) {
    for (const [name, place] of Object.entries(step.remember ?? {})) this.world.known[name] = valueAt(place, outcome);
  }
}
