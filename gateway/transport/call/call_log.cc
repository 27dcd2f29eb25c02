#include "gateway/transport/call/call_log.h"

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "certs/x509/certificate.h"
#include "gateway/base/errors.h"
#include "gateway/base/log.h"

namespace enlace::transport {
namespace {

constexpr size_t kMaxLoggedUri = 255;

// Empty where there is none.
std::string NameOf(v1::ErrorReason reason) {
  if (reason == v1::ERROR_REASON_UNSPECIFIED) return "";
  const std::string name = v1::ErrorReason_Name(reason);
  return std::string(absl::StripPrefix(name, "ERROR_REASON_"));
}

// A URI of a certificate that we did not issue is free text: only what looks
// like one of ours may enter the log.
std::string LoggableUri(const certs::Certificate& certificate) {
  if (certificate.uris().size() != 1) return "";
  const std::string& uri = certificate.uris().front();
  if (uri.size() > kMaxLoggedUri) return "";
  for (const char c : uri) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != ':' && c != '/' && c != '.' && c != '-') {
      return "";
    }
  }
  return uri;
}

void LogLeftOut(absl::string_view event, const std::vector<RefusalBound::LeftOut>& left_out) {
  for (const RefusalBound::LeftOut& entry : left_out) {
    base::Log(base::LogLevel::kInfo, event, {{"reason", NameOf(entry.reason)}, {"count", entry.count}});
  }
}

constexpr absl::string_view kCertificatesLeftOut = "certificates_refused_unlogged";
constexpr absl::string_view kCallsLeftOut = "calls_refused_unlogged";

}  // namespace

bool IsAboutCertificate(const absl::Status& status) {
  const v1::ErrorReason reason = base::ReasonOf(status);
  return reason >= v1::ERROR_REASON_CERTIFICATE_MISSING && reason <= v1::ERROR_REASON_AGENCY_SUSPENDED;
}

void CallLog::Ended(absl::string_view method, const CallPeer& peer, const absl::Status& status) {
  if (IsAboutCertificate(status)) return CertificateRefused(method, peer, status);
  switch (status.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      base::Log(base::LogLevel::kError, "call_failed",
                {{"method", method},
                 {"code", absl::StatusCodeToString(status.code())},
                 {"caller", peer.caller},
                 {"error", status.message()}});
      return;
    default:
      return CallRefused(method, peer, status);
  }
}

void CallLog::TellLeftOut() {
  LogLeftOut(kCertificatesLeftOut, certificates_.TakeLeftOut());
  LogLeftOut(kCallsLeftOut, calls_.TakeLeftOut());
}

void CallLog::CertificateRefused(absl::string_view method, const CallPeer& peer, const absl::Status& status) {
  const RefusalBound::Verdict verdict = certificates_.Count(base::ReasonOf(status), clock_->Now());
  LogLeftOut(kCertificatesLeftOut, verdict.left_out);
  if (!verdict.shown) return;
  std::string uri, serial, fingerprint;
  const absl::StatusOr<certs::Certificate> certificate = certs::Certificate::FromPem(peer.leaf_pem);
  if (certificate.ok()) {
    uri = LoggableUri(*certificate);
    serial = certificate->serial();
    fingerprint = absl::BytesToHexString(certificate->fingerprint());
  }
  base::Log(base::LogLevel::kInfo, "certificate_refused",
            {{"method", method},
             {"reason", NameOf(base::ReasonOf(status))},
             {"subject_uri", uri},
             {"serial", serial},
             {"fingerprint", fingerprint},
             {"peer", peer.address}});
}

void CallLog::CallRefused(absl::string_view method, const CallPeer& peer, const absl::Status& status) {
  const v1::ErrorReason reason = base::ReasonOf(status);
  if (reason == v1::ERROR_REASON_UNSPECIFIED || reason == v1::ERROR_REASON_QUOTA_EXCEEDED) {
    const RefusalBound::Verdict verdict = calls_.Count(reason, clock_->Now());
    LogLeftOut(kCallsLeftOut, verdict.left_out);
    if (!verdict.shown) return;
  }
  base::Log(base::LogLevel::kInfo, "call_refused",
            {{"method", method},
             {"code", absl::StatusCodeToString(status.code())},
             {"reason", NameOf(reason)},
             {"field", base::FieldOf(status)},
             {"caller", peer.caller},
             {"peer", peer.address}});
}

}  // namespace enlace::transport
