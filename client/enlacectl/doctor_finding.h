// One line of the doctor, whichever side it examines.
#ifndef ENLACE_CLIENT_ENLACECTL_DOCTOR_FINDING_H_
#define ENLACE_CLIENT_ENLACECTL_DOCTOR_FINDING_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/enlacectl/exit_code.h"
#include "client/language.h"

namespace enlace::client {

enum class FindingLevel { kGood, kWarning, kBad };

// A plain value.
struct Finding {
  FindingLevel level = FindingLevel::kGood;
  // Stable name for programs: "tls-certificate", "server-name", ...
  std::string check;
  // In the language asked for, with the remedy where there is one.
  std::string text;
  // What is wrong as a class; kOk if the level is kGood.
  ExitCode fault = ExitCode::kOk;
  // What the machine or the gateway said; OK if the level is kGood.
  absl::Status status;
};

Finding Good(absl::string_view check, std::string text);
Finding Warning(absl::string_view check, ExitCode fault, std::string text);
Finding Bad(absl::string_view check, ExitCode fault, std::string text, absl::Status status);

// The findings as lines for people and as JSON for programs:
//   {"fault": "expired", "exit_status": 22,
//    "findings": [{"level", "check", "fault", "text"}, ...]}
// where `fault` is "" and the status 0 if nothing is wrong. Pure.
struct FindingsText {
  std::string text;
  std::string json;
};
FindingsText FormatFindings(const std::vector<Finding>& findings);

// The finding to act on first, whose class is doctor's exit status: a clock that
// differs, because it makes good certificates look bad; else the first problem;
// else the first warning. nullptr if all is good.
const Finding* PrincipalFinding(const std::vector<Finding>& findings);
// Its status with its class as the exit status; OK if there is none. Pure.
absl::Status StatusOf(const std::vector<Finding>& findings);

bool HasProblem(const std::vector<Finding>& findings);

// " (said)", or "" if nothing was said.
std::string InBrackets(absl::string_view said);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_DOCTOR_FINDING_H_
