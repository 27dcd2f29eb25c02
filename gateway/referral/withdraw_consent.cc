#include "gateway/referral/withdraw_consent.h"

#include <string>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/referral/access.h"
#include "gateway/referral/gateway_moves.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/measures.h"
#include "gateway/referral/submit_form.h"
#include "gateway/referral/transition_table.h"

namespace enlace::referral {
namespace {

using store::v1::CaseState;
using store::v1::Event;
using store::v1::ReferralRecord;

constexpr int kWithdrawTransition = 18;
constexpr int kRevokeTransition = 19;

// The row that ends the leg; nullptr if it has ended. T19 on behalf of the person
// does not reach a leg whose work is complete, the gateway's own does.
const Transition* RowToEnd(const v1::Leg& leg) {
  const Transition* row = FindTransition(leg.state(), v1::AdvanceLegRequest::kWithdraw);
  if (row == nullptr) row = FindTransition(leg.state(), v1::AdvanceLegRequest::kRevoke);
  return row == nullptr ? FindOwnTransition(leg.state(), kRevokeTransition) : row;
}

void EndLeg(const ReferralRecord& referral, const Transition& row, const v1::AgencyRef& caller, v1::Leg leg,
            absl::Time now, ConsentResult* result) {
  const size_t event = result->events.size();
  result->events.push_back(Move(referral.referral_id(), row, now, &leg));
  AddNotices(referral, row, leg, event, &result->notices);
  AddWithdrawalNotice(referral, row.number, caller, event, &result->notices);
  result->ended.push_back(std::move(leg));
}

void TellHolder(const ReferralRecord& referral, const v1::Leg& leg, ConsentResult* result) {
  Event event;
  event.mutable_notice()->set_kind(v1::FEED_KIND_ACCESS_ENDED);
  event.mutable_notice()->set_detail(leg.leg_id());
  event.mutable_notice()->set_referral_id(referral.referral_id());
  result->notices.push_back({leg.recipient().agency_id(), v1::FEED_KIND_ACCESS_ENDED, result->events.size()});
  result->events.push_back(std::move(event));
}

}  // namespace

absl::Status ValidateWithdrawConsent(const v1::WithdrawConsentRequest& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (request.referral_id().empty()) return base::MissingField("referral_id");
  RETURN_IF_ERROR(base::CheckDerivedId("referral_id", request.referral_id()));
  RETURN_IF_ERROR(CheckRequiredCode("reason", request.reason()));
  return CheckRequiredCode("officer_pseudonym", request.officer_pseudonym());
}

absl::StatusOr<ConsentResult> WithdrawConsent(const CaseState& state, const ReferralRecord& referral,
                                              const v1::AgencyRef& caller,
                                              const v1::WithdrawConsentRequest& request, absl::Time now) {
  if (GradeIn(state, referral, caller.agency_id()) == v1::ACCESS_GRADE_UNSPECIFIED) return base::NotFound();
  if (referral.has_consent_withdraw_time()) {
    return base::GuardNotMet("the consent to this referral was withdrawn already; nothing is left to end");
  }
  if (!SpeaksForConcerned(referral, caller.agency_id())) {
    return base::ActorNotAllowed(
        "consent is withdrawn by the sender, or by the organisation that accompanies those concerned");
  }
  ConsentResult result;
  result.case_id = state.case_id();
  result.referral_id = referral.referral_id();
  result.void_clocks = request.petition_withdrawn();
  store::v1::ConsentWithdrawn& withdrawn = *result.events.emplace_back().mutable_consent_withdrawn();
  withdrawn.set_referral_id(referral.referral_id());
  *withdrawn.mutable_withdraw_time() = base::ToProto(now);
  withdrawn.set_reason(request.reason());
  withdrawn.set_petition_withdrawn(request.petition_withdrawn());
  for (const v1::Leg& leg : referral.legs()) {
    const Transition* row = RowToEnd(leg);
    if (row != nullptr) {
      EndLeg(referral, *row, caller, leg, now, &result);
    } else if (!Has(kTakenBack | kNotDispatched, leg.state()) && !leg.recipient().agency_id().empty()) {
      TellHolder(referral, leg, &result);
    }
  }
  return result;
}

void AddWithdrawalNotice(const ReferralRecord& referral, int transition, const v1::AgencyRef& actor,
                         size_t event, std::vector<NoticeTarget>* notices) {
  if (transition != kWithdrawTransition || actor.agency_id().empty()) return;
  if (actor.agency_id() == referral.origin().agency_id()) return;
  notices->push_back({referral.origin().agency_id(), v1::FEED_KIND_LEG_CHANGED, event});
}

}  // namespace enlace::referral
