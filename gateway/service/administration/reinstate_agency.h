#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_AGENCY_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_AGENCY_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Lets a suspended agency back in.
// Thread-safe. Borrows the core.
class ReinstateAgency final : public Handler<v1::ReinstateAgencyRequest, v1::ReinstateAgencyResponse> {
 public:
  explicit ReinstateAgency(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no administrator.
  //   NOT_FOUND          there is no such agency.
  void Handle(const identity::Caller& caller, const v1::ReinstateAgencyRequest& request,
              Done<v1::ReinstateAgencyResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_AGENCY_H_
