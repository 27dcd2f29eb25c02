// ReclassifyReferral: whoever is competent by what the sender says now and has no open
// leg gets one, and nobody loses one. No rule of Mexico asks who it was, so those who
// are asked are those whose leg had ended.
#include <algorithm>

#include "gateway/base/time_text.h"
#include "tests/property/reference_legs.h"
#include "tests/property/reference_model.h"
#include "tests/property/reference_view.h"

namespace enlace::property {
namespace {

using Request = v1::ReclassifyReferralRequest;

bool HasEnded(const CaseFacts& facts, const v1::Referral& referral) {
  if (facts.without_consent.contains(referral.referral_id())) return true;
  const v1::ReferralState state = StateOf(referral);
  if (state != v1::REFERRAL_STATE_NO_TAKER) return state == v1::REFERRAL_STATE_CLOSED;
  // Where its recipients sent it away, to say who it was can bring it to somebody.
  return std::none_of(referral.legs().begin(), referral.legs().end(), [](const v1::Leg& leg) {
    return leg.state() == v1::LEG_STATE_DECLINED || leg.state() == v1::LEG_STATE_RETURNED_NOT_COMPETENT;
  });
}

// The leg that waits for somebody to serve the purpose; nullptr if none does.
v1::Leg* WaitingFor(v1::LegPurpose purpose, v1::Referral* referral) {
  for (v1::Leg& leg : *referral->mutable_legs()) {
    const bool waits = leg.state() == v1::LEG_STATE_HELD && !leg.has_recipient();
    const bool fits = leg.purpose() == v1::LEG_PURPOSE_UNSPECIFIED || leg.purpose() == purpose;
    if (waits && fits && !OnlyInforms(purpose)) return &leg;
  }
  return nullptr;
}

}  // namespace

std::vector<v1::PlannedLeg> ReferenceModel::RouteAnew(const v1::Referral& referral,
                                                      std::vector<v1::LegPurpose>* unserved) const {
  std::vector<v1::PlannedLeg> left;
  for (const v1::PlannedLeg& planned :
       Route(referral.origin().agency_id(), referral.classification().territory(),
             cases_.at(referral.case_id()).excluded, unserved)) {
    if (!HasOpenLeg(referral, planned.recipient(), planned.purpose(), "")) left.push_back(planned);
  }
  return left;
}

Answer ReferenceModel::On(const Call& call, const Request& request) {
  if (!TakesPart(call)) return RoleNotPermitted();
  bool malformed = call.malformed || request.officer_pseudonym().empty() ||
                   request.perpetrator() == v1::PERPETRATOR_CATEGORY_UNSPECIFIED;
  for (const v1::PlannedLeg& planned : request.planned_legs()) {
    malformed = malformed || (planned.access() == v1::ACCESS_GRADE_FULL &&
                              !SealedTo(request.sealed_note(), planned.recipient().agency_id()));
  }
  if (malformed) return FieldInvalid();
  return OnReferral(call, request);
}

Answer ReferenceModel::Decide(const Call& call, const Request& request, CaseFacts* facts,
                              v1::Referral* referral) {
  const v1::AgencyRef caller = call.caller.ref();
  if (referral->origin().agency_id() != caller.agency_id()) {
    return Refused(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ACTOR_NOT_ALLOWED);
  }
  if (HasEnded(*facts, *referral)) return GuardNotMet();
  if (referral->classification().perpetrator() == request.perpetrator()) return FieldInvalid();
  std::vector<v1::LegPurpose> unserved;
  const std::vector<v1::PlannedLeg> route = RouteAnew(*referral, &unserved);
  const bool same =
      std::equal(route.begin(), route.end(), request.planned_legs().begin(), request.planned_legs().end(),
                 [](const auto& a, const auto& b) { return a.SerializeAsString() == b.SerializeAsString(); });
  if (!same) return Refused(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ROUTE_CHANGED);
  std::set<std::string> readers = {caller.agency_id()};
  for (const v1::PlannedLeg& planned : route) {
    if (planned.access() == v1::ACCESS_GRADE_FULL) readers.insert(planned.recipient().agency_id());
  }
  if (!OnlyTo(request.sealed_note(), readers)) return EnvelopeInvalid();

  const Told told = EveryOther(*facts, *referral, caller.agency_id(), v1::FEED_KIND_REFERRAL_RECLASSIFIED);
  referral->mutable_classification()->set_perpetrator(request.perpetrator());
  // All of it is one decision: whoever oversaw until then hears of what is held.
  const Told oversight = ToOverseers(*referral);
  const uint64_t index = Record(facts, caller, About(*referral), told);
  std::vector<std::string> opened;
  for (const v1::PlannedLeg& planned : route) {
    v1::Leg* leg = WaitingFor(planned.purpose(), referral);
    const bool takes_note = planned.access() == v1::ACCESS_GRADE_FULL;
    if (leg != nullptr) {
      *leg->mutable_recipient() = planned.recipient();
      leg->set_purpose(planned.purpose());
      leg->set_access(planned.access());
      leg->set_routing_rule_id(planned.routing_rule_id());
      // Who writes the note acts.
      Move(facts, referral, leg, v1::LEG_STATE_DISPATCHED, now_, takes_note ? caller : v1::AgencyRef(), "R");
    } else {
      OpenLeg(facts, referral, "", planned, caller, false);
      leg = &*referral->mutable_legs()->rbegin();
    }
    opened.push_back(leg->leg_id());
    if (!takes_note) continue;
    v1::SealedNote* note = referral->add_notes();
    note->set_leg_id(leg->leg_id());
    *note->mutable_author() = caller;
    note->set_entered(v1::LEG_STATE_DISPATCHED);
    *note->mutable_record_time() = base::ToProto(now_);
    *note->mutable_sealed() = request.sealed_note();
    note->mutable_sealed()->clear_cms();
  }
  for (const v1::LegPurpose purpose : unserved) {
    if (WaitingFor(purpose, referral) != nullptr) continue;
    opened.push_back(OpenHeldLeg(facts, referral, purpose, caller, oversight));
  }
  facts->changed = now_;

  v1::ReclassifyReferralResponse response;
  *response.mutable_referral() = See(*facts, *referral, caller.agency_id(), now_);
  for (const std::string& leg_id : opened) {
    for (const v1::Leg& leg : referral->legs()) {
      if (leg.leg_id() == leg_id) *response.add_opened_legs() = leg;
    }
  }
  FillReceipt(*referral, index, response.mutable_receipt());
  return Given(response);
}

// T2: it holds the place of somebody to come.
std::string ReferenceModel::OpenHeldLeg(CaseFacts* facts, v1::Referral* referral, v1::LegPurpose purpose,
                                        const v1::AgencyRef& actor, const Told& oversight) {
  Record(facts, actor, About(*referral), {});
  v1::PlannedLeg nobody;
  nobody.set_purpose(purpose);
  v1::Leg* leg = referral->add_legs();
  *leg = NewLeg(referral->referral_id(), referral->legs_size() - 1, nobody, now_);
  leg->set_held_reason(kHeld);
  *leg->mutable_review_time() = base::ToProto(now_ + absl::Hours(24));
  Move(facts, referral, leg, v1::LEG_STATE_HELD, now_, v1::AgencyRef(), "S", oversight);
  return leg->leg_id();
}

}  // namespace enlace::property
