// Reports and links: what agencies say of a case besides moving its legs.
#include <algorithm>

#include "gateway/base/time_text.h"
#include "tests/property/reference_clocks.h"
#include "tests/property/reference_measure_table.h"
#include "tests/property/reference_model.h"
#include "tests/property/reference_view.h"

namespace enlace::property {
namespace {

using Acts = google::protobuf::RepeatedPtrField<v1::ReportedAct>;

const v1::AgencyRef& OfficeOf(const v1::InvestigationStatus& status) { return status.prosecutor(); }
const v1::AgencyRef& OfficeOf(const v1::ProtectionStatus& status) { return status.unit(); }

bool AllOf(const Acts& acts, const std::set<v1::ClockEvent>& allowed) {
  return std::all_of(acts.begin(), acts.end(),
                     [&](const auto& act) { return allowed.contains(act.event()); });
}

// What a report of an investigation tells clocks, if its files never come to their
// end: a movement for each later last movement, and no act of movement beside one
// that stays the same.
Acts ActsOf(const v1::ReportInvestigationStatusRequest& request, const v1::AgencyRef& office,
            const std::vector<v1::InvestigationStatus>& reports) {
  const v1::InvestigationStatus& status = request.status();
  bool moved = status.has_last_movement_time();
  for (const v1::InvestigationStatus& report : reports) {
    if (report.prosecutor().agency_id() != office.agency_id()) continue;
    if (report.prosecutor().unit_id() != office.unit_id() || !report.has_last_movement_time()) continue;
    moved =
        moved && base::FromProto(report.last_movement_time()) < base::FromProto(status.last_movement_time());
  }
  Acts acts;
  for (const v1::ReportedAct& act : request.acts()) {
    const bool movement = act.event() == v1::CLOCK_EVENT_STATUS_MOVED;
    if (!movement || moved || !status.has_last_movement_time()) *acts.Add() = act;
  }
  if (!moved) return acts;
  acts.Add()->set_event(v1::CLOCK_EVENT_STATUS_MOVED);
  *acts.rbegin()->mutable_occur_time() = status.last_movement_time();
  return acts;
}

bool IsAnswered(const v1::Leg& leg) {
  return Working().contains(leg.state()) || leg.state() == v1::LEG_STATE_COMPLETED;
}

}  // namespace

// A report is told to everybody else with a part in the case; its acts reach the
// clocks of those referrals that the reporting agency has a part in.
template <typename Request, typename Status>
Answer ReferenceModel::Report(const Call& call, const Request& request, CaseFacts* facts,
                              const Status& status, std::vector<Status>* reports, v1::FeedKind kind,
                              const Acts& acts) {
  const v1::AgencyRef& office = OfficeOf(status);
  const auto last = std::find_if(reports->begin(), reports->end(), [&](const Status& report) {
    return OfficeOf(report).agency_id() == office.agency_id() &&
           OfficeOf(report).unit_id() == office.unit_id();
  });
  if (last == reports->end()) {
    reports->push_back(status);
  } else if (base::FromProto(status.as_of_time()) < base::FromProto(last->as_of_time())) {
    return GuardNotMet();
  } else {
    *last = status;
  }
  Told told;
  for (const v1::Referral& referral : facts->referrals) {
    told[referral.origin().agency_id()] = kind;
    for (const v1::Leg& leg : referral.legs()) told[leg.recipient().agency_id()] = kind;
  }
  for (auto party = told.begin(); party != told.end();) {
    const bool hears = party->first != office.agency_id() && Rank(GradeIn(*facts, party->first)) > 0;
    party = hears ? std::next(party) : told.erase(party);
  }
  v1::FeedItem about;
  if (facts->referrals.size() == 1) {
    about.set_referral_id(facts->referrals[0].referral_id());
    about.set_short_code(facts->referrals[0].short_code());
  }
  v1::ReportProtectionStatusResponse response;
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_REPORT);
  response.mutable_receipt()->set_log_index(Record(facts, call.caller.ref(), about, told));
  *response.mutable_receipt()->mutable_record_time() = base::ToProto(now_);
  facts->changed = now_;
  for (const v1::ReportedAct& act : acts) {
    const absl::Time at = std::min(base::FromProto(act.occur_time()), now_);
    for (const v1::Referral& referral : facts->referrals) {
      if (Rank(GradeIn(*facts, referral, call.caller.agency_id)) == 0) continue;
      RecordClocks(facts, TellClocks(facts, referral, "", act.event(), at));
    }
  }
  Remember(call, request);
  return Given(response);
}

