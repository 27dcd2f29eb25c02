#include "tests/property/reference_table.h"

namespace enlace::property {
namespace {

using A = v1::AdvanceLegRequest;
using D = Demand;
using States = std::set<v1::LegState>;

States Both(const States& a, const States& b) {
  States all = a;
  all.insert(b.begin(), b.end());
  return all;
}

}  // namespace

const States& Undecided() {
  static const auto* const states = new States{v1::LEG_STATE_SUBMITTED,
                                               v1::LEG_STATE_HELD,
                                               v1::LEG_STATE_DISPATCHED,
                                               v1::LEG_STATE_DELIVERED,
                                               v1::LEG_STATE_DELIVERY_FAILED,
                                               v1::LEG_STATE_RECEIVED,
                                               v1::LEG_STATE_INFORMATION_REQUESTED};
  return *states;
}

const States& Working() {
  static const auto* const states =
      new States{v1::LEG_STATE_ACCEPTED, v1::LEG_STATE_IN_PROGRESS, v1::LEG_STATE_ON_HOLD};
  return *states;
}

const States& Open() {
  static const auto* const states = new States(Both(Both(Undecided(), Working()), {v1::LEG_STATE_COMPLETED}));
  return *states;
}

const States& TakenBack() {
  static const auto* const states =
      new States{v1::LEG_STATE_WITHDRAWN_BY_SENDER, v1::LEG_STATE_REVOKED, v1::LEG_STATE_ENTERED_IN_ERROR};
  return *states;
}

const std::vector<Row>& Rows() {
  const States asked = {v1::LEG_STATE_RECEIVED, v1::LEG_STATE_INFORMATION_REQUESTED};
  const States asked_or_accepted = Both(asked, {v1::LEG_STATE_ACCEPTED});
  const States done = {v1::LEG_STATE_COMPLETED, v1::LEG_STATE_CLOSED};
  // clang-format off
  static const auto* const rows = new std::vector<Row>{
      {"T4", {v1::LEG_STATE_DISPATCHED}, v1::LEG_STATE_DELIVERED, Who::kRecipient, A::kConfirmDelivery, {}, v1::RECEIPT_KIND_DELIVERY, "S"},
      {"T5", {v1::LEG_STATE_DISPATCHED}, v1::LEG_STATE_DELIVERY_FAILED, Who::kRecipient, A::kReportDeliveryFailure, {}, v1::RECEIPT_KIND_NON_DELIVERY, "S"},
      {"T6", {v1::LEG_STATE_DELIVERY_FAILED}, v1::LEG_STATE_DISPATCHED, Who::kEither, A::kRetryDelivery, {}, v1::RECEIPT_KIND_RELAY, "R"},
      {"T7", {v1::LEG_STATE_DELIVERED}, v1::LEG_STATE_RECEIVED, Who::kRecipient, A::kConfirmReception, {D::kOfficer}, v1::RECEIPT_KIND_RECEPTION, "S"},
      {"T8", {v1::LEG_STATE_RECEIVED}, v1::LEG_STATE_INFORMATION_REQUESTED, Who::kRecipient, A::kRequestInformation, {D::kNoteToSender}, v1::RECEIPT_KIND_REPORT, "S"},
      {"T9", {v1::LEG_STATE_INFORMATION_REQUESTED}, v1::LEG_STATE_RECEIVED, Who::kSender, A::kProvideInformation, {D::kNoteToRecipient}, v1::RECEIPT_KIND_REPORT, "R"},
      {"T10", asked, v1::LEG_STATE_ACCEPTED, Who::kRecipient, A::kAccept, {D::kOfficer}, v1::RECEIPT_KIND_DECISION, "S"},
      {"T11", asked, v1::LEG_STATE_DECLINED, Who::kRecipient, A::kDecline, {D::kOfficer, D::kSubjectSide, D::kWordsForReason}, v1::RECEIPT_KIND_DECISION, "S"},
      {"T12", asked_or_accepted, v1::LEG_STATE_RETURNED_NOT_COMPETENT, Who::kRecipient, A::kReturnNotCompetent, {D::kOfficer, D::kGroundOfCompetence}, v1::RECEIPT_KIND_DECISION, "S"},
      {"T13", {v1::LEG_STATE_ACCEPTED}, v1::LEG_STATE_IN_PROGRESS, Who::kRecipient, A::kBeginWork, {D::kActOfPurpose}, v1::RECEIPT_KIND_REPORT, "S"},
      {"T14", {v1::LEG_STATE_IN_PROGRESS}, v1::LEG_STATE_ON_HOLD, Who::kRecipient, A::kHold, {D::kReviewLater}, v1::RECEIPT_KIND_REPORT, "S"},
      {"T14", {v1::LEG_STATE_ON_HOLD}, v1::LEG_STATE_IN_PROGRESS, Who::kRecipient, A::kResume, {}, v1::RECEIPT_KIND_REPORT, "S"},
      {"T15", {v1::LEG_STATE_IN_PROGRESS}, v1::LEG_STATE_COMPLETED, Who::kRecipient, A::kComplete, {D::kOfficer, D::kConsultation, D::kMeasuresImplemented}, v1::RECEIPT_KIND_OUTCOME, "S"},
      {"T16", {v1::LEG_STATE_COMPLETED}, v1::LEG_STATE_CLOSED, Who::kSender, A::kClose, {D::kOverdueExplained}, v1::RECEIPT_KIND_REPORT, "R"},
      {"T17", done, v1::LEG_STATE_IN_PROGRESS, Who::kEither, A::kReopen, {D::kOfficer, D::kNoOtherOpenLeg, D::kConsentStands}, v1::RECEIPT_KIND_REPORT, "SR"},
      {"T18", Undecided(), v1::LEG_STATE_WITHDRAWN_BY_SENDER, Who::kSender, A::kWithdraw, {D::kOfficer}, v1::RECEIPT_KIND_REPORT, "R"},
      {"T19", Working(), v1::LEG_STATE_REVOKED, Who::kSender, A::kRevoke, {D::kOfficer}, v1::RECEIPT_KIND_REPORT, "SRO"},
      {"T20", Working(), v1::LEG_STATE_TRANSFERRED, Who::kRecipient, A::kTransfer, {D::kOfficer, D::kNoTransferPending, D::kSuccessor, D::kNoOtherOpenLeg}, v1::RECEIPT_KIND_DECISION, "SR"},
      {"T21", Open(), v1::LEG_STATE_ENTERED_IN_ERROR, Who::kSender, A::kMarkEnteredInError, {D::kOfficer}, v1::RECEIPT_KIND_REPORT, "R"},
  };
  // clang-format on
  return *rows;
}

const Row* FindRow(v1::LegState from, v1::AdvanceLegRequest::ActionCase action) {
  for (const Row& row : Rows()) {
    if (row.action == action && row.from.contains(from)) return &row;
  }
  return nullptr;
}

}  // namespace enlace::property
