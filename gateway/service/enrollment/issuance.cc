#include "gateway/service/enrollment/issuance.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/x509/signing_request.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/identity/identifier.h"
#include "gateway/service/certificates/change.h"
#include "gateway/store/certificate_rows.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

absl::Status CsrRefused(absl::string_view field, absl::string_view problem) {
  return base::Refusal(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_CSR_REFUSED,
                       absl::StrCat(field, ": ", problem));
}

constexpr char kTls[] = "tls_csr_der";
constexpr char kSealing[] = "sealing_csr_der";

absl::StatusOr<certs::SigningRequest> Parse(absl::string_view field, absl::string_view der,
                                            absl::string_view uri, CsrForm form) {
  const auto name = form == CsrForm::kEitherKey ? certs::HolderName::kOptional : certs::HolderName::kRequired;
  ASSIGN_OR_RETURN(certs::SigningRequest request, certs::ParseSigningRequest(field, der, name));
  if (request.uri.empty()) request.uri = std::string(uri);
  if (request.uri != uri) {
    return CsrRefused(field, absl::StrCat("asks for ", request.uri, ", but may only ask for ", uri));
  }
  return request;
}

v1::Certificate RowOf(const certs::Certificate& certificate, absl::string_view uri,
                      v1::CertificateUsage usage) {
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

// What is missing, or must not be there.
absl::Status CheckForm(CsrForm form, bool is_agency, bool has_tls, bool has_sealing) {
  if (form == CsrForm::kBothKeys && is_agency && !has_sealing) return base::MissingField(kSealing);
  if (form == CsrForm::kEitherKey && !has_tls && !has_sealing) return base::MissingField(kTls);
  if (!is_agency && has_sealing) {
    return base::InvalidField(kSealing, "administrators have no sealing certificate");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Issuance> Issue(const Core& core, absl::string_view uri, absl::string_view tls_csr_der,
                               absl::string_view sealing_csr_der, CsrForm form) {
  identity::Caller holder;
  RETURN_IF_ERROR(identity::ParseIdentityUri(uri, core.trust_domain, &holder));
  const bool is_agency = holder.kind == identity::Caller::Kind::kAgency;
  RETURN_IF_ERROR(CheckForm(form, is_agency, !tls_csr_der.empty(), !sealing_csr_der.empty()));
  const absl::Time now = core.clock.Now();
  // One for both certificates and their chains: another may issue from now on.
  ASSIGN_OR_RETURN(const std::shared_ptr<const certs::Authority> authority, core.authority.Issuing());
  const std::string issuing_pem = authority->issuing().ToPem();
  Issuance out;

  certs::SigningRequest tls;
  if (form != CsrForm::kEitherKey || !tls_csr_der.empty()) {
    ASSIGN_OR_RETURN(tls, Parse(kTls, tls_csr_der, uri, form));
    ASSIGN_OR_RETURN(const certs::Certificate tls_certificate,
                     authority->IssueTlsClient(tls, now, core.tls_life));
    out.rows.push_back(RowOf(tls_certificate, uri, v1::CERTIFICATE_USAGE_TLS_CLIENT));
    out.certificates.set_tls_chain_pem(tls_certificate.ToPem() + issuing_pem);
    *out.certificates.mutable_not_after() = base::ToProto(tls_certificate.not_after());
    *out.certificates.mutable_renew_after() =
        base::ToProto(now + (tls_certificate.not_after() - now) * 2 / 3);
  }
  if (!sealing_csr_der.empty()) {
    ASSIGN_OR_RETURN(const certs::SigningRequest sealing, Parse(kSealing, sealing_csr_der, uri, form));
    if (sealing.key_id == tls.key_id) return CsrRefused(kSealing, "must be for another key than tls_csr_der");
    ASSIGN_OR_RETURN(const certs::Certificate sealing_certificate,
                     authority->IssueSealing(sealing, now, core.sealing_life));
    out.rows.push_back(RowOf(sealing_certificate, uri, v1::CERTIFICATE_USAGE_SEALING));
    out.certificates.set_sealing_chain_pem(sealing_certificate.ToPem() + issuing_pem);
  }
  out.certificates.set_trust_bundle_pem(core.authority.TrustBundlePem());
  return out;
}

absl::Status CheckKeysApart(store::Reader& reader, const Issuance& issuance) {
  constexpr size_t kPage = 500;
  for (const v1::Certificate& fresh : issuance.rows) {
    std::string after;
    do {
      ASSIGN_OR_RETURN(const std::vector<v1::Certificate> page,
                       store::ListCertificates(reader, fresh.subject_uri(), kPage, &after));
      for (const v1::Certificate& known : page) {
        if (known.key_id() != fresh.key_id() || known.usage() == fresh.usage()) continue;
        return fresh.usage() == v1::CERTIFICATE_USAGE_SEALING
                   ? CsrRefused(kSealing, "is for a key of a TLS certificate; make another key to seal with")
                   : CsrRefused(kTls, "is for a key of a sealing certificate; make another key for TLS");
      }
    } while (!after.empty());
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> IsEntered(store::Reader& reader, const identity::Caller& holder) {
  if (holder.kind != identity::Caller::Kind::kAgency) return true;
  ASSIGN_OR_RETURN(const auto agency,
                   store::GetProto<v1::Agency>(reader, store::Table::kAgency, holder.agency_id));
  if (!agency.has_value()) return false;
  const auto& units = agency->unit_ids();
  return std::find(units.begin(), units.end(), holder.unit_id) != units.end();
}

absl::Status Record(ledger::Work& work, const identity::Caller& caller, absl::string_view request_id,
                    Issuance& issuance) {
  for (v1::Certificate& row : issuance.rows) {
    RETURN_IF_ERROR(
        RecordCertificate(work, {caller, std::string(request_id), v1::CERTIFICATE_CHANGE_ISSUED}, &row));
  }
  return absl::OkStatus();
}

}  // namespace enlace::service