Answer ReferenceModel::On(const Call& call, const v1::ReportInvestigationStatusRequest& request) {
  if (!IsOneOf(call, {v1::AGENCY_KIND_PROSECUTOR, v1::AGENCY_KIND_HUMAN_RIGHTS_PROSECUTOR})) {
    return RoleNotPermitted();
  }
  v1::InvestigationStatus status = request.status();
  const bool moved_later = status.has_last_movement_time() && base::FromProto(status.last_movement_time()) >
                                                                  base::FromProto(status.as_of_time());
  if (call.malformed || moved_later ||
      !AllOf(request.acts(),
             {v1::CLOCK_EVENT_PROCESS_ACTIVATED, v1::CLOCK_EVENT_TAKEN_TO_PROSECUTORS_OFFICE,
              v1::CLOCK_EVENT_INVESTIGATION_MEETING_CONVENED, v1::CLOCK_EVENT_STATUS_MOVED})) {
    return FieldInvalid();
  }
  const Lookup found = Find(call.caller.agency_id, request.key());
  const bool may_know = Allows(found.grade, Action::kReport);
  if (const auto repeated = Repeated(call, request, may_know)) return *repeated;
  if (!may_know) return RefuseUnknown(call, NameOf(call.caller.agency_id, request.key()));
  bool investigates = false;
  for (const v1::Referral& referral : found.facts->referrals) {
    for (const v1::Leg& leg : referral.legs()) {
      investigates = investigates || (leg.recipient().agency_id() == call.caller.agency_id &&
                                      leg.purpose() == v1::LEG_PURPOSE_INVESTIGATION && IsAnswered(leg));
    }
  }
  if (!investigates) return GuardNotMet();
  *status.mutable_prosecutor() = call.caller.ref();
  const Acts acts = ActsOf(request, call.caller.ref(), found.facts->investigations);
  return Report(call, request, found.facts, status, &found.facts->investigations,
                v1::FEED_KIND_INVESTIGATION_REPORTED, acts);
}

Answer ReferenceModel::On(const Call& call, const v1::ReportProtectionStatusRequest& request) {
  if (!IsOneOf(call, {v1::AGENCY_KIND_PROTECTION_UNIT, v1::AGENCY_KIND_STATE_PROTECTION_UNIT,
                      v1::AGENCY_KIND_INTERNATIONAL_ORDERS_UNIT})) {
    return RoleNotPermitted();
  }
  if (call.malformed ||
      !AllOf(request.status().acts(),
             {v1::CLOCK_EVENT_PROCESS_ACTIVATED, v1::CLOCK_EVENT_RESPONSE_GIVEN,
              v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED, v1::CLOCK_EVENT_RESOLUTION_ISSUED,
              v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED, v1::CLOCK_EVENT_MEASURES_IMPLEMENTED})) {
    return FieldInvalid();
  }
  const Lookup found = Find(call.caller.agency_id, request.key());
  const bool may_know = Allows(found.grade, Action::kReport);
  if (const auto repeated = Repeated(call, request, may_know)) return *repeated;
  if (!may_know) return RefuseUnknown(call, NameOf(call.caller.agency_id, request.key()));
  bool protects = false;
  for (const v1::Referral& referral : found.facts->referrals) {
    protects = protects || referral.origin().agency_id() == call.caller.agency_id;
    for (const v1::Leg& leg : referral.legs()) {
      const bool asks =
          leg.purpose() == v1::LEG_PURPOSE_PROTECTION || leg.purpose() == v1::LEG_PURPOSE_IMPLEMENTATION;
      protects =
          protects || (asks && leg.recipient().agency_id() == call.caller.agency_id && IsAnswered(leg));
    }
  }
  if (!protects) return GuardNotMet();
  // Not while a measure on record waits, in whatever referral the act would reach.
  for (const v1::Referral& referral : found.facts->referrals) {
    if (Rank(GradeIn(*found.facts, referral, call.caller.agency_id)) == 0) continue;
    if (!AwaitsMeasures(*found.facts, referral.referral_id())) continue;
    for (const v1::ReportedAct& act : request.status().acts()) {
      if (act.event() == v1::CLOCK_EVENT_MEASURES_IMPLEMENTED) return GuardNotMet();
    }
  }
  v1::ProtectionStatus status = request.status();
  *status.mutable_unit() = call.caller.ref();
  return Report(call, request, found.facts, status, &found.facts->protections,
                v1::FEED_KIND_PROTECTION_REPORTED, request.status().acts());
}

Answer ReferenceModel::On(const Call& call, const v1::LinkNativeNumberRequest& request) {
  if (!TakesPart(call)) return RoleNotPermitted();
  if (call.malformed) return FieldInvalid();
  const std::string& agency = call.caller.agency_id;
  const Lookup found = FindBy(agency, request.case_id());
  const bool may_know = Allows(found.grade, Action::kLink);
  if (const auto repeated = Repeated(call, request, may_know)) return *repeated;
  if (!may_know) return RefuseUnknown(call, request.case_id());
  v1::CaseKey key;
  key.set_native_number_hash(request.native_number_hash());
  const Lookup taken = Find(agency, key);
  if (Rank(taken.grade) > 0 && taken.facts != found.facts) {
    return Refused(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS);
  }
  found.facts->number_of[agency] = request.native_number_hash();
  numbers_[{agency, request.native_number_hash()}] = found.facts->case_id;
  found.facts->changed = now_;
  Remember(call, request);
  v1::LinkNativeNumberResponse response;
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_REPORT);
  response.mutable_receipt()->set_log_index(Record(found.facts, call.caller.ref(), v1::FeedItem(), {}));
  *response.mutable_receipt()->mutable_record_time() = base::ToProto(now_);
  return Given(response);
}

}  // namespace enlace::property
