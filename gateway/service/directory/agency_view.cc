#include "gateway/service/directory/agency_view.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {

absl::StatusOr<v1::Agency> WithSealingCertificates(const Core& core, store::Reader& reader, v1::Agency entry) {
  entry.clear_sealing_certificates();
  ASSIGN_OR_RETURN(
      const std::vector<v1::SealingCertificate> certificates,
      store::SealingCertificates(
          reader, absl::StrCat("spiffe://", core.trust_domain, "/agency/", entry.agency_id(), "/"),
          core.clock.Now()));
  for (const v1::SealingCertificate& certificate : certificates) {
    *entry.add_sealing_certificates() = certificate;
  }
  return entry;
}

}  // namespace enlace::service
