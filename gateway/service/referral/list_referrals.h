#ifndef ENLACE_GATEWAY_SERVICE_REFERRAL_LIST_REFERRALS_H_
#define ENLACE_GATEWAY_SERVICE_REFERRAL_LIST_REFERRALS_H_

#include "enlace/v1/referral_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Lists the referrals that the caller has a part in; the look is recorded.
// Thread-safe. Borrows the core.
class ListReferrals final : public Handler<v1::ListReferralsRequest, v1::ListReferralsResponse> {
 public:
  explicit ListReferrals(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field is malformed, or page_token is not ours.
  //   PERMISSION_DENIED  this kind of caller has no part in cases.
  void Handle(const identity::Caller& caller, const v1::ListReferralsRequest& request,
              Done<v1::ListReferralsResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REFERRAL_LIST_REFERRALS_H_
