#include "client/enlacectl/exit_code.h"

namespace enlace::client {
namespace {

constexpr ExitCodeLine kLines[] = {
    {ExitCode::kOk, "done"},
    {ExitCode::kInternal, "a defect, of the program or of the gateway"},
    {ExitCode::kUsage, "the command line is wrong"},
    {ExitCode::kRefused, "the input or the step was refused; correct it"},
    {ExitCode::kNotFound, "there is no such thing, or none that this identity may know of"},
    {ExitCode::kNotAllowed, "not enrolled, certificate refused, or not allowed"},
    {ExitCode::kConflict, "somebody acted meanwhile, or it exists already; read again"},
    {ExitCode::kUnavailable, "no connection, or the gateway asks to wait; try again later"},
    {ExitCode::kVerification, "a signature, receipt, proof or digest does not verify; trust nothing of it"},
};

}  // namespace

absl::Span<const ExitCodeLine> ExitCodes() { return kLines; }

ExitCode ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return ExitCode::kOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kFailedPrecondition:
      return ExitCode::kRefused;
    case absl::StatusCode::kNotFound:
      return ExitCode::kNotFound;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return ExitCode::kNotAllowed;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
      return ExitCode::kConflict;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:
      return ExitCode::kUnavailable;
    case absl::StatusCode::kDataLoss:
      return ExitCode::kVerification;
    default:
      return ExitCode::kInternal;
  }
}

}  // namespace enlace::client
