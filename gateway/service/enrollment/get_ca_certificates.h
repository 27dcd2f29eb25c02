#ifndef ENLACE_GATEWAY_SERVICE_ENROLLMENT_GET_CA_CERTIFICATES_H_
#define ENLACE_GATEWAY_SERVICE_ENROLLMENT_GET_CA_CERTIFICATES_H_

#include "enlace/v1/enrollment_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// What EST's clients call the CA certificates (RFC 7030, section 4.1): the roots that
// this gateway trusts and behind them the authorities below, from which a client
// builds the chain of what it is issued.
// Thread-safe. Borrows the core.
class GetCaCertificates final : public Handler<v1::GetTrustBundleRequest, v1::GetTrustBundleResponse> {
 public:
  explicit GetCaCertificates(const Core& core) : core_(core) {}

  //   (always OK)
  void Handle(const identity::Caller& caller, const v1::GetTrustBundleRequest& request,
              Done<v1::GetTrustBundleResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ENROLLMENT_GET_CA_CERTIFICATES_H_
