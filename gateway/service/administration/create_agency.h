#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_AGENCY_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_AGENCY_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Registers an agency.
// Thread-safe. Borrows the core.
class CreateAgency final : public Handler<v1::CreateAgencyRequest, v1::CreateAgencyResponse> {
 public:
  explicit CreateAgency(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field is missing or malformed.
  //   PERMISSION_DENIED  the caller is no administrator.
  //   ALREADY_EXISTS     the id is taken.
  void Handle(const identity::Caller& caller, const v1::CreateAgencyRequest& request,
              Done<v1::CreateAgencyResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_AGENCY_H_
