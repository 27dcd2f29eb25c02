// WithdrawConsent: every leg of the referral ends, and every holder is told.
#include "gateway/base/time_text.h"
#include "tests/property/reference_clocks.h"
#include "tests/property/reference_legs.h"
#include "tests/property/reference_model.h"
#include "tests/property/reference_view.h"

namespace enlace::property {

Answer ReferenceModel::On(const Call& call, const v1::WithdrawConsentRequest& request) {
  if (!TakesPart(call)) return RoleNotPermitted();
  if (call.malformed || request.officer_pseudonym().empty()) return FieldInvalid();
  return OnReferral(call, request);
}

// T18 ends what was not accepted, T19 what was, work that is complete included. Each
// leg that is ended and each notice to a holder is a record of its own.
Answer ReferenceModel::Decide(const Call& call, const v1::WithdrawConsentRequest& request, CaseFacts* facts,
                              v1::Referral* referral) {
  const v1::AgencyRef caller = call.caller.ref();
  const bool is_sender = referral->origin().agency_id() == caller.agency_id();
  if (facts->without_consent.contains(referral->referral_id())) return GuardNotMet();
  if (!SpeaksForConcerned(*referral, caller.agency_id())) {
    return Refused(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ACTOR_NOT_ALLOWED);
  }
  // All of it is one decision: whoever oversaw until then hears of each leg.
  const Told oversight = ToOverseers(*referral);
  facts->without_consent.insert(referral->referral_id());
  const uint64_t index = Record(facts, caller, About(*referral), {});
  std::set<std::string> ended;
  for (v1::Leg& leg : *referral->mutable_legs()) {
    if (Open().contains(leg.state())) {
      ended.insert(leg.leg_id());
      facts->ended_by_consent.insert(leg.leg_id());
      if (Undecided().contains(leg.state())) {
        // The sender hears of what another withdrew for it.
        Move(facts, referral, &leg, v1::LEG_STATE_WITHDRAWN_BY_SENDER, now_, caller, is_sender ? "R" : "SR");
      } else {
        Move(facts, referral, &leg, v1::LEG_STATE_REVOKED, now_, caller, "SR", oversight);
      }
    } else if (!TakenBack().contains(leg.state()) && leg.has_recipient()) {
      v1::FeedItem about = About(*referral);
      about.set_leg_id(leg.leg_id());
      Record(facts, v1::AgencyRef(), about, {{leg.recipient().agency_id(), v1::FEED_KIND_ACCESS_ENDED}});
    }
  }
  facts->changed = now_;
  RecordClocks(facts, VoidClocks(facts, [&](const v1::Clock& clock) {
                 return ended.contains(clock.leg_id()) ||
                        (request.petition_withdrawn() && clock.referral_id() == referral->referral_id());
               }));

  v1::WithdrawConsentResponse response;
  for (const v1::Leg& leg : referral->legs()) {
    const bool sees = is_sender || leg.recipient().agency_id() == caller.agency_id();
    if (ended.contains(leg.leg_id()) && sees) *response.add_ended_legs() = leg;
  }
  FillReceipt(*referral, index, response.mutable_receipt());
  return Given(response);
}

}  // namespace enlace::property
