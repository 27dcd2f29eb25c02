#include "gateway/protection/measure_form.h"

#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/referral/submit_form.h"

namespace enlace::protection {
namespace {

using referral::CheckEnum;
using referral::CheckRequiredCode;
using referral::CheckTimestamp;
using Request = v1::AdvanceMeasureRequest;

// No measure of one referral covers more than this: a slip of the keyboard.
constexpr uint32_t kMaxPersons = 1000000;

absl::Status CheckRequest(const v1::RequestMeasure& action) {
  RETURN_IF_ERROR(CheckEnum("request.kind", action.kind(), v1::MeasureKind_IsValid, true));
  RETURN_IF_ERROR(CheckEnum("request.type", action.type(), v1::MeasureType_IsValid, true));
  RETURN_IF_ERROR(base::CheckCode("request.national_code", action.national_code(), referral::kMaxCodeSize));
  if (action.type() == v1::MEASURE_TYPE_OTHER && action.national_code().empty()) {
    return base::InvalidField("request.national_code", "is required for another type: it says which");
  }
  RETURN_IF_ERROR(CheckEnum("request.covers", action.covers(), v1::SubjectKind_IsValid, true));
  if (action.persons_covered() == 0) return base::MissingField("request.persons_covered");
  if (action.persons_covered() > kMaxPersons) {
    return base::InvalidField("request.persons_covered", "must be at most 1000000");
  }
  return absl::OkStatus();
}

absl::Status CheckGrant(const v1::GrantMeasure& action) {
  RETURN_IF_ERROR(CheckRequiredCode("grant.resolution_number", action.resolution_number()));
  if (!action.has_implementer()) return absl::OkStatus();
  RETURN_IF_ERROR(base::CheckName("grant.implementer.agency_id", action.implementer().agency_id()));
  if (action.implementer().unit_id().empty()) return absl::OkStatus();
  return base::CheckName("grant.implementer.unit_id", action.implementer().unit_id());
}

absl::Status CheckNotice(const v1::NoticeWithdrawal& action) {
  RETURN_IF_ERROR(CheckRequiredCode("notice_withdrawal.reason", action.reason()));
  if (!action.has_objection_until_time()) return base::MissingField("notice_withdrawal.objection_until_time");
  return CheckTimestamp("notice_withdrawal.objection_until_time", action.objection_until_time());
}

absl::Status CheckAction(const Request& request) {
  switch (request.action_case()) {
    case Request::kRequest:
      return CheckRequest(request.request());
    case Request::kConsult:
      return CheckEnum("consult.outcome", request.consult().outcome(), v1::ConsultationOutcome_IsValid, true);
    case Request::kGrant:
      return CheckGrant(request.grant());
    case Request::kDeny:
      return CheckRequiredCode("deny.reason", request.deny().reason());
    case Request::kConfirm:
      if (!request.confirm().has_valid_until_time()) return absl::OkStatus();
      return CheckTimestamp("confirm.valid_until_time", request.confirm().valid_until_time());
    case Request::kReportUnsuitable:
      return CheckEnum("report_unsuitable.reason", request.report_unsuitable().reason(),
                       v1::UnsuitabilityReason_IsValid, true);
    case Request::kSuspend:
      return CheckRequiredCode("suspend.reason", request.suspend().reason());
    case Request::kNoticeWithdrawal:
      return CheckNotice(request.notice_withdrawal());
    case Request::kWithdraw:
      return base::CheckCode("withdraw.objection_answer", request.withdraw().objection_answer(),
                             referral::kMaxCodeSize);
    case Request::kRefuse:
    case Request::kBegin:
    case Request::kImplement:
    case Request::kResume:
    case Request::kObject:
      return absl::OkStatus();
    case Request::ACTION_NOT_SET:
      break;
  }
  return base::MissingField("action");
}

absl::Status CheckMeasureNamed(const Request& request) {
  if (request.has_request()) {
    if (!request.measure_id().empty()) {
      return base::InvalidField("measure_id", "must be empty: the gateway gives a new measure its id");
    }
    if (request.expected_version() == 0) return absl::OkStatus();
    return base::InvalidField("expected_version", "must be absent: a new measure has no version yet");
  }
  if (request.measure_id().empty()) return base::MissingField("measure_id");
  RETURN_IF_ERROR(base::CheckDerivedId("measure_id", request.measure_id()));
  return request.expected_version() == 0 ? base::MissingField("expected_version") : absl::OkStatus();
}

}  // namespace

absl::Status ValidateMeasure(const Request& request, absl::Time now) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (request.referral_id().empty()) return base::MissingField("referral_id");
  RETURN_IF_ERROR(base::CheckDerivedId("referral_id", request.referral_id()));
  RETURN_IF_ERROR(CheckAction(request));
  RETURN_IF_ERROR(CheckMeasureNamed(request));
  RETURN_IF_ERROR(CheckRequiredCode("officer_pseudonym", request.officer_pseudonym()));
  if (!request.has_occur_time()) return absl::OkStatus();
  return referral::CheckPast("occur_time", request.occur_time(), now);
}

}  // namespace enlace::protection
