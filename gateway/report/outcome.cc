#include "gateway/report/outcome.h"

#include <algorithm>
#include <vector>

#include "gateway/referral/fold.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/parties.h"

namespace enlace::report {
namespace {

using referral::Has;
using store::v1::CaseState;
using store::v1::ReferralRecord;

// A leg that was replaced stands for nothing any more: its successor does.
bool Counts(const v1::Leg& leg) {
  return leg.superseded_by_leg_id().empty() && !referral::OnlyInforms(leg.purpose());
}

bool All(const ReferralRecord& referral, bool (*holds)(const v1::Leg&)) {
  return std::all_of(referral.legs().begin(), referral.legs().end(),
                     [&](const v1::Leg& leg) { return !Counts(leg) || holds(leg); });
}

bool Any(const ReferralRecord& referral, bool (*holds)(const v1::Leg&)) {
  return std::any_of(referral.legs().begin(), referral.legs().end(),
                     [&](const v1::Leg& leg) { return Counts(leg) && holds(leg); });
}

bool IsError(const v1::Leg& leg) { return leg.state() == v1::LEG_STATE_ENTERED_IN_ERROR; }

bool IsEnteredInError(const ReferralRecord& referral) {
  return Any(referral, IsError) && All(referral, IsError);
}

// Nobody has it, and that is how the sender or those concerned wanted it.
bool IsWithdrawn(const ReferralRecord& referral) {
  if (referral::DeriveState(referral) != v1::REFERRAL_STATE_NO_TAKER) return false;
  if (referral.has_consent_withdraw_time()) return true;
  return Any(referral,
             [](const v1::Leg& leg) {
               return leg.state() == v1::LEG_STATE_WITHDRAWN_BY_SENDER ||
                      (leg.state() == v1::LEG_STATE_DECLINED &&
                       leg.decision_side() == v1::DECISION_SIDE_SUBJECT);
             }) &&
         All(referral, [](const v1::Leg& leg) {
           return Has(referral::kTakenBack, leg.state()) || leg.decision_side() == v1::DECISION_SIDE_SUBJECT;
         });
}

// Declined by somebody who was competent and looked at it, not sent on.
bool IsDeniedOnItsMerits(const v1::Leg& leg) {
  if (leg.purpose() != v1::LEG_PURPOSE_PROTECTION || leg.state() != v1::LEG_STATE_DECLINED) return false;
  if (leg.decision_side() == v1::DECISION_SIDE_SUBJECT) return false;
  return leg.decline_reason() == v1::DECLINE_REASON_LEGAL_REQUIREMENTS_NOT_MET ||
         leg.decline_reason() == v1::DECLINE_REASON_INSUFFICIENT_INFORMATION ||
         leg.decline_reason() == v1::DECLINE_REASON_OTHER;
}

bool IsNoOpenProtection(const v1::Leg& leg) {
  return leg.purpose() != v1::LEG_PURPOSE_PROTECTION ||
         (Has(referral::kEnded, leg.state()) && leg.state() != v1::LEG_STATE_CLOSED);
}

bool IsProtectionDone(const v1::Leg& leg) {
  return leg.purpose() == v1::LEG_PURPOSE_PROTECTION &&
         (leg.state() == v1::LEG_STATE_COMPLETED || leg.state() == v1::LEG_STATE_CLOSED);
}

std::vector<MeasureOutcome> MeasuresOf(const CaseState& state, const ReferralRecord& referral) {
  std::vector<MeasureOutcome> out;
  for (const v1::Measure& measure : state.measures()) {
    if (measure.referral_id() == referral.referral_id()) out.push_back(OutcomeOf(measure));
  }
  return out;
}

bool AllAre(const std::vector<MeasureOutcome>& measures, MeasureOutcome first, MeasureOutcome second) {
  return !measures.empty() && std::all_of(measures.begin(), measures.end(),
                                          [&](MeasureOutcome one) { return one == first || one == second; });
}

}  // namespace

MeasureOutcome OutcomeOf(const v1::Measure& measure) {
  if (measure.has_grant_time()) return MeasureOutcome::kGranted;
  if (measure.state() == v1::MEASURE_STATE_DENIED) return MeasureOutcome::kDenied;
  if (measure.state() == v1::MEASURE_STATE_REFUSED_BY_SUBJECT) return MeasureOutcome::kRefusedBySubject;
  return MeasureOutcome::kInProcess;
}

PetitionOutcome OutcomeOf(const CaseState& state, const ReferralRecord& referral) {
  if (IsEnteredInError(referral)) return PetitionOutcome::kEnteredInError;
  const std::vector<MeasureOutcome> measures = MeasuresOf(state, referral);
  const bool granted = std::count(measures.begin(), measures.end(), MeasureOutcome::kGranted) > 0;
  // Only where nobody records measures does the end of the leg stand for them.
  if (granted || (measures.empty() && Any(referral, IsProtectionDone))) return PetitionOutcome::kGranted;
  if (IsWithdrawn(referral) ||
      AllAre(measures, MeasureOutcome::kRefusedBySubject, MeasureOutcome::kRefusedBySubject)) {
    return PetitionOutcome::kWithdrawn;
  }
  if (AllAre(measures, MeasureOutcome::kDenied, MeasureOutcome::kRefusedBySubject)) {
    return PetitionOutcome::kDenied;
  }
  if (Any(referral, IsDeniedOnItsMerits) && All(referral, IsNoOpenProtection)) {
    return PetitionOutcome::kDenied;
  }
  switch (referral::DeriveState(referral)) {
    case v1::REFERRAL_STATE_NO_TAKER:
      return PetitionOutcome::kNoTaker;
    case v1::REFERRAL_STATE_CLOSED:
      return PetitionOutcome::kClosed;
    default:
      return PetitionOutcome::kInProcess;
  }
}

absl::string_view OutcomeKey(PetitionOutcome outcome) {
  switch (outcome) {
    case PetitionOutcome::kGranted:
      return "GRANTED";
    case PetitionOutcome::kWithdrawn:
      return "WITHDRAWN";
    case PetitionOutcome::kDenied:
      return "DENIED";
    case PetitionOutcome::kNoTaker:
      return "NO_TAKER";
    case PetitionOutcome::kClosed:
      return "CLOSED";
    case PetitionOutcome::kInProcess:
      return "IN_PROCESS";
    case PetitionOutcome::kEnteredInError:
      break;
  }
  return "";
}

absl::string_view StateKey(const ReferralRecord& referral) {
  if (IsEnteredInError(referral)) return "ENTERED_IN_ERROR";
  if (IsWithdrawn(referral)) return "WITHDRAWN";
  switch (referral::DeriveState(referral)) {
    case v1::REFERRAL_STATE_OPEN_ANSWERED:
      return "OPEN_ANSWERED";
    case v1::REFERRAL_STATE_NO_TAKER:
      return "NO_TAKER";
    case v1::REFERRAL_STATE_CLOSED:
      return "CLOSED";
    default:
      return "OPEN_UNANSWERED";
  }
}

}  // namespace enlace::report
