#include "client/enlacectl/doctor_finding.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/enlacectl/output.h"

namespace enlace::client {
namespace {

constexpr size_t kLevelWidth = 9;

const char* LevelText(FindingLevel level) {
  switch (level) {
    case FindingLevel::kGood:
      return "ok";
    case FindingLevel::kWarning:
      return "warning";
    case FindingLevel::kBad:
      break;
  }
  return "problem";
}

}  // namespace

Finding Good(absl::string_view check, std::string text) {
  return {FindingLevel::kGood, std::string(check), std::move(text), ExitCode::kOk, absl::OkStatus()};
}

Finding Warning(absl::string_view check, ExitCode fault, std::string text) {
  const absl::Status status = absl::FailedPreconditionError(text);
  return {FindingLevel::kWarning, std::string(check), std::move(text), fault, status};
}

Finding Bad(absl::string_view check, ExitCode fault, std::string text, absl::Status status) {
  return {FindingLevel::kBad, std::string(check), std::move(text), fault, std::move(status)};
}

FindingsText FormatFindings(const std::vector<Finding>& findings) {
  FindingsText out;
  const Finding* const principal = PrincipalFinding(findings);
  const ExitCode fault = principal == nullptr ? ExitCode::kOk : principal->fault;
  out.json = absl::StrCat("{\"fault\":", JsonString(NameOf(fault)),
                          ",\"exit_status\":", static_cast<int>(fault), ",\"findings\":[");
  for (const Finding& finding : findings) {
    const std::string level = LevelText(finding.level);
    absl::StrAppend(&out.text, level, std::string(kLevelWidth - level.size(), ' '), Printable(finding.text),
                    "\n");
    absl::StrAppend(&out.json, out.json.back() == '[' ? "" : ",", "{\"level\":", JsonString(level),
                    ",\"check\":", JsonString(finding.check),
                    ",\"fault\":", JsonString(NameOf(finding.fault)), ",\"text\":", JsonString(finding.text),
                    "}");
  }
  absl::StrAppend(&out.json, "]}\n");
  return out;
}

const Finding* PrincipalFinding(const std::vector<Finding>& findings) {
  const Finding* problem = nullptr;
  const Finding* warning = nullptr;
  for (const Finding& finding : findings) {
    if (finding.level == FindingLevel::kBad && finding.fault == ExitCode::kClockSkew) return &finding;
    if (finding.level == FindingLevel::kBad && problem == nullptr) problem = &finding;
    if (finding.level == FindingLevel::kWarning && warning == nullptr) warning = &finding;
  }
  return problem != nullptr ? problem : warning;
}

absl::Status StatusOf(const std::vector<Finding>& findings) {
  const Finding* const principal = PrincipalFinding(findings);
  return principal == nullptr ? absl::OkStatus() : WithExitCode(principal->status, principal->fault);
}

bool HasProblem(const std::vector<Finding>& findings) {
  const Finding* const principal = PrincipalFinding(findings);
  return principal != nullptr && principal->level == FindingLevel::kBad;
}

std::string InBrackets(absl::string_view said) { return said.empty() ? "" : absl::StrCat(" (", said, ")"); }

}  // namespace enlace::client
