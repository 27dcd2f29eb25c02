#include "gateway/service/directory/agency_view.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {

absl::StatusOr<std::vector<v1::SealingCertificate>> OfferedSealingCertificates(const Core& core,
                                                                               store::Reader& reader,
                                                                               absl::string_view agency_id,
                                                                               absl::Time now) {
  ASSIGN_OR_RETURN(const std::vector<v1::SealingCertificate> valid,
                   store::SealingCertificates(
                       reader, absl::StrCat("spiffe://", core.trust_domain, "/agency/", agency_id, "/"), now));
  const std::vector<certs::AuthorityMember> authorities = core.authority.members();
  std::vector<v1::SealingCertificate> offered;
  for (v1::SealingCertificate certificate : valid) {
    bool is_retired = false;
    for (const certs::AuthorityMember& authority : authorities) {
      if (!certs::NamesIssuer(certificate.certificate_der(), authority.issuing)) continue;
      certificate.set_issuer_der(authority.issuing.der());
      is_retired = authority.state == v1::AUTHORITY_STATE_RETIRED;
    }
    if (!is_retired) offered.push_back(std::move(certificate));
  }
  return offered;
}

absl::StatusOr<v1::Agency> WithSealingCertificates(const Core& core, store::Reader& reader, v1::Agency entry) {
  entry.clear_sealing_certificates();
  ASSIGN_OR_RETURN(
      const std::vector<v1::SealingCertificate> certificates,
      OfferedSealingCertificates(core, reader, entry.agency_id(), core.clock.Now()));
  for (const v1::SealingCertificate& certificate : certificates) {
    *entry.add_sealing_certificates() = certificate;
  }
  return entry;
}

}  // namespace enlace::service
