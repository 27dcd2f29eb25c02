#ifndef ENLACE_GATEWAY_SERVICE_REFERRAL_GET_REFERRAL_H_
#define ENLACE_GATEWAY_SERVICE_REFERRAL_GET_REFERRAL_H_

#include "enlace/v1/referral_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Reads a referral as far as the caller's grade allows; the look is recorded
// before the answer leaves.
// Thread-safe. Borrows the core.
class GetReferral final : public Handler<v1::GetReferralRequest, v1::GetReferralResponse> {
 public:
  explicit GetReferral(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field is malformed.
  //   PERMISSION_DENIED  this kind of caller has no part in cases.
  //   NOT_FOUND          none that the caller may know of; that is recorded too.
  void Handle(const identity::Caller& caller, const v1::GetReferralRequest& request,
              Done<v1::GetReferralResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REFERRAL_GET_REFERRAL_H_
