#include "gateway/transport/est/est_answer.h"

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "certs/x509/certificate.h"
#include "certs/x509/certs_only.h"
#include "enlace/v1/enrollment_service.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/rpc/connect_error.h"
#include "gateway/transport/rpc/metadata.h"
#include "gateway/transport/rpc/reason_texts.h"
#include "gateway/transport/rpc/status_encoding.h"

namespace enlace::transport {
namespace {

// CsrAttrs (RFC 7030, section 4.5.2): the attribute id-ecPublicKey with the one value
// prime256v1, and ecdsa-with-SHA256.
constexpr unsigned char kCsrAttributes[] = {
    0x30, 0x21,                                                   // SEQUENCE
    0x30, 0x15,                                                   //   SEQUENCE
    0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,         //     1.2.840.10045.2.1
    0x31, 0x0a,                                                   //     SET
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07,   //       1.2.840.10045.3.1.7
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02};  //   1.2.840.10045.4.3.2

// The chain of the certificate that was asked for, PEM.
std::string ChainOf(const EstTarget& target, const google::protobuf::Message& message) {
  const v1::IssuedCertificates* issued = nullptr;
  if (message.GetDescriptor() == v1::EnrollResponse::descriptor()) {
    issued = &static_cast<const v1::EnrollResponse&>(message).certificates();
  } else if (message.GetDescriptor() == v1::RenewResponse::descriptor()) {
    issued = &static_cast<const v1::RenewResponse&>(message).certificates();
  }
  if (issued == nullptr) return "";
  return target.sealing ? issued->sealing_chain_pem() : issued->tls_chain_pem();
}

absl::StatusOr<std::vector<certs::Certificate>> CertificatesOf(const EstTarget& target,
                                                               const google::protobuf::Message& message) {
  if (target.operation == EstOperation::kCaCerts) {
    if (message.GetDescriptor() != v1::GetTrustBundleResponse::descriptor()) {
      return base::InternalError("no CA certificates were given");
    }
    return certs::Certificate::ChainFromPem(
        static_cast<const v1::GetTrustBundleResponse&>(message).trust_bundle_pem());
  }
  // Section 4.2.3: the certificate that was issued, and no other.
  ASSIGN_OR_RETURN(certs::Certificate leaf, certs::Certificate::FromPem(ChainOf(target, message)));
  return std::vector<certs::Certificate>{std::move(leaf)};
}

bool IsPermanent(const absl::Status& status) { return !RetryDelayOf(status).has_value(); }

// What the peer is told, without the names that fields have in our messages.
std::string PlainText(const absl::Status& status) {
  const std::string told = EncodeStatus(status).message();
  absl::string_view text = told;
  if (absl::ConsumePrefix(&text, "tls_csr_der: ") || absl::ConsumePrefix(&text, "sealing_csr_der: ")) {
    return absl::StrCat("the PKCS#10 request: ", text);
  }
  return told;
}

}  // namespace

absl::StatusOr<std::string> EstBody(const EstTarget& target, const google::protobuf::Message& message) {
  if (target.operation == EstOperation::kCsrAttrs) {
    return absl::Base64Escape(
        absl::string_view(reinterpret_cast<const char*>(kCsrAttributes), sizeof(kCsrAttributes)));
  }
  const absl::StatusOr<std::vector<certs::Certificate>> certificates = CertificatesOf(target, message);
  if (!certificates.ok()) return base::InternalError("the answer holds no certificate");
  ASSIGN_OR_RETURN(const std::string der, certs::MakeCertsOnly(*certificates));
  return absl::Base64Escape(der);
}

absl::string_view EstContentType(EstOperation operation) {
  switch (operation) {
    case EstOperation::kCaCerts:
      return "application/pkcs7-mime";
    case EstOperation::kCsrAttrs:
      return "application/csrattrs";
    case EstOperation::kSimpleEnroll:
    case EstOperation::kSimpleReenroll:
      break;
  }
  return "application/pkcs7-mime; smime-type=certs-only";
}

int EstHttpStatus(const absl::Status& status) {
  if (base::ReasonOf(status) == v1::ERROR_REASON_TOKEN_REFUSED) return 401;
  if (status.code() == absl::StatusCode::kUnauthenticated) return 403;
  if (status.code() == absl::StatusCode::kResourceExhausted && IsPermanent(status)) return 413;
  return HttpStatusOf(status.code());
}

void RefuseEst(int http_status, const absl::Status& status, absl::string_view allow, Responder* responder) {
  OutgoingFields fields;
  fields.Add("content-type", "text/plain; charset=utf-8");
  if (!allow.empty()) fields.Add("allow", allow);
  if (http_status == 401)
    fields.Add("www-authenticate", "Basic realm=\"enrolment token\", charset=\"UTF-8\"");
  const absl::optional<absl::Duration> delay = RetryDelayOf(status);
  if (delay.has_value()) fields.AddOwned("retry-after", absl::StrCat(absl::ToInt64Seconds(*delay)));
  const ReasonText& text = TextOf(PublicReasonOf(status), status.code());
  responder->Start(http_status, fields.fields());
  responder->Write(absl::StrCat(PlainText(status), "\n", text.es, "\n", text.pt_br, "\n"));
  responder->End({});
}

}  // namespace enlace::transport
