#include "gateway/service/enrollment/issuance.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/x509/signing_request.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/identity/identifier.h"
#include "gateway/service/actor.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {
namespace {

absl::Status CsrRefused(absl::string_view field, absl::string_view problem) {
  return base::Refusal(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_CSR_REFUSED,
                       absl::StrCat(field, ": ", problem));
}

absl::StatusOr<certs::SigningRequest> Parse(absl::string_view field, absl::string_view der, absl::string_view uri) {
  ASSIGN_OR_RETURN(certs::SigningRequest request, certs::ParseSigningRequest(field, der));
  if (request.uri != uri) {
    return CsrRefused(field, absl::StrCat("asks for ", request.uri, ", but may only ask for ", uri));
  }
  return request;
}

v1::Certificate RowOf(const certs::Certificate& certificate, absl::string_view uri, v1::CertificateUsage usage) {
  v1::Certificate row;
  row.set_serial(certificate.serial());
  row.set_subject_uri(std::string(uri));
  row.set_usage(usage);
  *row.mutable_not_before() = base::ToProto(certificate.not_before());
  *row.mutable_not_after() = base::ToProto(certificate.not_after());
  row.set_certificate_der(certificate.der());
  row.set_key_id(certificate.key_id());
  return row;
}

}  // namespace

absl::StatusOr<Issuance> Issue(const Core& core, absl::string_view uri, absl::string_view tls_csr_der,
                               absl::string_view sealing_csr_der, bool sealing_required) {
  identity::Caller holder;
  RETURN_IF_ERROR(identity::ParseIdentityUri(uri, core.trust_domain, &holder));
  const bool is_agency = holder.kind == identity::Caller::Kind::kAgency;
  if (is_agency && sealing_required && sealing_csr_der.empty()) return base::MissingField("sealing_csr_der");
  if (!is_agency && !sealing_csr_der.empty()) {
    return base::InvalidField("sealing_csr_der", "administrators have no sealing certificate");
  }
  const absl::Time now = core.clock.Now();
  // One for both certificates and their chains: another may issue from now on.
  ASSIGN_OR_RETURN(const std::shared_ptr<const certs::Authority> authority, core.authority.Issuing());
  const std::string issuing_pem = authority->issuing().ToPem();
  Issuance out;

  ASSIGN_OR_RETURN(const certs::SigningRequest tls, Parse("tls_csr_der", tls_csr_der, uri));
  ASSIGN_OR_RETURN(const certs::Certificate tls_certificate,
                   authority->IssueTlsClient(tls, now, core.tls_life));
  out.rows.push_back(RowOf(tls_certificate, uri, v1::CERTIFICATE_USAGE_TLS_CLIENT));
  out.certificates.set_tls_chain_pem(tls_certificate.ToPem() + issuing_pem);
  if (!sealing_csr_der.empty()) {
    ASSIGN_OR_RETURN(const certs::SigningRequest sealing, Parse("sealing_csr_der", sealing_csr_der, uri));
    if (sealing.key_id == tls.key_id) return CsrRefused("sealing_csr_der", "must be for another key than tls_csr_der");
    ASSIGN_OR_RETURN(const certs::Certificate sealing_certificate,
                     authority->IssueSealing(sealing, now, core.sealing_life));
    out.rows.push_back(RowOf(sealing_certificate, uri, v1::CERTIFICATE_USAGE_SEALING));
    out.certificates.set_sealing_chain_pem(sealing_certificate.ToPem() + issuing_pem);
  }
  out.certificates.set_trust_bundle_pem(core.authority.TrustBundlePem());
  *out.certificates.mutable_not_after() = base::ToProto(tls_certificate.not_after());
  *out.certificates.mutable_renew_after() =
      base::ToProto(now + (tls_certificate.not_after() - now) * 2 / 3);
  return out;
}

absl::Status Record(ledger::Work& work, const identity::Caller& caller, absl::string_view request_id,
                    Issuance& issuance) {
  for (v1::Certificate& row : issuance.rows) {
    ledger::Draft draft = TrustDraft(caller, "certificate.issued", request_id);
    draft.clazz = ledger::LeafClass::kKey;
    *draft.record.mutable_event()->mutable_certificate_issued() = row;
    ASSIGN_OR_RETURN(const uint64_t index, work.Append(std::move(draft)));
    row.set_trust_log_index(index);
    RETURN_IF_ERROR(store::PutCertificate(work, row));
  }
  return absl::OkStatus();
}

}  // namespace enlace::service
