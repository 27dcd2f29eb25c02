// Reading and linking with @grpc/grpc-js and a prosecutor's certificate.
import assert from 'node:assert/strict';
import {createHmac, randomUUID} from 'node:crypto';
import {after, before, test} from 'node:test';
import {Connection, refusal, unary, unaryBytes, detailsOf} from './support/contract.mjs';
import {Gateway, TRUST_DOMAIN} from '../support/gateway.mjs';

const CASE_LOG = `${TRUST_DOMAIN}/caselog/1`;
let gateway;
let prosecutor;
let sent;

before(async () => {
  gateway = await Gateway.start();
  sent = await gateway.sendReferral();
  prosecutor = new Connection(gateway, gateway.identity('fge-chihuahua'));
});

after(async () => {
  prosecutor?.close();
  await gateway?.close();
});

function statusOf(connection, caseId = sent.case_id) {
  const request = {key: {case_id: caseId}, officer_pseudonym: 'of-9', purpose: 'review'};
  return unary(connection.cases, 'GetCaseStatus', request);
}

test('GetCaseStatus answers the case with the caller\'s leg and the record of the look', async () => {
  const {status, record} = await statusOf(prosecutor);
  assert.equal(status.case_id, sent.case_id);
  assert.equal(status.access, 'ACCESS_GRADE_FULL');
  assert.equal(status.referrals.length, 1);
  const [referral] = status.referrals;
  assert.equal(referral.referral_id, sent.referral_id);
  assert.equal(referral.short_code, sent.short_code);
  assert.deepEqual(referral.origin,
                   {agency_id: 'uep-chihuahua', unit_id: 'main', kind: 'AGENCY_KIND_STATE_PROTECTION_UNIT'});
  assert.equal(referral.state, 'REFERRAL_STATE_OPEN_UNANSWERED');
  assert.equal(referral.classification.mechanism_id, 'mx-federal');
  const leg = referral.legs.find((one) => one.recipient.agency_id === 'fge-chihuahua');
  assert.equal(leg.purpose, 'LEG_PURPOSE_INVESTIGATION');
  assert.equal(leg.state, 'LEG_STATE_DISPATCHED');
  assert.equal(leg.routing_rule_id, 'MX-R4');
  assert.ok(status.clocks.length > 0, 'an urgent referral has clocks');
  const opened = Number(status.create_time.seconds) * 1000;
  assert.ok(Math.abs(Date.now() - opened) < 600_000, `create_time ${opened} is not now`);
  assert.equal(record.log_origin, CASE_LOG);

  const again = await statusOf(prosecutor);
  assert.ok(BigInt(again.record.log_index) > BigInt(record.log_index), 'each look has a record of its own');
});

test('an ombudsman sees the case with the grade of oversight', async () => {
  const ombudsman = new Connection(gateway, gateway.identity('cndh'));
  try {
    const {status} = await statusOf(ombudsman);
    assert.equal(status.access, 'ACCESS_GRADE_OVERSIGHT');
    assert.ok(status.referrals[0].legs.some((leg) => leg.purpose === 'LEG_PURPOSE_OVERSIGHT'));
  } finally {
    ombudsman.close();
  }
});

test('BatchGetCaseStatus answers each key in order, known or not', async () => {
  const {results} = await unary(prosecutor.cases, 'BatchGetCaseStatus', {
    keys: [{case_id: sent.case_id}, {case_id: '0'.repeat(26)}], officer_pseudonym: 'of-9', purpose: 'review'});
  assert.deepEqual(results.map((result) => result.status?.case_id ?? null), [sent.case_id, null]);
});

test('a hundred calls at once on one connection are all answered, each with its own record', async () => {
  const answers = await Promise.all(Array.from({length: 100}, () => statusOf(prosecutor)));
  assert.ok(answers.every(({status}) => status.case_id === sent.case_id));
  assert.equal(new Set(answers.map(({record}) => record.log_index)).size, 100);
});

test('ListReferrals answers what the caller is a party to, without sealed payloads', async () => {
  const {referrals, next_page_token: next, record} = await unary(prosecutor.referrals, 'ListReferrals',
                                                                {page_size: 10, officer_pseudonym: 'of-9'});
  assert.deepEqual(referrals.map((one) => one.referral_id), [sent.referral_id]);
  assert.equal(referrals[0].sealed, null);
  assert.equal(next, '');
  assert.equal(record.log_origin, CASE_LOG);
});

test('ListReferrals of an agency that is no party is empty', async () => {
  const stranger = new Connection(gateway, gateway.identity('fge-sonora'));
  try {
    const {referrals} = await unary(stranger.referrals, 'ListReferrals', {officer_pseudonym: 'of-2'});
    assert.deepEqual(referrals, []);
  } finally {
    stranger.close();
  }
});

test('GetReferral answers the sealed payload to a recipient', async () => {
  const request = {referral_id: sent.referral_id, officer_pseudonym: 'of-9', purpose: 'review'};
  const bytes = await unaryBytes(prosecutor.referrals, 'GetReferral', request);
  const {referral} = prosecutor.referrals.GetReferral.responseDeserialize(bytes);
  assert.equal(referral.referral_id, sent.referral_id);
  assert.ok(referral.sealed, 'the payload is there');
  assert.ok(!bytes.includes('amenazas'), 'and it is sealed');
});

test('ListMechanisms answers the mechanisms with their clocks and sources', async () => {
  const {mechanisms} = await unary(prosecutor.directory, 'ListMechanisms', {});
  const federal = mechanisms.find((one) => one.mechanism_id === 'mx-federal');
  assert.equal(federal.country, 'MX');
  assert.match(federal.rules_digest, /^[0-9a-f]{64}$/);
  assert.ok(federal.clock_rules.length > 0);
  for (const rule of federal.clock_rules) {
    assert.ok(rule.amount > 0 && rule.legal_reference, `${rule.rule_id} has a length and a source`);
  }
});

test('LinkNativeNumber twice with one request_id answers the same bytes, receipt included', async () => {
  const hash = createHmac('sha256', 'a key that only the office holds').update('NUC 123/2026').digest();
  const request = {
    request_id: randomUUID(), case_id: sent.case_id, native_number_hash: hash, officer_pseudonym: 'of-9',
  };
  const first = await unaryBytes(prosecutor.cases, 'LinkNativeNumber', request);
  await statusOf(prosecutor);  // The log grows in between.
  const second = await unaryBytes(prosecutor.cases, 'LinkNativeNumber', request);
  assert.ok(first.equals(second), 'the bytes differ');

  const {receipt} = prosecutor.cases.LinkNativeNumber.responseDeserialize(first);
  assert.equal(receipt.kind, 'RECEIPT_KIND_REPORT');
  assert.equal(receipt.leaf.length, 192);
  assert.equal(receipt.salt.length, 32);
  assert.match(receipt.tlog_proof, new RegExp(`^c2sp\\.org/tlog-proof@v1\\nindex ${receipt.log_index}\\n`));

  const {status} = await unary(prosecutor.cases, 'GetCaseStatus',
                               {key: {native_number_hash: hash}, officer_pseudonym: 'of-9', purpose: 'review'});
  assert.equal(status.case_id, sent.case_id, 'the case is found by the office\'s own number');

  const other = {...request, native_number_hash: createHmac('sha256', 'x').update('y').digest()};
  const error = await refusal(prosecutor.cases, 'LinkNativeNumber', other);
  assert.equal(detailsOf(error).ErrorInfo[0].reason, 'REQUEST_ID_REUSED');
});
