// The withdrawal of the consent to a referral: every leg of it ends, and everybody
// who holds something of it is told to stop using it. Pure.
#ifndef ENLACE_GATEWAY_REFERRAL_WITHDRAW_CONSENT_H_
#define ENLACE_GATEWAY_REFERRAL_WITHDRAW_CONSENT_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/case_service.pb.h"
#include "gateway/referral/decision.h"

namespace enlace::referral {

// INVALID_ARGUMENT naming the field unless the request has its ids, a reason and an
// officer.
absl::Status ValidateWithdrawConsent(const v1::WithdrawConsentRequest& request);

// A decision about the consent to a referral.
struct ConsentResult : Decision {
  // The legs that it ended, as they stand after it.
  std::vector<v1::Leg> ended;
};

// Decides a request that passed ValidateWithdrawConsent.
//   NOT_FOUND                                no part in the referral.
//   FAILED_PRECONDITION (ACTOR_NOT_ALLOWED)  neither its sender nor an organisation
//                                            that accompanies those concerned.
//   FAILED_PRECONDITION (GUARD_NOT_MET)      it was withdrawn already.
//
// Each leg that has not ended ends as T18 (not accepted yet) or T19 (accepted) end
// it; each is an event of its own, so that its record proves that its holder was
// told. So is a notice to each holder whose leg had ended before: it may still
// keep what it got. Clocks become void only with the petition; else they run on
// and fall back to the sender.
absl::StatusOr<ConsentResult> WithdrawConsent(const store::v1::CaseState& state,
                                              const store::v1::ReferralRecord& referral,
                                              const v1::AgencyRef& caller,
                                              const v1::WithdrawConsentRequest& request, absl::Time now);

// Whom T18 tells besides its recipient: the sender, where another withdrew for it.
void AddWithdrawalNotice(const store::v1::ReferralRecord& referral, int transition,
                         const v1::AgencyRef& actor, size_t event, std::vector<NoticeTarget>* notices);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_WITHDRAW_CONSENT_H_
