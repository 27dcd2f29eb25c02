#include "gateway/referral/transition_table.h"

#include "absl/strings/strip.h"

namespace enlace::referral {
namespace {

using Request = v1::AdvanceLegRequest;

constexpr LegStates kReceivedOrAsked = SetOf(v1::LEG_STATE_RECEIVED, v1::LEG_STATE_INFORMATION_REQUESTED);
constexpr absl::string_view kNoEffect = "none";
constexpr absl::string_view kRunOn = "statutory clocks run on";

constexpr Transition kTransitions[] = {
    {1,
     SetOf(v1::LEG_STATE_DRAFT),
     v1::LEG_STATE_SUBMITTED,
     Actor::kSender,
     Request::ACTION_NOT_SET,
     {Guard::kSubmissionComplete},
     v1::RECEIPT_KIND_SUBMISSION,
     0,
     "starts the clocks of CRIME_COMMITTED and PETITION_RECEIVED at the events' own times; a clock may be "
     "overdue at birth"},
    {2,
     SetOf(v1::LEG_STATE_SUBMITTED),
     v1::LEG_STATE_HELD,
     Actor::kGateway,
     Request::ACTION_NOT_SET,
     {Guard::kNobodyCompetent},
     v1::RECEIPT_KIND_UNSPECIFIED,
     kTellSender | kTellOversight,
     kRunOn},
    {3,
     SetOf(v1::LEG_STATE_SUBMITTED, v1::LEG_STATE_HELD),
     v1::LEG_STATE_DISPATCHED,
     Actor::kGateway,
     Request::ACTION_NOT_SET,
     {Guard::kRouteFound},
     v1::RECEIPT_KIND_RELAY,
     kTellRecipient,
     kNoEffect},
    {4,
     SetOf(v1::LEG_STATE_DISPATCHED),
     v1::LEG_STATE_DELIVERED,
     Actor::kAdapter,
     Request::kConfirmDelivery,
     {Guard::kChannelNamed},
     v1::RECEIPT_KIND_DELIVERY,
     kTellSender,
     "REFERRAL_DELIVERED"},
    {5,
     SetOf(v1::LEG_STATE_DISPATCHED),
     v1::LEG_STATE_DELIVERY_FAILED,
     Actor::kAdapter,
     Request::kReportDeliveryFailure,
     {Guard::kChannelNamed},
     v1::RECEIPT_KIND_NON_DELIVERY,
     kTellSender,
     kRunOn},
    {6,
     SetOf(v1::LEG_STATE_DELIVERY_FAILED),
     v1::LEG_STATE_DISPATCHED,
     Actor::kSenderOrRecipient,
     Request::kRetryDelivery,
     {Guard::kChannelNamed},
     v1::RECEIPT_KIND_RELAY,
     kTellRecipient,
     kNoEffect},
    {7,
     SetOf(v1::LEG_STATE_DELIVERED),
     v1::LEG_STATE_RECEIVED,
     Actor::kRecipient,
     Request::kConfirmReception,
     {Guard::kOfficerNamed},
     v1::RECEIPT_KIND_RECEPTION,
     kTellSender,
     "REFERRAL_RECEIVED"},
    {8,
     SetOf(v1::LEG_STATE_RECEIVED),
     v1::LEG_STATE_INFORMATION_REQUESTED,
     Actor::kRecipient,
     Request::kRequestInformation,
     {Guard::kNoteToSender},
     v1::RECEIPT_KIND_REPORT,
     kTellSender,
     kRunOn},
    {9,
     SetOf(v1::LEG_STATE_INFORMATION_REQUESTED),
     v1::LEG_STATE_RECEIVED,
     Actor::kSender,
     Request::kProvideInformation,
     {Guard::kNoteToRecipient},
     v1::RECEIPT_KIND_REPORT,
     kTellRecipient,
     kRunOn},
    {10,
     kReceivedOrAsked,
     v1::LEG_STATE_ACCEPTED,
     Actor::kRecipient,
     Request::kAccept,
     {Guard::kOfficerNamed},
     v1::RECEIPT_KIND_DECISION,
     kTellSender,
     "REFERRAL_DECIDED; of an investigation STATUS_MOVED as well; the recipient answers for the clocks of "
     "its "
     "purpose from now on"},
    {11,
     kReceivedOrAsked,
     v1::LEG_STATE_DECLINED,
     Actor::kRecipient,
     Request::kDecline,
     {Guard::kOfficerNamed, Guard::kReasonAndSide, Guard::kSubjectDecidesForItself,
      Guard::kNoteWhereReasonNeedsWords},
     v1::RECEIPT_KIND_DECISION,
     kTellSender,
     "REFERRAL_DECIDED; statutory clocks run on, but clocks of measures become void where the person "
     "declines them"},
    {12,
     kReceivedOrAsked | SetOf(v1::LEG_STATE_ACCEPTED),
     v1::LEG_STATE_RETURNED_NOT_COMPETENT,
     Actor::kRecipient,
     Request::kReturnNotCompetent,
     {Guard::kOfficerNamed, Guard::kGroundIsCompetence},
     v1::RECEIPT_KIND_DECISION,
     kTellSender,
     "REFERRAL_DECIDED; statutory clocks run on"},
    {13,
     SetOf(v1::LEG_STATE_ACCEPTED),
     v1::LEG_STATE_IN_PROGRESS,
     Actor::kRecipient,
     Request::kBeginWork,
     {Guard::kSubstantiveAct},
     v1::RECEIPT_KIND_REPORT,
     kTellSender,
     "the act, if one is named"},
    {14,
     SetOf(v1::LEG_STATE_IN_PROGRESS),
     v1::LEG_STATE_ON_HOLD,
     Actor::kRecipient,
     Request::kHold,
     {Guard::kReasonGiven, Guard::kReviewInFuture},
     v1::RECEIPT_KIND_REPORT,
     kTellSender,
     kRunOn},
    {14,
     SetOf(v1::LEG_STATE_ON_HOLD),
     v1::LEG_STATE_IN_PROGRESS,
     Actor::kRecipient,
     Request::kResume,
     {},
     v1::RECEIPT_KIND_REPORT,
     kTellSender,
     kRunOn},
    {15,
     SetOf(v1::LEG_STATE_IN_PROGRESS),
     v1::LEG_STATE_COMPLETED,
     Actor::kRecipient,
     Request::kComplete,
     {Guard::kOfficerNamed, Guard::kOutcomeGiven, Guard::kConsultationRecorded, Guard::kMeasuresImplemented},
     v1::RECEIPT_KIND_OUTCOME,
     kTellSender,
     "MEASURES_IMPLEMENTED, RISK_ANALYSIS_PRESENTED or STATUS_MOVED, by outcome"},
    {16,
     SetOf(v1::LEG_STATE_COMPLETED),
     v1::LEG_STATE_CLOSED,
     Actor::kSender,
     Request::kClose,
     {Guard::kOverdueExplained},
     v1::RECEIPT_KIND_REPORT,
     kTellRecipient,
     kNoEffect},
    {17,
     SetOf(v1::LEG_STATE_COMPLETED, v1::LEG_STATE_CLOSED),
     v1::LEG_STATE_IN_PROGRESS,
     Actor::kSenderOrRecipient,
     Request::kReopen,
     {Guard::kOfficerNamed, Guard::kReasonGiven, Guard::kNoOtherOpenLeg, Guard::kConsentStands},
     v1::RECEIPT_KIND_REPORT,
     kTellSender | kTellRecipient,
     kNoEffect},
    {18,
     kUndecided,
     v1::LEG_STATE_WITHDRAWN_BY_SENDER,
     Actor::kConsent,
     Request::kWithdraw,
     {Guard::kOfficerNamed, Guard::kReasonGiven},
     v1::RECEIPT_KIND_REPORT,
     kTellRecipient,
     "clocks of the leg become void; those of the referral only if the petition itself is withdrawn"},
    {19,
     kWorking,
     v1::LEG_STATE_REVOKED,
     Actor::kConsent,
     Request::kRevoke,
     {Guard::kOfficerNamed, Guard::kReasonGiven},
     v1::RECEIPT_KIND_REPORT,
     kTellSender | kTellRecipient | kTellOversight,
     "clocks of the leg become void; statutory clocks run on and fall back to the sender"},
    {19,
     kOpen,
     v1::LEG_STATE_REVOKED,
     Actor::kGateway,
     Request::ACTION_NOT_SET,
     {Guard::kExclusionOrRevocation},
     v1::RECEIPT_KIND_UNSPECIFIED,
     kTellSender | kTellRecipient | kTellOversight,
     "clocks of the leg become void; statutory clocks run on and fall back to the sender"},
    {20,
     kWorking,
     v1::LEG_STATE_TRANSFERRED,
     Actor::kRecipient,
     Request::kTransfer,
     {Guard::kOfficerNamed, Guard::kNoTransferPending, Guard::kSuccessorCanTake, Guard::kNoOtherOpenLeg},
     v1::RECEIPT_KIND_DECISION,
     kTellSender | kTellRecipient,
     "responsibility moves when the successor accepts, not before",
     true},
    {21,
     kOpen,
     v1::LEG_STATE_ENTERED_IN_ERROR,
     Actor::kSender,
     Request::kMarkEnteredInError,
     {Guard::kOfficerNamed, Guard::kReasonGiven},
     v1::RECEIPT_KIND_REPORT,
     kTellRecipient,
     "clocks of the leg become void; those of the referral once every leg is an error"},
};

constexpr bool NoTwoRowsAnswerOneRequest() {
  for (const Transition& a : kTransitions) {
    for (const Transition& b : kTransitions) {
      if (&a == &b || a.action == Request::ACTION_NOT_SET || a.action != b.action) continue;
      if ((a.from & b.from) != 0) return false;
    }
  }
  return true;
}
static_assert(NoTwoRowsAnswerOneRequest(), "a state and an action must lead to one row");

}  // namespace

absl::Span<const Transition> Transitions() { return kTransitions; }

const Transition* FindTransition(v1::LegState from, v1::AdvanceLegRequest::ActionCase action) {
  if (action == Request::ACTION_NOT_SET) return nullptr;
  for (const Transition& row : kTransitions) {
    if (row.action == action && Has(row.from, from)) return &row;
  }
  return nullptr;
}

const Transition* FindOwnTransition(v1::LegState from, int number) {
  for (const Transition& row : kTransitions) {
    if (row.number == number && row.actor == Actor::kGateway && Has(row.from, from)) return &row;
  }
  return nullptr;
}

absl::string_view ActorText(Actor actor) {
  switch (actor) {
    case Actor::kSender:
      return "sender";
    case Actor::kConsent:
      return "sender, for the person at risk";
    case Actor::kRecipient:
      return "recipient";
    case Actor::kAdapter:
      return "recipient's system";
    case Actor::kSenderOrRecipient:
      return "sender or recipient";
    case Actor::kGateway:
      return "gateway";
  }
  return "";
}

absl::string_view GuardText(Guard guard) {
  switch (guard) {
    case Guard::kNone:
      return "";
    case Guard::kSubmissionComplete:
      return "the classification and the basis of the disclosure are complete and the payload matches its "
             "digest";
    case Guard::kNobodyCompetent:
      return "no rule names a recipient that may have the case";
    case Guard::kRouteFound:
      return "a rule names the recipient, which is not excluded, and the payload is sealed to it";
    case Guard::kChannelNamed:
      return "the channel must be named";
    case Guard::kOfficerNamed:
      return "officer_pseudonym is required: a person must have acted";
    case Guard::kNoteToSender:
      return "a note sealed to the sender is required";
    case Guard::kNoteToRecipient:
      return "a note sealed to the recipient is required";
    case Guard::kReasonAndSide:
      return "a coded reason and the side it lies on are required";
    case Guard::kSubjectDecidesForItself:
      return "SUBJECT_DECLINED needs the side SUBJECT: nobody else declines for the person at risk";
    case Guard::kNoteWhereReasonNeedsWords:
      return "NO_CAPACITY, LEGAL_REQUIREMENTS_NOT_MET and OTHER need a note sealed to the sender";
    case Guard::kGroundIsCompetence:
      return "the ground must be territory, subject matter or perpetrator (NOT_COMPETENT_*)";
    case Guard::kSubstantiveAct:
      return "the act, if one is named, must be one that this purpose allows";
    case Guard::kReasonGiven:
      return "a coded reason is required";
    case Guard::kReviewInFuture:
      return "review_time is required and must lie in the future";
    case Guard::kOutcomeGiven:
      return "an outcome is required";
    case Guard::kConsultationRecorded:
      return "MEASURES_IMPLEMENTED needs the outcome of the consultation with the person; NOT_POSSIBLE needs "
             "a "
             "note that says why";
    case Guard::kOverdueExplained:
      return "overdue_explanation is required while a clock of the referral is overdue";
    case Guard::kNoOtherOpenLeg:
      return "no other leg of the referral may be open for the same recipient and purpose";
    case Guard::kSuccessorCanTake:
      return "the successor must be an agency that the route allows and that the payload or the note is "
             "sealed to";
    case Guard::kNoTransferPending:
      return "no other transfer of the leg may be waiting for its successor";
    case Guard::kExclusionOrRevocation:
      return "the recipient was excluded from the case or left the gateway, or the consent to the referral "
             "was "
             "withdrawn";
    case Guard::kConsentStands:
      return "the consent to the referral must not have been withdrawn; ask those concerned, then send a new "
             "referral";
    case Guard::kMeasuresImplemented:
      return "MEASURES_IMPLEMENTED needs every measure on record that was granted to be implemented, or to "
             "have "
             "ended";
  }
  return "";
}

absl::string_view StateText(v1::LegState state) {
  const std::string& name = v1::LegState_Name(state);
  return absl::StripPrefix(name, "LEG_STATE_");
}

absl::string_view ActionText(v1::AdvanceLegRequest::ActionCase action) {
  if (action == Request::ACTION_NOT_SET) return "";
  return Request::descriptor()->FindFieldByNumber(static_cast<int>(action))->name();
}

}  // namespace enlace::referral
