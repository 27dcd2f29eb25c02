// What a refused caller learns through @grpc/grpc-js: code, text and details.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {
  Connection, INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, UNAVAILABLE, detailsOf, refusal,
} from './support/contract.mjs';
import {FeedReader} from './support/feed.mjs';
import {Gateway} from '../support/gateway.mjs';

const UNKNOWN_CASE = '0'.repeat(26);
const connections = [];
let gateway;
let prosecutor;
let sent;

before(async () => {
  gateway = await Gateway.start();
  sent = await gateway.sendReferral();
  prosecutor = connect(gateway.identity('fge-chihuahua'));
});

after(async () => {
  for (const connection of connections) connection.close();
  await gateway?.close();
});

function connect(identity) {
  const connection = new Connection(gateway, identity);
  connections.push(connection);
  return connection;
}

function look(caseId) {
  return {key: {case_id: caseId}, officer_pseudonym: 'of-9', purpose: 'review'};
}

// Text and details agree on code and reason, and officials can read it.
function assertRefused(error, code, reason) {
  assert.equal(error.code, code, error.details);
  const details = detailsOf(error);
  assert.equal(details.code, code);
  assert.equal(details.message, error.details);
  assert.deepEqual(details.ErrorInfo.map((info) => [info.domain, info.reason]), [['enlace', reason]]);
  assert.deepEqual(details.LocalizedMessage.map((text) => text.locale), ['es', 'pt-BR']);
  assert.ok(details.LocalizedMessage.every((text) => text.message.length > 0));
  return details;
}

test('an unknown case is NOT_FOUND', async () => {
  const error = await refusal(prosecutor.cases, 'GetCaseStatus', look(UNKNOWN_CASE));
  assertRefused(error, NOT_FOUND, 'NOT_FOUND');
});

test('a case of others looks exactly like one that does not exist', async () => {
  const stranger = connect(gateway.identity('fge-sonora'));
  const hidden = await refusal(stranger.cases, 'GetCaseStatus', look(sent.case_id));
  const absent = await refusal(stranger.cases, 'GetCaseStatus', look(UNKNOWN_CASE));
  assertRefused(hidden, NOT_FOUND, 'NOT_FOUND');
  const seen = ({code, details, metadata}) => ({code, details, metadata: {...metadata.getMap(), date: undefined}});
  assert.deepEqual(seen(hidden), seen(absent));
});

for (const [title, method, request, field] of [
  ['a missing key', 'GetCaseStatus', {officer_pseudonym: 'of-9'}, 'key'],
  ['a case_id of another form', 'GetCaseStatus', look('not an id'), 'key.case_id'],
  ['a request_id that is no UUID', 'LinkNativeNumber', {request_id: '7'}, 'request_id'],
]) {
  test(`${title} is INVALID_ARGUMENT and names the field`, async () => {
    const error = await refusal(prosecutor.cases, method, request);
    const details = assertRefused(error, INVALID_ARGUMENT, 'FIELD_INVALID');
    const violations = details.BadRequest.flatMap((bad) => bad.field_violations);
    assert.deepEqual(violations.map((violation) => violation.field), [field]);
    assert.ok(violations[0].description.length > 0);
  });
}

for (const [title, identity, reason, words] of [
  ['a client without a certificate', () => ({roots: gateway.identity('fge-chihuahua').roots}), 'CERTIFICATE_MISSING',
   /no client certificate/i],
  ['a sealing certificate presented as TLS client', () => gateway.sealingIdentity('fge-chihuahua'),
   'CERTIFICATE_WRONG_USAGE', /is a sealing certificate; present the TLS one/],
]) {
  test(`${title} is UNAUTHENTICATED and is told why`, async () => {
    const connection = connect(identity());
    const error = await refusal(connection.cases, 'GetCaseStatus', look(sent.case_id));
    assertRefused(error, UNAUTHENTICATED, reason);
    assert.match(error.details, words);
    const status = await new FeedReader(connection).end('Watch is refused');
    assertRefused(status, UNAUTHENTICATED, reason);
  });
}

test('two gateways do not mix: neither the foreign client nor the foreign gateway is accepted', async () => {
  const ours = gateway.identity('fge-chihuahua');
  const other = await Gateway.start();
  try {
    const theirs = other.identity('fge-chihuahua');
    const error = await refusal(connect({...theirs, roots: ours.roots}).cases, 'GetCaseStatus', look(sent.case_id));
    assertRefused(error, UNAUTHENTICATED, 'CERTIFICATE_UNTRUSTED');
    const wary = await refusal(connect({...ours, roots: theirs.roots}).cases, 'GetCaseStatus', look(sent.case_id));
    assert.equal(wary.code, UNAVAILABLE, wary.details);
  } finally {
    await other.close();
  }
});
