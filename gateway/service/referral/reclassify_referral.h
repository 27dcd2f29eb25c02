#ifndef ENLACE_GATEWAY_SERVICE_REFERRAL_RECLASSIFY_REFERRAL_H_
#define ENLACE_GATEWAY_SERVICE_REFERRAL_RECLASSIFY_REFERRAL_H_

#include "enlace/v1/referral_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Changes what a referral says of the alleged perpetrator, and asks whoever is
// competent by that and was not asked yet. Never opens the payload.
// Thread-safe. Borrows the core.
class ReclassifyReferral final
    : public Handler<v1::ReclassifyReferralRequest, v1::ReclassifyReferralResponse> {
 public:
  explicit ReclassifyReferral(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT     a field is missing or malformed, the category is the one
  //                        before (FIELD_INVALID), or the outer form of the seal is
  //                        wrong (ENVELOPE_INVALID).
  //   PERMISSION_DENIED    this kind of caller moves no referrals.
  //   NOT_FOUND            no such referral that the caller may know of.
  //   FAILED_PRECONDITION  ACTOR_NOT_ALLOWED: only the sender. GUARD_NOT_MET: it has
  //                        ended. ROUTE_CHANGED: resolve, seal and send again.
  //   ALREADY_EXISTS       REQUEST_ID_REUSED.
  //   UNAVAILABLE          nothing was kept; retry with the same request_id.
  void Handle(const identity::Caller& caller, const v1::ReclassifyReferralRequest& request,
              Done<v1::ReclassifyReferralResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REFERRAL_RECLASSIFY_REFERRAL_H_
