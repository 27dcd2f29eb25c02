#include "gateway/warning/form.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::warning {
namespace {

// Enums are open: a number that this version does not know is no value.
template <typename Enum>
absl::Status CheckEnum(absl::string_view field, Enum value, bool (*is_valid)(int)) {
  if (value == 0) return base::MissingField(field);
  if (is_valid(value)) return absl::OkStatus();
  return base::InvalidField(field, "is no value that this gateway knows");
}

absl::Status CheckOfficer(absl::string_view pseudonym) {
  if (pseudonym.empty()) return base::MissingField("officer_pseudonym");
  return base::CheckCode("officer_pseudonym", pseudonym, kMaxCodeSize);
}

absl::Status CheckReference(const v1::Warning& warning) {
  constexpr absl::string_view kField = "warning.references_warning_id";
  if (warning.message_type() != v1::WARNING_MESSAGE_TYPE_ALERT) {
    if (warning.references_warning_id().empty()) return base::MissingField(kField);
    return base::CheckDerivedId(kField, warning.references_warning_id());
  }
  if (warning.references_warning_id().empty()) return absl::OkStatus();
  return base::InvalidField(kField, "is for an update or a cancel; a new warning refers to none");
}

absl::Status CheckArea(const v1::Warning& warning) {
  const int count = warning.subdivisions_size();
  if (count < 1 || count > kMaxSubdivisions) {
    return base::InvalidField("warning.subdivisions", absl::StrCat("must be 1 to ", kMaxSubdivisions));
  }
  std::set<std::string> seen;
  for (int i = 0; i < count; ++i) {
    if (seen.insert(warning.subdivisions(i)).second) continue;
    return base::InvalidField(absl::StrCat("warning.subdivisions[", i, "]"), "is named twice");
  }
  std::set<int> groups;
  for (int i = 0; i < warning.population_size(); ++i) {
    const std::string field = absl::StrCat("warning.population[", i, "]");
    RETURN_IF_ERROR(CheckEnum(field, warning.population(i), v1::PopulationGroup_IsValid));
    if (!groups.insert(warning.population(i)).second) return base::InvalidField(field, "is named twice");
  }
  return absl::OkStatus();
}

absl::Status CheckAddressees(const v1::Warning& warning) {
  const int count = warning.addressees_size();
  if (count < 1 || count > kMaxAddressees) {
    return base::InvalidField("warning.addressees", absl::StrCat("must be 1 to ", kMaxAddressees));
  }
  std::set<std::string> seen;
  for (int i = 0; i < count; ++i) {
    const std::string field = absl::StrCat("warning.addressees[", i, "].agency_id");
    RETURN_IF_ERROR(base::CheckName(field, warning.addressees(i).agency_id()));
    if (!seen.insert(warning.addressees(i).agency_id()).second) {
      return base::InvalidField(field, "is named twice");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAhead(absl::string_view field, const google::protobuf::Timestamp& time, absl::Time now) {
  const absl::Time at = base::FromProto(time);
  if (at <= now) return base::InvalidField(field, "must be in the future");
  if (at > now + kLongest) return base::InvalidField(field, "must be at most a year ahead");
  return absl::OkStatus();
}

absl::Status CheckTimes(const v1::Warning& warning, absl::Time now) {
  const bool is_cancel = warning.message_type() == v1::WARNING_MESSAGE_TYPE_CANCEL;
  if (!warning.has_expire_time() && !is_cancel) return base::MissingField("warning.expire_time");
  if (warning.has_expire_time())
    RETURN_IF_ERROR(CheckAhead("warning.expire_time", warning.expire_time(), now));
  if (warning.has_effective_time() && warning.has_expire_time() &&
      base::FromProto(warning.effective_time()) >= base::FromProto(warning.expire_time())) {
    return base::InvalidField("warning.effective_time", "must be before expire_time");
  }
  if (!warning.has_respond_by_time()) return absl::OkStatus();
  if (is_cancel) return base::InvalidField("warning.respond_by_time", "a cancel asks for no answer");
  return CheckAhead("warning.respond_by_time", warning.respond_by_time(), now);
}

}  // namespace

absl::Status ValidateIssue(const v1::IssueWarningRequest& request, absl::Time now) {
  const v1::Warning& warning = request.warning();
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (!request.has_warning()) return base::MissingField("warning");
  RETURN_IF_ERROR(base::CheckName("warning.mechanism_id", warning.mechanism_id()));
  RETURN_IF_ERROR(CheckEnum("warning.message_type", warning.message_type(), v1::WarningMessageType_IsValid));
  RETURN_IF_ERROR(CheckReference(warning));
  if (!v1::WarningScope_IsValid(warning.scope())) {
    return base::InvalidField("warning.scope", "is no value that this gateway knows");
  }
  RETURN_IF_ERROR(CheckArea(warning));
  RETURN_IF_ERROR(CheckEnum("warning.urgency", warning.urgency(), v1::WarningUrgency_IsValid));
  RETURN_IF_ERROR(CheckEnum("warning.severity", warning.severity(), v1::WarningSeverity_IsValid));
  RETURN_IF_ERROR(CheckEnum("warning.certainty", warning.certainty(), v1::WarningCertainty_IsValid));
  RETURN_IF_ERROR(CheckTimes(warning, now));
  RETURN_IF_ERROR(CheckAddressees(warning));
  if (!warning.has_sealed_alert()) return base::MissingField("warning.sealed_alert");
  return CheckOfficer(request.officer_pseudonym());
}

absl::Status ValidateAnswer(const v1::AnswerWarningRequest& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  RETURN_IF_ERROR(base::CheckDerivedId("warning_id", request.warning_id()));
  RETURN_IF_ERROR(CheckEnum("response", request.response(), v1::WarningResponse_IsValid));
  if (request.response() == v1::WARNING_RESPONSE_DECLINED && !request.has_sealed_note()) {
    return base::InvalidField("sealed_note", "is required where an addressee declines; it says why");
  }
  return CheckOfficer(request.officer_pseudonym());
}

}  // namespace enlace::warning
