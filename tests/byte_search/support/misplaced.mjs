// A defective client fills fields that the gateway reads in clear with a
// person's data: each text field of each method, one at a time. Nothing of it may
// be taken, kept, logged, or said back.
import {randomUUID} from 'node:crypto';
import {classification, disclosure, secondsAgo} from './fixtures.mjs';
import {METHODS, nameOf, textFieldsOf, withText, wordsOf} from './rpc.mjs';

// Written by the gateway from the certificate, whatever the caller says.
const OVERWRITTEN = /^status\.(prosecutor|unit)\./;

// Requests that would be taken as they are, so that a field that lets anything
// pass is seen to do so.
function requests(known) {
  const key = {case_id: known.case_id};
  const act = {referral_id: known.referral_id, leg_id: known.leg_id, expected_version: '1'};
  return {
    GetCaseStatus: {key}, BatchGetCaseStatus: {keys: [key]}, GetReferral: {referral_id: known.referral_id},
    ListAccesses: {case_id: known.case_id}, AdvanceLeg: act, LinkNativeNumber: {case_id: known.case_id},
    ReportInvestigationStatus: {
      key, status: {stage: 'INVESTIGATION_STAGE_PRELIMINARY_INVESTIGATION', disposition: 'INVESTIGATION_DISPOSITION_ACTIVE',
                    as_of_time: secondsAgo(60)}},
    ReportProtectionStatus: {
      key, status: {procedure: 'PROCEDURE_TYPE_URGENT', risk: 'RISK_LEVEL_EXTREME', as_of_time: secondsAgo(60)}},
    ResolveRecipients: {classification: classification(), petition_time: secondsAgo(60), event_time: secondsAgo(7200)},
    SubmitReferral: known.submission,
  };
}

// Who may call it at all; otherwise the role would hide what the field lets in.
function peerFor(method, peers) {
  if (method === 'ListAccesses') return peers.ombudsman;
  return method === 'ReportInvestigationStatus' ? peers.prosecutor : peers.unit;
}

// What went wrong, one line each. `peers`: {unit, prosecutor, ombudsman}.
export async function misplaceEverywhere({peers, known, markers, searcher}) {
  const problems = [];
  const bases = requests(known);
  let calls = 0;
  for (const {service, method} of METHODS) {
    for (const fields of textFieldsOf({service, method})) {
      const field = nameOf(fields);
      for (const text of markers.misplaced) {
        const request = withText({request_id: randomUUID(), ...bases[method]}, fields, text);
        const {error, answer} = await peerFor(method, peers).call(service, method, request);
        ++calls;
        if (answer && !OVERWRITTEN.test(field)) problems.push(`${method}: ${field} takes "${text}"`);
        const words = error ? wordsOf(error) : Buffer.from(JSON.stringify(answer));
        if (searcher.inBytes('', words).length > 0) problems.push(`${method}: ${field} is said back: ${words}`);
      }
    }
  }
  return {problems, calls};
}

// The same outside of any field: headers, and a method that does not exist.
export async function misplaceAround({peers, known, markers}) {
  const [, text] = markers.misplaced;
  const request = {key: {case_id: known.case_id}};
  const get = ['enlace.v1.CaseService', 'GetCaseStatus', request];
  await peers.unit.call(...get, {metadata: {'x-persona': text, 'traceparent': text}});
  await peers.unit.call(...get, {path: `/enlace.v1.CaseService/${encodeURIComponent(text)}`});
  await peers.unit.call(...get, {path: `/${encodeURIComponent(text)}/GetCaseStatus`});
}

// A submission that the gateway takes: `sealed` is a real envelope.
export function submissionOf({resolved, sealed, excluded}) {
  return {
    classification: classification(), disclosure: disclosure(), sealed, petition_time: secondsAgo(60),
    event_time: secondsAgo(7200), excluded_agencies: excluded,
    planned_legs: resolved.recipients.map((recipient) => recipient.planned_leg),
  };
}
