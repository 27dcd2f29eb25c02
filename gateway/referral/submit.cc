#include "gateway/referral/submit.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/referral/access.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/gateway_moves.h"
#include "gateway/referral/guards.h"

namespace enlace::referral {
namespace {

using store::v1::CaseState;
using store::v1::Event;
using store::v1::ReferralRecord;

constexpr int kHoldTransition = 2;
constexpr int kDispatchTransition = 3;

absl::Status RouteChanged() {
  return base::Refusal(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ROUTE_CHANGED,
                       "the route has changed: resolve the recipients and seal again");
}

bool IsExcludedNow(const SubmitInput& input, const std::string& agency_id) {
  if (input.existing != nullptr && IsExcluded(*input.existing, agency_id)) return true;
  const auto& excluded = input.request.excluded_agencies();
  return std::any_of(excluded.begin(), excluded.end(),
                     [&](const v1::ExcludedAgency& e) { return e.agency_id() == agency_id; });
}

absl::Status CheckExclusions(const SubmitInput& input) {
  for (int i = 0; i < input.request.excluded_agencies_size(); ++i) {
    const std::string& agency = input.request.excluded_agencies(i).agency_id();
    if (agency == input.origin.agency_id()) {
      return base::InvalidField(absl::StrCat("excluded_agencies[", i, "].agency_id"),
                                "names the sender, which cannot exclude itself");
    }
    if (input.existing == nullptr) continue;
    for (const ReferralRecord& referral : input.existing->referrals()) {
      if (referral.origin().agency_id() != agency) continue;
      return base::GuardNotMet(
          "an agency that sent a referral of this case cannot be excluded by another; ask the administrator");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckRoute(const SubmitInput& input) {
  for (size_t i = 0; i < input.route.size(); ++i) {
    const v1::PlannedLeg& leg = input.route[i];
    if (IsExcludedNow(input, leg.recipient().agency_id())) return RouteChanged();
    if (!CanOpen(leg, input.request.sealed(), v1::SealedPayload())) return RouteChanged();
    for (size_t j = 0; j < i; ++j) {
      const v1::PlannedLeg& other = input.route[j];
      if (leg.purpose() == other.purpose() && leg.recipient().agency_id() == other.recipient().agency_id() &&
          leg.recipient().unit_id() == other.recipient().unit_id()) {
        return base::GuardNotMet(absl::StrCat("T1: ", GuardText(Guard::kNoOtherOpenLeg)));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Check(const SubmitInput& input) {
  if (input.existing != nullptr &&
      GradeIn(*input.existing, input.origin.agency_id()) == v1::ACCESS_GRADE_UNSPECIFIED) {
    return base::NotFound();
  }
  RETURN_IF_ERROR(CheckExclusions(input));
  if (!IsSealedTo(input.request.sealed(), input.origin.agency_id())) {
    return base::InvalidField("sealed.recipients",
                              "lacks the sender, which must be able to read what it sent");
  }
  return CheckRoute(input);
}

// Each exclusion sees those before it: an agency that is named twice is excluded
// once, and the last agency to go leaves a referral without taker.
void AddExclusions(const SubmitInput& input, Decision* decision) {
  CaseState running = input.existing == nullptr ? CaseState() : *input.existing;
  const auto add = [&](Event event) {
    Apply(event, input.now, v1::AgencyRef(), &running);
    decision->events.push_back(std::move(event));
  };
  for (const v1::ExcludedAgency& excluded : input.request.excluded_agencies()) {
    if (IsExcluded(running, excluded.agency_id())) continue;
    Event event;
    *event.mutable_agency_excluded()->mutable_excluded() = excluded;
    *event.mutable_agency_excluded()->mutable_since() = base::ToProto(input.now);
    add(std::move(event));
    for (AdvanceResult& ended : RevokeByGateway(running, excluded.agency_id(), input.now)) {
      const size_t offset = decision->events.size();
      for (NoticeTarget& notice : ended.notices) {
        notice.event += offset;
        decision->notices.push_back(std::move(notice));
      }
      for (Event& move : ended.events) add(std::move(move));
    }
  }
  // An overseer may be told of one exclusion and be excluded by the next.
  std::erase_if(decision->notices,
                [&](const NoticeTarget& notice) { return IsExcluded(running, notice.agency_id); });
}

v1::Referral ClearReferral(const SubmitInput& input, const Decision& decision) {
  const v1::SubmitReferralRequest& request = input.request;
  v1::Referral referral;
  referral.set_referral_id(decision.referral_id);
  referral.set_short_code(base::ShortCode(decision.referral_id));
  referral.set_case_id(decision.case_id);
  *referral.mutable_origin() = input.origin;
  *referral.mutable_classification() = request.classification();
  *referral.mutable_disclosure() = request.disclosure();
  if (request.has_event_time()) *referral.mutable_event_time() = request.event_time();
  *referral.mutable_petition_time() = request.petition_time();
  *referral.mutable_create_time() = base::ToProto(input.now);
  return referral;
}

std::vector<v1::Leg> FirstLegs(const SubmitInput& input, const std::string& referral_id) {
  std::vector<v1::Leg> legs;
  const auto next_id = [&] { return base::DeriveLegId(referral_id, legs.size()); };
  const auto hold = [&](const HeldPurpose& held) {
    legs.push_back(NewHeldLeg(next_id(), held, input.held_reminder, input.now));
  };
  for (const v1::PlannedLeg& planned : input.route) legs.push_back(NewLeg(next_id(), planned, input.now));
  // Nobody to ask: a leg without recipient holds the place of the one to come.
  if (legs.empty()) {
    hold({v1::LEG_PURPOSE_UNSPECIFIED, input.held_reason});
    return legs;
  }
  for (const HeldPurpose& held : ToHold(input.unserved, {})) hold(held);
  return legs;
}

void AddSubmission(const SubmitInput& input, Decision* decision) {
  std::vector<v1::Leg> legs = FirstLegs(input, decision->referral_id);
  Event event;
  store::v1::ReferralSubmitted& submitted = *event.mutable_referral_submitted();
  *submitted.mutable_referral() = ClearReferral(input, *decision);
  for (const v1::Leg& leg : legs) *submitted.add_legs() = leg;
  *submitted.mutable_sealed() = input.request.sealed();
  submitted.mutable_sealed()->clear_cms();
  decision->events.push_back(std::move(event));

  // As it grows: whoever oversees it hears of what is held beside it.
  ReferralRecord record;
  *record.mutable_origin() = input.origin;
  for (v1::Leg& leg : legs) {
    const int transition = leg.has_recipient() ? kDispatchTransition : kHoldTransition;
    const Transition& row = *FindOwnTransition(leg.state(), transition);
    decision->events.push_back(Move(decision->referral_id, row, input.now, &leg));
    AddNotices(record, row, leg, decision->events.size() - 1, &decision->notices);
    *record.add_legs() = std::move(leg);
  }
}

}  // namespace

absl::StatusOr<Decision> Submit(const SubmitInput& input) {
  RETURN_IF_ERROR(Check(input));
  const v1::SubmitReferralRequest& request = input.request;
  Decision decision;
  decision.referral_id = base::DeriveReferralId(input.origin.agency_id(), request.request_id());
  if (input.existing != nullptr) {
    decision.case_id = input.existing->case_id();
  } else {
    decision.case_id = base::DeriveCaseId(input.origin.agency_id(), request.request_id());
    Event event;
    event.mutable_case_opened()->set_case_id(decision.case_id);
    *event.mutable_case_opened()->mutable_create_time() = base::ToProto(input.now);
    decision.events.push_back(std::move(event));
  }
  AddExclusions(input, &decision);
  AddSubmission(input, &decision);
  if (request.has_event_time()) {
    decision.clock_events.push_back({v1::CLOCK_EVENT_CRIME_COMMITTED, base::FromProto(request.event_time())});
  }
  decision.clock_events.push_back(
      {v1::CLOCK_EVENT_PETITION_RECEIVED, base::FromProto(request.petition_time())});
  return decision;
}

}  // namespace enlace::referral
