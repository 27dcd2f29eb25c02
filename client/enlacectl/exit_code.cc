#include "client/enlacectl/exit_code.h"

#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"

namespace enlace::client {
namespace {

constexpr char kPayload[] = "enlace/exit-code";

constexpr ExitCodeLine kLines[] = {
    {ExitCode::kOk, "", "done"},
    {ExitCode::kInternal, "", "a defect, of the program or of the gateway"},
    {ExitCode::kUsage, "", "the command line is wrong"},
    {ExitCode::kRefused, "", "the input or the step was refused; correct it"},
    {ExitCode::kNotFound, "", "there is no such thing, or none that this identity may know of"},
    {ExitCode::kNotAllowed, "", "not enrolled, certificate refused, or not allowed"},
    {ExitCode::kConflict, "", "somebody acted meanwhile, or it exists already; read again"},
    {ExitCode::kUnavailable, "", "no connection, or the gateway asks to wait; try again later"},
    {ExitCode::kVerification, "",
     "a signature, receipt, proof or digest does not verify; trust nothing of it"},
    {ExitCode::kClockSkew, "clock-skew", "doctor: the clocks of this machine and of the gateway differ"},
    {ExitCode::kWrongRoot, "wrong-root", "doctor: the server is not of our gateway's authority"},
    {ExitCode::kExpired, "expired", "doctor: our certificate has expired"},
    {ExitCode::kRevoked, "revoked", "doctor: our certificate was revoked"},
    {ExitCode::kWrongServerName, "wrong-name", "doctor: the server's certificate is for other names"},
    {ExitCode::kNotEnrolled, "not-enrolled", "doctor: the folder holds no identity"},
    {ExitCode::kBlockedPort, "blocked-port", "doctor: no answer in time; a firewall swallows it"},
    {ExitCode::kClosedPort, "closed-port", "doctor: nothing listens at this port"},
    {ExitCode::kWrongPort, "wrong-port",
     "doctor: what answers is not the gateway's port for agencies; on the gateway's machine: not what the "
     "settings say"},
    {ExitCode::kTlsVersion, "tls",
     "doctor: TLS 1.3 did not come to be; an old server, or a device in between"},
    {ExitCode::kKeyMismatch, "key-mismatch", "doctor: key and certificate do not belong together"},
    {ExitCode::kWrongUsage, "wrong-usage",
     "doctor: a certificate that is not for connections, the sealing one say"},
    {ExitCode::kSuspended, "suspended", "doctor: our agency is suspended"},
    {ExitCode::kUnknownCertificate, "unknown-certificate",
     "doctor: the gateway has no record of our certificate"},
    {ExitCode::kRenewalDue, "renewal-due", "doctor: all works, and a certificate is due for renewal"},
    {ExitCode::kOpenFolder, "open-folder", "doctor: others can read a folder or file with private keys"},
    {ExitCode::kNameUnknown, "dns", "doctor: a name has no address (DNS)"},
    {ExitCode::kForeignCertificate, "untrusted-certificate",
     "doctor: our certificate is of another authority, or its signature or key is not one that we may use"},
    {ExitCode::kForeignName, "foreign-name", "doctor: our certificate names nobody of this gateway"},
    {ExitCode::kDamagedFile, "damaged-file", "doctor: a file of the identity is missing or cannot be used"},
    {ExitCode::kServerExpired, "server-expired", "doctor: the gateway's own certificate has expired"},
    {ExitCode::kConfig, "config", "doctor, gateway: the settings are not ones that it could run with"},
    {ExitCode::kAuthorityFiles, "authority-files",
     "doctor, gateway: files of the authority, or who may read them"},
    {ExitCode::kAuthorityEnds, "authority-ends",
     "doctor, gateway: an authority's certificate ends soon or has ended"},
    {ExitCode::kStateFolder, "state-folder", "doctor, gateway: the folder of its state, or who may read it"},
    {ExitCode::kDiskSpace, "disk-space", "doctor, gateway: little room is left for its state"},
    {ExitCode::kPortTaken, "port-taken",
     "doctor, gateway: another program has its port, or the address is not here"},
    {ExitCode::kPublicNames, "public-names", "doctor, gateway: its certificate lacks a name of public_names"},
    {ExitCode::kMechanisms, "mechanisms", "doctor, gateway: a mechanism's file cannot be used"},
};

}  // namespace

absl::Span<const ExitCodeLine> ExitCodes() { return kLines; }

const char* NameOf(ExitCode code) {
  for (const ExitCodeLine& line : kLines) {
    if (line.code == code) return line.name;
  }
  return "";
}

absl::Status WithExitCode(absl::Status status, ExitCode code) {
  status.SetPayload(kPayload, absl::Cord(absl::StrCat(static_cast<int>(code))));
  return status;
}

ExitCode ExitCodeOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayload);
  int number = 0;
  if (payload.has_value() && absl::SimpleAtoi(std::string(*payload), &number))
    return static_cast<ExitCode>(number);
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

ExitCode CertificateExitCode(v1::ErrorReason reason) {
  switch (reason) {
    case v1::ERROR_REASON_CERTIFICATE_MISSING:
      return ExitCode::kNotEnrolled;
    case v1::ERROR_REASON_CERTIFICATE_UNTRUSTED:
      return ExitCode::kForeignCertificate;
    case v1::ERROR_REASON_CERTIFICATE_EXPIRED:
      return ExitCode::kExpired;
    case v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID:
      return ExitCode::kClockSkew;
    case v1::ERROR_REASON_CERTIFICATE_REVOKED:
      return ExitCode::kRevoked;
    case v1::ERROR_REASON_CERTIFICATE_WRONG_USAGE:
      return ExitCode::kWrongUsage;
    case v1::ERROR_REASON_CERTIFICATE_WRONG_NAME:
      return ExitCode::kForeignName;
    case v1::ERROR_REASON_CERTIFICATE_UNKNOWN:
      return ExitCode::kUnknownCertificate;
    case v1::ERROR_REASON_AGENCY_SUSPENDED:
      return ExitCode::kSuspended;
    default:
      return ExitCode::kOk;
  }
}

}  // namespace enlace::client
