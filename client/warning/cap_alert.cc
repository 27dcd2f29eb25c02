#include "client/warning/cap_alert.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "enlace/v1/subject.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"

namespace enlace::client {
namespace {

// WARNING_URGENCY_IMMEDIATE without its prefix, as CAP writes it: Immediate.
std::string Word(absl::string_view name, absl::string_view prefix) {
  if (!absl::ConsumePrefix(&name, prefix) || name.empty() || name == "UNSPECIFIED") return "";
  return absl::StrCat(name.substr(0, 1), absl::AsciiStrToLower(name.substr(1)));
}

}  // namespace

std::string CapSender(absl::string_view agency_id, absl::string_view trust_domain) {
  return absl::StrCat(agency_id, "@", trust_domain);
}

std::string AgencyOfSender(absl::string_view sender) {
  const size_t at = sender.find('@');
  return at == absl::string_view::npos ? "" : std::string(sender.substr(0, at));
}

std::string CapTime(absl::Time time, absl::TimeZone zone) {
  std::string text = absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez", time, zone);
  if (absl::EndsWith(text, "+00:00")) text[text.size() - 6] = '-';
  return text;
}

absl::StatusOr<absl::Time> ParseCapTime(absl::string_view element, absl::string_view text) {
  absl::Time time;
  std::string error;
  // The form is the schema's; a day that no month has is not.
  if (absl::ParseTime("%Y-%m-%dT%H:%M:%S%Ez", text, &time, &error)) return time;
  return base::InvalidField(element, "is no time of CAP 1.2");
}

std::string CapWord(v1::WarningMessageType type) {
  return Word(v1::WarningMessageType_Name(type), "WARNING_MESSAGE_TYPE_");
}

std::string CapWord(v1::WarningScope scope) {
  if (scope == v1::WARNING_SCOPE_UNSPECIFIED) scope = v1::WARNING_SCOPE_RESTRICTED;
  return Word(v1::WarningScope_Name(scope), "WARNING_SCOPE_");
}

std::string CapWord(v1::WarningUrgency urgency) {
  return Word(v1::WarningUrgency_Name(urgency), "WARNING_URGENCY_");
}

std::string CapWord(v1::WarningSeverity severity) {
  return Word(v1::WarningSeverity_Name(severity), "WARNING_SEVERITY_");
}

std::string CapWord(v1::WarningCertainty certainty) {
  return Word(v1::WarningCertainty_Name(certainty), "WARNING_CERTAINTY_");
}

std::string PopulationWord(int group) {
  const std::string name = v1::PopulationGroup_Name(static_cast<v1::PopulationGroup>(group));
  absl::string_view word = name;
  absl::ConsumePrefix(&word, "POPULATION_GROUP_");
  return absl::StrReplaceAll(absl::AsciiStrToLower(word), {{"_", "-"}});
}

CapAlert AlertOf(const v1::Warning& warning, absl::string_view trust_domain, absl::Time sent,
                 std::vector<AlertText> texts) {
  CapAlert alert;
  alert.identifier = warning.warning_id();
  alert.sender = CapSender(warning.issuer().agency_id(), trust_domain);
  alert.sent = sent;
  alert.message_type = CapWord(warning.message_type());
  alert.scope = CapWord(warning.scope());
  for (const v1::AgencyRef& addressee : warning.addressees())
    alert.addresses.push_back(addressee.agency_id());
  alert.urgency = CapWord(warning.urgency());
  alert.severity = CapWord(warning.severity());
  alert.certainty = CapWord(warning.certainty());
  if (warning.has_effective_time()) alert.effective = base::FromProto(warning.effective_time());
  if (warning.has_expire_time()) alert.expires = base::FromProto(warning.expire_time());
  if (warning.has_respond_by_time()) alert.respond_by = base::FromProto(warning.respond_by_time());
  for (const int group : warning.population()) alert.population.push_back(PopulationWord(group));
  alert.subdivisions.assign(warning.subdivisions().begin(), warning.subdivisions().end());
  alert.texts = std::move(texts);
  return alert;
}

}  // namespace enlace::client
