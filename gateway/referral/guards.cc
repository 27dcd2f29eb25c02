#include "gateway/referral/guards.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/measures.h"
#include "gateway/referral/submit_form.h"

namespace enlace::referral {
namespace {

using Request = v1::AdvanceLegRequest;

bool IsNoteTo(const Request& request, const v1::AgencyRef& agency) {
  return !request.sealed_note().digest().empty() && IsSealedTo(request.sealed_note(), agency.agency_id());
}

bool ChannelNamed(const Request& request) {
  switch (request.action_case()) {
    case Request::kConfirmDelivery:
      return !request.confirm_delivery().channel().empty();
    case Request::kReportDeliveryFailure:
      return !request.report_delivery_failure().channel().empty();
    case Request::kRetryDelivery:
      return !request.retry_delivery().channel().empty();
    default:
      return false;
  }
}

bool ReasonGiven(const Request& request) {
  switch (request.action_case()) {
    case Request::kHold:
      return !request.hold().reason().empty();
    case Request::kReopen:
      return !request.reopen().reason().empty();
    case Request::kWithdraw:
      return !request.withdraw().reason().empty();
    case Request::kRevoke:
      return !request.revoke().reason().empty();
    case Request::kMarkEnteredInError:
      return !request.mark_entered_in_error().reason().empty();
    default:
      return false;
  }
}

bool NoteWhereReasonNeedsWords(const GuardInput& input) {
  switch (input.request.decline().reason()) {
    case v1::DECLINE_REASON_NO_CAPACITY:
    case v1::DECLINE_REASON_LEGAL_REQUIREMENTS_NOT_MET:
    case v1::DECLINE_REASON_OTHER:
      return IsNoteTo(input.request, input.referral.origin());
    default:
      return true;
  }
}

bool GroundIsCompetence(v1::DeclineReason ground) {
  return ground == v1::DECLINE_REASON_NOT_COMPETENT_TERRITORY ||
         ground == v1::DECLINE_REASON_NOT_COMPETENT_SUBJECT_MATTER ||
         ground == v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR;
}

bool SubstantiveAct(v1::LegPurpose purpose, v1::ClockEvent act) {
  if (act == v1::CLOCK_EVENT_UNSPECIFIED) return true;
  // Implementation is an outcome: T15 records the consultation with it.
  const bool protection = IsProtectionAct(act) && act != v1::CLOCK_EVENT_MEASURES_IMPLEMENTED;
  if (purpose == v1::LEG_PURPOSE_INVESTIGATION) return IsInvestigationAct(act);
  if (purpose == v1::LEG_PURPOSE_RETURN_OF_CASE) return protection || IsInvestigationAct(act);
  return protection;
}

bool ConsultationRecorded(const GuardInput& input) {
  const v1::CompleteLeg& complete = input.request.complete();
  if (complete.outcome() != v1::OUTCOME_MEASURES_IMPLEMENTED) return true;
  switch (complete.consultation()) {
    case v1::CONSULTATION_OUTCOME_AGREED:
    case v1::CONSULTATION_OUTCOME_AGREED_WITH_CHANGES:
    case v1::CONSULTATION_OUTCOME_REFUSED:
      return true;
    case v1::CONSULTATION_OUTCOME_NOT_POSSIBLE:
      return IsNoteTo(input.request, input.referral.origin());
    default:
      return false;
  }
}

// The purpose that a transfer hands on.
v1::LegPurpose TransferPurpose(const GuardInput& input) {
  const v1::LegPurpose purpose = input.request.transfer().purpose();
  return purpose == v1::LEG_PURPOSE_UNSPECIFIED ? input.leg.purpose() : purpose;
}

bool NoOtherOpenLeg(const GuardInput& input) {
  if (input.request.action_case() == Request::kTransfer) {
    return !HasOpenLeg(input.referral, input.request.transfer().successor(), TransferPurpose(input), "");
  }
  return !HasOpenLeg(input.referral, input.leg.recipient(), input.leg.purpose(), input.leg.leg_id());
}

// An excluded successor gets the answer of an unknown one: the recipient must
// not learn of the exclusion.
bool SuccessorCanTake(const GuardInput& input) {
  const v1::AgencyRef& successor = input.request.transfer().successor();
  if (successor.agency_id().empty() || !input.next_leg.has_value()) return false;
  const v1::AgencyRef& allowed = input.next_leg->recipient();
  return allowed.agency_id() == successor.agency_id() && allowed.unit_id() == successor.unit_id() &&
         input.next_leg->purpose() == TransferPurpose(input) &&
         !IsExcluded(input.state, successor.agency_id()) &&
         CanOpen(*input.next_leg, input.referral.sealed(), input.request.sealed_note());
}

bool NoTransferPending(const GuardInput& input) {
  return std::none_of(input.referral.legs().begin(), input.referral.legs().end(), [&](const v1::Leg& leg) {
    return leg.replaces_leg_id() == input.leg.leg_id() && Has(kOpen, leg.state());
  });
}

}  // namespace

bool CanOpen(const v1::PlannedLeg& planned, const v1::SealedPayload& payload, const v1::SealedPayload& note) {
  if (planned.access() != v1::ACCESS_GRADE_FULL) return true;
  const std::string& agency = planned.recipient().agency_id();
  return IsSealedTo(payload, agency) || IsSealedTo(note, agency);
}

bool HasOpenLeg(const store::v1::ReferralRecord& referral, const v1::AgencyRef& recipient,
                v1::LegPurpose purpose, absl::string_view except_leg_id) {
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    return absl::string_view(leg.leg_id()) != except_leg_id && leg.purpose() == purpose &&
           leg.recipient().agency_id() == recipient.agency_id() &&
           leg.recipient().unit_id() == recipient.unit_id() && Has(kOpen, leg.state());
  });
}

