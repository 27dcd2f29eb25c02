#include "gateway/service/enrollment/get_trust_bundle.h"

#include <utility>

namespace enlace::service {

void GetTrustBundle::Handle(const identity::Caller& caller, const v1::GetTrustBundleRequest& request,
                            Done<v1::GetTrustBundleResponse> done) {
  v1::GetTrustBundleResponse response;
  response.set_trust_bundle_pem(core_.authority.root().ToPem());
  response.add_log_verifier_keys(core_.case_key.verifier().ToText());
  response.add_log_verifier_keys(core_.trust_key.verifier().ToText());
  done(std::move(response));
}

}  // namespace enlace::service
