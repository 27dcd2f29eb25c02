#include "gateway/service/enrollment/get_ca_certificates.h"

#include <utility>

namespace enlace::service {

void GetCaCertificates::Handle(const identity::Caller& caller, const v1::GetTrustBundleRequest& request,
                               Done<v1::GetTrustBundleResponse> done) {
  v1::GetTrustBundleResponse response;
  response.set_trust_bundle_pem(core_.authority.root().ToPem() + core_.authority.issuing().ToPem());
  done(std::move(response));
}

}  // namespace enlace::service