bool IsInvestigationAct(v1::ClockEvent act) {
  return act == v1::CLOCK_EVENT_PROCESS_ACTIVATED || act == v1::CLOCK_EVENT_TAKEN_TO_PROSECUTORS_OFFICE ||
         act == v1::CLOCK_EVENT_INVESTIGATION_MEETING_CONVENED || act == v1::CLOCK_EVENT_STATUS_MOVED;
}

bool IsProtectionAct(v1::ClockEvent act) {
  return act == v1::CLOCK_EVENT_PROCESS_ACTIVATED || act == v1::CLOCK_EVENT_RESPONSE_GIVEN ||
         act == v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED || act == v1::CLOCK_EVENT_RESOLUTION_ISSUED ||
         act == v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED || act == v1::CLOCK_EVENT_MEASURES_IMPLEMENTED;
}

bool Holds(Guard guard, const GuardInput& input) {
  const Request& request = input.request;
  switch (guard) {
    case Guard::kChannelNamed:
      return ChannelNamed(request);
    case Guard::kOfficerNamed:
      return !request.officer_pseudonym().empty();
    case Guard::kNoteToSender:
      return IsNoteTo(request, input.referral.origin());
    case Guard::kNoteToRecipient:
      return IsNoteTo(request, input.leg.recipient());
    case Guard::kReasonAndSide:
      return request.decline().reason() != v1::DECLINE_REASON_UNSPECIFIED &&
             request.decline().side() != v1::DECISION_SIDE_UNSPECIFIED;
    case Guard::kSubjectDecidesForItself:
      return request.decline().reason() != v1::DECLINE_REASON_SUBJECT_DECLINED ||
             request.decline().side() == v1::DECISION_SIDE_SUBJECT;
    case Guard::kNoteWhereReasonNeedsWords:
      return NoteWhereReasonNeedsWords(input);
    case Guard::kGroundIsCompetence:
      return GroundIsCompetence(request.return_not_competent().ground());
    case Guard::kSubstantiveAct:
      return SubstantiveAct(input.leg.purpose(), request.begin_work().act());
    case Guard::kReasonGiven:
      return ReasonGiven(request);
    case Guard::kReviewInFuture:
      return request.hold().has_review_time() && base::FromProto(request.hold().review_time()) > input.now;
    case Guard::kOutcomeGiven:
      return request.complete().outcome() != v1::OUTCOME_UNSPECIFIED;
    case Guard::kConsultationRecorded:
      return ConsultationRecorded(input);
    case Guard::kOverdueExplained:
      return !request.close().overdue_explanation().empty() ||
             !HasOverdueClock(input.state, input.referral.referral_id(), input.now);
    case Guard::kNoOtherOpenLeg:
      return NoOtherOpenLeg(input);
    case Guard::kSuccessorCanTake:
      return SuccessorCanTake(input);
    case Guard::kNoTransferPending:
      return NoTransferPending(input);
    case Guard::kConsentStands:
      return !input.referral.has_consent_withdraw_time();
    case Guard::kMeasuresImplemented:
      return request.complete().outcome() != v1::OUTCOME_MEASURES_IMPLEMENTED ||
             !AwaitsMeasures(input.state, input.referral.referral_id());
    case Guard::kNone:
    case Guard::kSubmissionComplete:
    case Guard::kNobodyCompetent:
    case Guard::kRouteFound:
    case Guard::kExclusionOrRevocation:
      return true;
  }
  return false;
}

absl::Status CheckGuards(const Transition& row, const GuardInput& input) {
  for (const Guard guard : row.guards) {
    if (!Holds(guard, input)) return base::GuardNotMet(absl::StrCat("T", row.number, ": ", GuardText(guard)));
  }
  return absl::OkStatus();
}

}  // namespace enlace::referral
