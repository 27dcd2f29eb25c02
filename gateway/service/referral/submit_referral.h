#ifndef ENLACE_GATEWAY_SERVICE_REFERRAL_SUBMIT_REFERRAL_H_
#define ENLACE_GATEWAY_SERVICE_REFERRAL_SUBMIT_REFERRAL_H_

#include "enlace/v1/referral_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Takes a sealed referral, routes it and makes it durable with its legs, clocks,
// feed items and records. Never opens the payload.
// Thread-safe. Borrows the core.
class SubmitReferral final : public Handler<v1::SubmitReferralRequest, v1::SubmitReferralResponse> {
 public:
  explicit SubmitReferral(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT     a field is missing or malformed (FIELD_INVALID), or the
  //                        outer form of the seal is wrong (ENVELOPE_INVALID).
  //   PERMISSION_DENIED    this kind of caller submits no referrals.
  //   NOT_FOUND            case_id names no case that the caller may know of.
  //   FAILED_PRECONDITION  ROUTE_CHANGED: resolve, seal and submit again.
  //   ALREADY_EXISTS       REQUEST_ID_REUSED.
  //   UNAVAILABLE          nothing was kept; retry with the same request_id.
  void Handle(const identity::Caller& caller, const v1::SubmitReferralRequest& request,
              Done<v1::SubmitReferralResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REFERRAL_SUBMIT_REFERRAL_H_
