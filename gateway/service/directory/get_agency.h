#ifndef ENLACE_GATEWAY_SERVICE_DIRECTORY_GET_AGENCY_H_
#define ENLACE_GATEWAY_SERVICE_DIRECTORY_GET_AGENCY_H_

#include "enlace/v1/directory_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// One agency with its valid sealing certificates.
// Thread-safe. Borrows the core.
class GetAgency final : public Handler<v1::GetAgencyRequest, v1::GetAgencyResponse> {
 public:
  explicit GetAgency(const Core& core) : core_(core) {}

  //   NOT_FOUND  there is none.
  void Handle(const identity::Caller& caller, const v1::GetAgencyRequest& request,
              Done<v1::GetAgencyResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_DIRECTORY_GET_AGENCY_H_
