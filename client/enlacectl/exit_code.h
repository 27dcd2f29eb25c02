// What enlacectl's exit status tells a script.
#ifndef ENLACE_CLIENT_ENLACECTL_EXIT_CODE_H_
#define ENLACE_CLIENT_ENLACECTL_EXIT_CODE_H_

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace enlace::client {

// Part of the contract with scripts; never renumber.
enum class ExitCode {
  kOk = 0,
  kInternal = 1,
  kUsage = 2,
  kRefused = 3,
  kNotFound = 4,
  kNotAllowed = 5,
  kConflict = 6,
  kUnavailable = 7,
  kVerification = 8,
};

// One line of the table in docs/enlacectl.md.
struct ExitCodeLine {
  ExitCode code;
  const char* meaning;
};
absl::Span<const ExitCodeLine> ExitCodes();

// Pure. OK is kOk; usage errors never reach it.
ExitCode ExitCodeOf(const absl::Status& status);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_EXIT_CODE_H_
