// The feed with @grpc/grpc-js where several streams are open at once. cases.json
// has the rest.
import assert from 'node:assert/strict';
import {after, afterEach, before, test} from 'node:test';
import {until} from '../support/bounded.mjs';
import {Connection, RESOURCE_EXHAUSTED, detailsOf, unary} from './support/contract.mjs';
import {FeedReader} from './support/feed.mjs';
import {Gateway} from '../support/gateway.mjs';

let gateway;
let prosecutor;
let sender;
let sent;
const open = [];

before(async () => {
  gateway = await Gateway.start();
  sent = await gateway.sendReferral();
  prosecutor = new Connection(gateway, gateway.identity('fge-chihuahua'));
  sender = new Connection(gateway, gateway.identity('uep-chihuahua'));
});

afterEach(async () => {
  for (const reader of open.splice(0)) if (!reader.status) await reader.cancel();
});

after(async () => {
  prosecutor?.close();
  sender?.close();
  await gateway?.close();
});

function watch(connection, request) {
  const reader = new FeedReader(connection, request);
  open.push(reader);
  return reader;
}

function asProsecutor(...args) {
  return gateway.ctl('fge-chihuahua', '--officer', 'of-9', 'leg', ...args, '--referral', sent.referral_id);
}

test('a recipient\'s acts arrive on the sender\'s open stream, a resumed one has just what follows', async () => {
  const live = watch(sender);
  await live.caughtUp();
  await asProsecutor('deliver', '--channel', 'desk');
  const delivery = await live.item((item) => item.leg_state === 'LEG_STATE_DELIVERED', 'the delivery arrives');
  assert.equal(delivery.kind, 'FEED_KIND_LEG_CHANGED');
  assert.equal(delivery.referral_id, sent.referral_id);
  assert.deepEqual(delivery.actor, {agency_id: 'fge-chihuahua', unit_id: 'main', kind: 'AGENCY_KIND_PROSECUTOR'});

  const resumed = watch(sender, {after_position: delivery.position});
  await resumed.caughtUp();
  assert.deepEqual(resumed.items, []);
  await asProsecutor('receive');
  const isReception = (item) => item.leg_state === 'LEG_STATE_RECEIVED';
  const reception = await live.item(isReception, 'the reception arrives on the first stream');
  assert.ok(BigInt(reception.leg_version) > BigInt(delivery.leg_version));
  assert.deepEqual(await resumed.item(isReception, 'the reception arrives on the resumed stream'), reception);
  assert.deepEqual(resumed.items, [reception]);
});

test('a new referral arrives on a recipient\'s open stream, which then acknowledges it', async () => {
  const reader = watch(prosecutor);
  await reader.caughtUp();
  const next = await gateway.sendReferral();
  const item = await reader.item((one) => one.referral_id === next.referral_id, 'the new referral arrives');
  assert.equal(item.kind, 'FEED_KIND_LEG_DISPATCHED');
  const {position} = await unary(prosecutor.feed, 'Acknowledge', {position: item.position});
  assert.equal(position, item.position);
});

test('a caller\'s streams are bounded, and cancelling one makes room for another', async () => {
  // A reader that the gateway either serves or refuses.
  const attempt = async () => {
    const reader = watch(prosecutor);
    await Promise.race([reader.caughtUp().catch(() => {}), reader.ended]);
    return reader;
  };
  const served = [];
  let refused;
  while (!refused && served.length < 64) {
    const reader = await attempt();
    if (reader.status) refused = reader.status;
    else served.push(reader);
  }
  assert.equal(refused?.code, RESOURCE_EXHAUSTED, `${served.length} streams were served`);
  const details = detailsOf(refused);
  assert.equal(details.ErrorInfo[0].reason, 'QUOTA_EXCEEDED');
  assert.ok(Number(details.RetryInfo[0].retry_delay.seconds) > 0);

  await served[0].cancel();
  await until(async () => !(await attempt()).status, 'the gateway lets another stream in');
});
