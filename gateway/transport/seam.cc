#include "gateway/transport/seam.h"

#include <grpc/grpc_security_constants.h>

#include <chrono>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "certs/x509/certificate.h"
#include "gateway/base/errors.h"
#include "gateway/base/log.h"
#include "gateway/transport/grpc_status.h"

namespace enlace::transport {
namespace {

constexpr size_t kMaxLoggedUri = 255;

absl::Status ShuttingDown() {
  return base::Refusal(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
                       "the server is stopping");
}

absl::string_view PeerCertificate(const grpc::ServerContext& context) {
  const auto auth = context.auth_context();
  if (auth == nullptr) return {};
  const std::vector<grpc::string_ref> found = auth->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  return found.empty() ? absl::string_view() : absl::string_view(found.front().data(), found.front().size());
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

std::string MethodOf(absl::string_view request_type) {
  return std::string(absl::StripSuffix(absl::StripPrefix(request_type, "enlace.v1."), "Request"));
}

bool IsAboutCertificate(const absl::Status& status) {
  const v1::ErrorReason reason = base::ReasonOf(status);
  return reason >= v1::ERROR_REASON_CERTIFICATE_MISSING && reason <= v1::ERROR_REASON_AGENCY_SUSPENDED;
}

// Empty where there is none.
std::string NameOf(v1::ErrorReason reason) {
  if (reason == v1::ERROR_REASON_UNSPECIFIED) return "";
  const std::string name = v1::ErrorReason_Name(reason);
  return std::string(absl::StripPrefix(name, "ERROR_REASON_"));
}

std::string NameOf(const identity::Caller& caller) {
  return caller.kind == identity::Caller::Kind::kAnonymous ? "anonymous" : caller.name();
}

// One line that tells the operator which certificate was turned away, within
// bounds.
void LogBadCertificate(const Seam& seam, const grpc::ServerContext& context, const std::string& method,
                       const absl::Status& status) {
  const RefusalBound::Verdict verdict = seam.refusals->Count(base::ReasonOf(status), seam.clock->Now());
  LogLeftOut(verdict.left_out);
  if (!verdict.shown) return;
  std::string uri, serial, fingerprint;
  const absl::StatusOr<certs::Certificate> certificate =
      certs::Certificate::FromPem(PeerCertificate(context));
  if (certificate.ok()) {
    uri = LoggableUri(*certificate);
    serial = certificate->serial();
    fingerprint = absl::BytesToHexString(certificate->fingerprint());
  }
  base::Log(base::LogLevel::kInfo, "certificate_refused",
            {{"method", method},
             {"reason", NameOf(PublicReasonOf(status))},
             {"subject_uri", uri},
             {"serial", serial},
             {"fingerprint", fingerprint},
             {"peer", context.peer()}});
}

}  // namespace

absl::StatusOr<identity::Caller> Admit(const Seam& seam, const grpc::ServerContext& context) {
  if (seam.streams->ending()) return ShuttingDown();
  if (seam.identifier == nullptr) return identity::Caller();
  return seam.identifier->Identify(PeerCertificate(context));
}

absl::Status MayGoOn(const Seam& seam, const identity::Caller& caller, const grpc::ServerContext& context) {
  if (context.IsCancelled()) return absl::CancelledError("the peer ended the stream");
  if (seam.identifier != nullptr) {
    const absl::Status good = seam.identifier->StillGood(caller);
    if (!good.ok()) return good;
  }
  return seam.streams->ending() ? ShuttingDown() : absl::OkStatus();
}

absl::Time EndOf(const Seam& seam, const grpc::ServerContext& context) {
  const std::chrono::system_clock::time_point deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return absl::Now() + seam.default_deadline;
  return absl::FromChrono(deadline);
}

void LogLeftOut(const std::vector<RefusalBound::LeftOut>& left_out) {
  for (const RefusalBound::LeftOut& entry : left_out) {
    base::Log(base::LogLevel::kInfo, "certificates_refused_unlogged",
              {{"reason", NameOf(entry.reason)}, {"count", entry.count}});
  }
}

grpc::Status Finish(const Seam& seam, const grpc::ServerContext& context, absl::string_view request_type,
                    const identity::Caller& caller, const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const std::string method = MethodOf(request_type);
  if (IsAboutCertificate(status)) {
    LogBadCertificate(seam, context, method, status);
    return ToGrpcStatus(status);
  }
  const std::string code = absl::StatusCodeToString(status.code());
  switch (status.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      base::Log(
          base::LogLevel::kError, "call_failed",
          {{"method", method}, {"code", code}, {"caller", NameOf(caller)}, {"error", status.message()}});
      break;
    default:
      base::Log(base::LogLevel::kInfo, "call_refused",
                {{"method", method},
                 {"code", code},
                 {"reason", NameOf(PublicReasonOf(status))},
                 {"field", base::FieldOf(status)},
                 {"caller", NameOf(caller)},
                 {"peer", context.peer()}});
  }
  return ToGrpcStatus(status);
}

}  // namespace enlace::transport
