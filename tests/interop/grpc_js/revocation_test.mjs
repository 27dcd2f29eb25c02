// A revoked certificate ends what is open and what would come, at once.
import assert from 'node:assert/strict';
import {X509Certificate} from 'node:crypto';
import {after, before, test} from 'node:test';
import {CANCELLED, Connection, UNAUTHENTICATED, detailsOf, refusal, unary} from './support/contract.mjs';
import {FeedReader} from './support/feed.mjs';
import {Gateway} from '../support/gateway.mjs';

const connections = [];
let gateway;
let sent;

before(async () => {
  gateway = await Gateway.start();
  sent = await gateway.sendReferral();
});

after(async () => {
  for (const connection of connections) connection.close();
  await gateway?.close();
});

function connect(who) {
  const connection = new Connection(gateway, gateway.identity(who));
  connections.push(connection);
  return connection;
}

function assertRevoked({code, details, metadata}) {
  assert.equal(code, UNAUTHENTICATED, details);
  assert.match(details, /revoked/i);
  const [info] = detailsOf({code, details, metadata}).ErrorInfo;
  assert.deepEqual([info.domain, info.reason], ['enlace', 'CERTIFICATE_REVOKED']);
}

test('revocation cuts the open stream, refuses the next call, and touches nobody else', async () => {
  const look = {key: {case_id: sent.case_id}, officer_pseudonym: 'of-9', purpose: 'review'};
  const prosecutor = connect('fge-chihuahua');
  const bystander = connect('uep-chihuahua');
  const cut = new FeedReader(prosecutor);
  const kept = new FeedReader(bystander);
  await Promise.all([cut.caughtUp(), kept.caughtUp()]);
  await unary(prosecutor.cases, 'GetCaseStatus', look);

  const serial = new X509Certificate(gateway.identity('fge-chihuahua').chain).serialNumber.toLowerCase();
  await gateway.ctl('admin', 'cert', 'revoke', serial, '--reason', 'key-compromise');

  assertRevoked(await cut.end('the open stream is cut'));
  assertRevoked(await refusal(prosecutor.cases, 'GetCaseStatus', look));
  // A new TLS handshake does not help.
  assertRevoked(await refusal(connect('fge-chihuahua').cases, 'GetCaseStatus', look));

  await unary(bystander.cases, 'GetCaseStatus', look);
  await kept.nextMessage('another agency\'s stream goes on');
  assert.equal((await kept.cancel()).code, CANCELLED);
});

test('an agency enrolled anew is let in again', async () => {
  const {token} = await gateway.ctl('admin', 'token', 'create', '--agency', 'fge-chihuahua', '--unit', 'main');
  await gateway.ctl('fge-anew', 'enroll', '--token', token);
  const reader = new FeedReader(connect('fge-anew'));
  await reader.item((item) => item.referral_id === sent.referral_id, 'the old feed is there');
  await reader.cancel();
});

test('the gateway stops in good order while a stream is open', async () => {
  const reader = new FeedReader(connect('uep-chihuahua'));
  await reader.caughtUp();
  assert.equal(await gateway.stop(), 0);
  assert.notEqual((await reader.end('the stream ends with the gateway')).code, 0);
});
