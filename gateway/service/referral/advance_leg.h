#ifndef ENLACE_GATEWAY_SERVICE_REFERRAL_ADVANCE_LEG_H_
#define ENLACE_GATEWAY_SERVICE_REFERRAL_ADVANCE_LEG_H_

#include "enlace/v1/referral_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Makes one transition of the leg machine, with its clocks and notices.
// Thread-safe. Borrows the core.
class AdvanceLeg final : public Handler<v1::AdvanceLegRequest, v1::AdvanceLegResponse> {
 public:
  explicit AdvanceLeg(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT     a field is missing or malformed.
  //   NOT_FOUND            no such leg that the caller may know of.
  //   ABORTED              VERSION_CONFLICT: read again, decide again.
  //   FAILED_PRECONDITION  TRANSITION_NOT_ALLOWED, ACTOR_NOT_ALLOWED, GUARD_NOT_MET.
  //   ALREADY_EXISTS       REQUEST_ID_REUSED.
  //   UNAVAILABLE          nothing was kept; retry with the same request_id.
  void Handle(const identity::Caller& caller, const v1::AdvanceLegRequest& request,
              Done<v1::AdvanceLegResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REFERRAL_ADVANCE_LEG_H_
