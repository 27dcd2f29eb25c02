// Submission: T1 and the gateway's first move, T3 or T2.
#ifndef ENLACE_GATEWAY_REFERRAL_SUBMIT_H_
#define ENLACE_GATEWAY_REFERRAL_SUBMIT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "gateway/referral/decision.h"
#include "gateway/referral/held_purpose.h"
#include "gateway/referral/submit_form.h"

namespace enlace::referral {

// What a submission is decided on. `request` passed ValidateSubmit.
struct SubmitInput {
  v1::AgencyRef origin;  // the caller, with its kind
  const v1::SubmitReferralRequest& request;
  // The route as it is now, after exclusions; empty holds the referral.
  std::vector<v1::PlannedLeg> route = {};
  // Why there is no route, in words for the sender.
  std::string held_reason = {};
  // What the route leaves without anybody; not looked at without a route.
  std::vector<HeldPurpose> unserved = {};
  // After how long the sender is told again that nobody has it.
  absl::Duration held_reminder = absl::Hours(24);
  // The case it belongs to; nullptr opens a new one.
  const store::v1::CaseState* existing = nullptr;
  absl::Time now = absl::InfinitePast();
};

// The events of a submission, in this order: CaseOpened (a new case only),
// AgencyExcluded with the end of that agency's open legs, ReferralSubmitted with
// its legs in SUBMITTED, then T3 for each leg of the route and T2 for each purpose
// that is left without anybody: a leg without recipient holds its place and tells
// the sender. Without a route the referral has one such leg, of no purpose, so that
// it is never in no state.
//   INVALID_ARGUMENT                   the sender excludes itself, or the payload
//                                      is not sealed to the sender.
//   FAILED_PRECONDITION ROUTE_CHANGED  the route names an excluded agency or one
//                                      that the payload is not sealed to: resolve
//                                      and seal again.
//   FAILED_PRECONDITION GUARD_NOT_MET  an agency that sent a referral of the case
//                                      cannot be excluded by another, nor may one
//                                      recipient have two legs for one purpose.
//   NOT_FOUND                          the sender has no access to the case.
absl::StatusOr<Decision> Submit(const SubmitInput& input);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_SUBMIT_H_
