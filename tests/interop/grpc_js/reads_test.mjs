// Reading and linking with @grpc/grpc-js where the bytes themselves, or many calls
// at once, are looked at. cases.json has the rest.
import assert from 'node:assert/strict';
import {createHmac, randomUUID} from 'node:crypto';
import {after, before, test} from 'node:test';
import {Connection, unary, unaryBytes} from './support/contract.mjs';
import {Gateway} from '../support/gateway.mjs';

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

test('a case says when it was opened, and each look has a record of its own', async () => {
  const {status, record} = await statusOf(prosecutor);
  const opened = Number(status.create_time.seconds) * 1000;
  assert.ok(Math.abs(Date.now() - opened) < 600_000, `create_time ${opened} is not now`);
  const again = await statusOf(prosecutor);
  assert.ok(BigInt(again.record.log_index) > BigInt(record.log_index));
});

test('a hundred calls at once on one connection are all answered, each with its own record', async () => {
  const answers = await Promise.all(Array.from({length: 100}, () => statusOf(prosecutor)));
  assert.ok(answers.every(({status}) => status.case_id === sent.case_id));
  assert.equal(new Set(answers.map(({record}) => record.log_index)).size, 100);
});

test('nothing that was sealed is readable in the bytes that a recipient gets', async () => {
  const request = {referral_id: sent.referral_id, officer_pseudonym: 'of-9', purpose: 'review'};
  const bytes = await unaryBytes(prosecutor.referrals, 'GetReferral', request);
  const {referral} = prosecutor.referrals.GetReferral.responseDeserialize(bytes);
  assert.equal(referral.referral_id, sent.referral_id);
  assert.ok(referral.sealed, 'the payload is there');
  assert.ok(!bytes.includes('amenazas'), 'and it is sealed');
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
});
