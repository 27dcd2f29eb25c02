#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_UPDATE_AGENCY_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_UPDATE_AGENCY_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Replaces an agency's entry.
// Thread-safe. Borrows the core.
class UpdateAgency final : public Handler<v1::UpdateAgencyRequest, v1::UpdateAgencyResponse> {
 public:
  explicit UpdateAgency(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field is missing or malformed.
  //   PERMISSION_DENIED  the caller is no administrator.
  //   NOT_FOUND          there is no such agency.
  void Handle(const identity::Caller& caller, const v1::UpdateAgencyRequest& request,
              Done<v1::UpdateAgencyResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_UPDATE_AGENCY_H_
