// A warning from the command line, before it is sealed.
#ifndef ENLACE_CLIENT_ENLACECTL_WARNING_INPUT_H_
#define ENLACE_CLIENT_ENLACECTL_WARNING_INPUT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/enlacectl/context.h"
#include "client/warning/cap_alert.h"
#include "enlace/v1/warning.pb.h"

namespace enlace::client {

// The flags of `warning issue`, `update` and `cancel`.
struct WarningFlags {
  std::string id;  // The earlier warning, of update and cancel.
  std::string request_id;
  std::string mechanism;
  std::string scope;
  std::vector<std::string> subdivisions;
  std::vector<std::string> population;
  std::string urgency;
  std::string severity;
  std::string certainty;
  std::string effective;
  std::string expires;
  std::string respond_by;
  std::vector<std::string> addressees;
  std::vector<std::string> headlines;
  std::vector<std::string> descriptions;
  std::vector<std::string> instructions;
  std::string receipt_file;
};

// Adds those that say what is warned of.
void AddWarningFlags(CLI::App* verb, const std::shared_ptr<WarningFlags>& flags);

// Lays the flags over the clear fields: what is not given stays as it is.
//   INVALID_ARGUMENT  naming the flag.
absl::Status FillWarning(const Context& context, const WarningFlags& flags, v1::Warning* warning);

// The texts in their languages, in the order of the headlines. A text that begins
// with @ names a file.
//   INVALID_ARGUMENT  naming the flag: not LANGUAGE=TEXT, a language without a
//                     headline, or twice the same.
//   NOT_FOUND, PERMISSION_DENIED, RESOURCE_EXHAUSTED  as base::ReadFile.
absl::StatusOr<std::vector<AlertText>> ReadTexts(const WarningFlags& flags);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_WARNING_INPUT_H_
