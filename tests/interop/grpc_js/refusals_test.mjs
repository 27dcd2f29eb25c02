// That a refusal gives nothing away through @grpc/grpc-js, trailers included.
// cases.json has the other refusals.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {Connection, NOT_FOUND, refusal} from './support/contract.mjs';
import {Gateway} from '../support/gateway.mjs';

let gateway;
let stranger;

before(async () => {
  gateway = await Gateway.start();
  stranger = new Connection(gateway, gateway.identity('fge-sonora'));
});

after(async () => {
  stranger?.close();
  await gateway?.close();
});

test('a case of others looks exactly like one that does not exist, trailers included', async () => {
  const {case_id: hidden} = await gateway.sendReferral();
  const seen = async (caseId) => {
    const request = {key: {case_id: caseId}, officer_pseudonym: 'of-9', purpose: 'review'};
    const {code, details, metadata} = await refusal(stranger.cases, 'GetCaseStatus', request);
    return {code, details, metadata: {...metadata.getMap(), date: undefined}};
  };
  const refused = await seen(hidden);
  assert.equal(refused.code, NOT_FOUND);
  assert.deepEqual(refused, await seen('0'.repeat(26)));
});
