#ifndef ENLACE_GATEWAY_SERVICE_CASES_WITHDRAW_CONSENT_H_
#define ENLACE_GATEWAY_SERVICE_CASES_WITHDRAW_CONSENT_H_

#include "enlace/v1/case_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Ends every leg of a referral and tells every holder to stop using what it holds,
// each in a record of its own.
// Thread-safe. Borrows the core.
class WithdrawConsent final : public Handler<v1::WithdrawConsentRequest, v1::WithdrawConsentResponse> {
 public:
  explicit WithdrawConsent(const Core& core) : core_(core) {}

  // The answer has the legs that it ended, to the sender all of them, to an
  // organisation that accompanies those concerned its own.
  //   INVALID_ARGUMENT     a field is missing or malformed: mend it.
  //   PERMISSION_DENIED    agencies of this kind have no part in cases.
  //   NOT_FOUND            no such referral that the caller may know of.
  //   FAILED_PRECONDITION  ACTOR_NOT_ALLOWED: another party does it. GUARD_NOT_MET:
  //                        it was withdrawn already.
  //   ALREADY_EXISTS       REQUEST_ID_REUSED.
  //   UNAVAILABLE          nothing was kept; retry with the same request_id.
  void Handle(const identity::Caller& caller, const v1::WithdrawConsentRequest& request,
              Done<v1::WithdrawConsentResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CASES_WITHDRAW_CONSENT_H_
