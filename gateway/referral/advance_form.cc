#include "gateway/referral/advance_form.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/referral/submit_form.h"

namespace enlace::referral {
namespace {

using Request = v1::AdvanceLegRequest;

absl::Status CheckChannel(absl::string_view field, absl::string_view channel) {
  if (channel.empty()) return base::MissingField(field);
  if (channel.size() >= 2 && channel.size() <= 16 &&
      std::all_of(channel.begin(), channel.end(), absl::ascii_islower)) {
    return absl::OkStatus();
  }
  return base::InvalidField(field, "must be 2 to 16 characters of a-z");
}

absl::Status CheckAgencyRef(const std::string& field, const v1::AgencyRef& agency) {
  RETURN_IF_ERROR(base::CheckName(field + ".agency_id", agency.agency_id()));
  if (agency.unit_id().empty()) return absl::OkStatus();
  return base::CheckName(field + ".unit_id", agency.unit_id());
}

absl::Status CheckReturn(const v1::ReturnNotCompetent& action) {
  RETURN_IF_ERROR(CheckEnum("return_not_competent.ground", action.ground(), v1::DeclineReason_IsValid, true));
  if (!action.has_suggested_agency()) return absl::OkStatus();
  return CheckAgencyRef("return_not_competent.suggested_agency", action.suggested_agency());
}

absl::Status CheckTransfer(const v1::TransferLeg& action) {
  if (!action.has_successor()) return base::MissingField("transfer.successor");
  RETURN_IF_ERROR(CheckAgencyRef("transfer.successor", action.successor()));
  return CheckEnum("transfer.purpose", action.purpose(), v1::LegPurpose_IsValid, false);
}

absl::Status CheckHold(const v1::HoldWork& action) {
  RETURN_IF_ERROR(CheckRequiredCode("hold.reason", action.reason()));
  if (!action.has_review_time()) return base::MissingField("hold.review_time");
  return CheckTimestamp("hold.review_time", action.review_time());
}

absl::Status CheckAction(const Request& request) {
  switch (request.action_case()) {
    case Request::kConfirmDelivery:
      return CheckChannel("confirm_delivery.channel", request.confirm_delivery().channel());
    case Request::kReportDeliveryFailure:
      RETURN_IF_ERROR(
          CheckChannel("report_delivery_failure.channel", request.report_delivery_failure().channel()));
      return base::CheckCode("report_delivery_failure.failure", request.report_delivery_failure().failure(),
                             kMaxCodeSize);
    case Request::kRetryDelivery:
      return CheckChannel("retry_delivery.channel", request.retry_delivery().channel());
    case Request::kDecline:
      RETURN_IF_ERROR(
          CheckEnum("decline.reason", request.decline().reason(), v1::DeclineReason_IsValid, true));
      return CheckEnum("decline.side", request.decline().side(), v1::DecisionSide_IsValid, true);
    case Request::kReturnNotCompetent:
      return CheckReturn(request.return_not_competent());
    case Request::kBeginWork:
      return CheckEnum("begin_work.act", request.begin_work().act(), v1::ClockEvent_IsValid, false);
    case Request::kHold:
      return CheckHold(request.hold());
    case Request::kComplete:
      RETURN_IF_ERROR(CheckEnum("complete.outcome", request.complete().outcome(), v1::Outcome_IsValid, true));
      return CheckEnum("complete.consultation", request.complete().consultation(),
                       v1::ConsultationOutcome_IsValid, false);
    case Request::kClose:
      return base::CheckCode("close.overdue_explanation", request.close().overdue_explanation(),
                             kMaxCodeSize);
    case Request::kReopen:
      return CheckRequiredCode("reopen.reason", request.reopen().reason());
    case Request::kWithdraw:
      return CheckRequiredCode("withdraw.reason", request.withdraw().reason());
    case Request::kRevoke:
      return CheckRequiredCode("revoke.reason", request.revoke().reason());
    case Request::kTransfer:
      return CheckTransfer(request.transfer());
    case Request::kMarkEnteredInError:
      return CheckRequiredCode("mark_entered_in_error.reason", request.mark_entered_in_error().reason());
    case Request::kConfirmReception:
    case Request::kRequestInformation:
    case Request::kProvideInformation:
    case Request::kAccept:
    case Request::kResume:
      return absl::OkStatus();
    case Request::ACTION_NOT_SET:
      break;
  }
  return base::MissingField("action");
}

}  // namespace

absl::Status ValidateAdvance(const Request& request, absl::Time now) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (request.referral_id().empty()) return base::MissingField("referral_id");
  RETURN_IF_ERROR(base::CheckDerivedId("referral_id", request.referral_id()));
  if (request.leg_id().empty()) return base::MissingField("leg_id");
  RETURN_IF_ERROR(base::CheckDerivedId("leg_id", request.leg_id()));
  if (request.expected_version() == 0) return base::MissingField("expected_version");
  RETURN_IF_ERROR(base::CheckCode("officer_pseudonym", request.officer_pseudonym(), kMaxCodeSize));
  if (request.has_occur_time()) RETURN_IF_ERROR(CheckPast("occur_time", request.occur_time(), now));
  if (request.has_sealed_note()) RETURN_IF_ERROR(CheckSealed("sealed_note", request.sealed_note()));
  return CheckAction(request);
}

}  // namespace enlace::referral
