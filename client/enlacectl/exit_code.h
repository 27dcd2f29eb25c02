// What enlacectl's exit status tells a script.
#ifndef ENLACE_CLIENT_ENLACECTL_EXIT_CODE_H_
#define ENLACE_CLIENT_ENLACECTL_EXIT_CODE_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "enlace/v1/error_reason.pb.h"

namespace enlace::client {

// Part of the contract with scripts; never renumber. From 20 on: what `doctor`
// found, one number for each remedy.
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
  kClockSkew = 20,
  kWrongRoot = 21,
  kExpired = 22,
  kRevoked = 23,
  kWrongServerName = 24,
  kNotEnrolled = 25,
  kBlockedPort = 26,
  kClosedPort = 27,
  kWrongPort = 28,
  kTlsVersion = 29,
  kKeyMismatch = 30,
  kWrongUsage = 31,
  kSuspended = 32,
  kUnknownCertificate = 33,
  kRenewalDue = 34,
  kOpenFolder = 35,
  kNameUnknown = 36,
  kForeignCertificate = 37,
  kForeignName = 38,
  kDamagedFile = 39,
  kServerExpired = 40,
  kConfig = 41,
  kAuthorityFiles = 42,
  kAuthorityEnds = 43,
  kStateFolder = 44,
  kDiskSpace = 45,
  kPortTaken = 46,
  kPublicNames = 47,
  kMechanisms = 48,
};

// One line of the table in docs/enlacectl.md.
struct ExitCodeLine {
  ExitCode code;
  // Stable name in doctor's JSON; empty below 20.
  const char* name;
  const char* meaning;
};
// All of them, by number.
absl::Span<const ExitCodeLine> ExitCodes();
// The stable name; "" for those below 20.
const char* NameOf(ExitCode code);

// The same status with `code` as its exit status, whatever its canonical code
// is. `status` must not be OK.
absl::Status WithExitCode(absl::Status status, ExitCode code);

// Pure. OK is kOk; usage errors never reach it.
ExitCode ExitCodeOf(const absl::Status& status);

// What doctor says of a certificate of ours that was refused with `reason`; kOk
// for a reason that is not about certificates.
ExitCode CertificateExitCode(v1::ErrorReason reason);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_EXIT_CODE_H_
