#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SUSPEND_AGENCY_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SUSPEND_AGENCY_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Suspends an agency: its calls are refused and its streams cut; its queue stays.
// Thread-safe. Borrows the core.
class SuspendAgency final : public Handler<v1::SuspendAgencyRequest, v1::SuspendAgencyResponse> {
 public:
  explicit SuspendAgency(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no administrator.
  //   NOT_FOUND          there is no such agency.
  void Handle(const identity::Caller& caller, const v1::SuspendAgencyRequest& request,
              Done<v1::SuspendAgencyResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SUSPEND_AGENCY_H_
