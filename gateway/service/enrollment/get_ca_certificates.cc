#include "gateway/service/enrollment/get_ca_certificates.h"

#include <string>
#include <utility>

namespace enlace::service {

void GetCaCertificates::Handle(const identity::Caller& caller, const v1::GetTrustBundleRequest& request,
                               Done<v1::GetTrustBundleResponse> done) {
  v1::GetTrustBundleResponse response;
  std::string pem = core_.authority.TrustBundlePem();
  for (const certs::AuthorityMember& member : core_.authority.members()) {
    if (member.is_trusted()) pem += member.issuing.ToPem();
  }
  response.set_trust_bundle_pem(std::move(pem));
  done(std::move(response));
}

}  // namespace enlace::service
