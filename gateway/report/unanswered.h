// Which legs waited for an answer at a time, and for how long. Pure.
#ifndef ENLACE_GATEWAY_REPORT_UNANSWERED_H_
#define ENLACE_GATEWAY_REPORT_UNANSWERED_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/report_service.pb.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::report {

// A leg that waits, and which leg of its case it is.
struct WaitingLeg {
  v1::UnansweredLeg line;  // without recipient_name, referral_id and short_code
  std::string leg_id;
};

// The legs of the case that ask somebody to act and that nobody had accepted,
// declined, returned or transferred at `at`. A leg waits since it was dispatched
// first; one that was held then and has no recipient, since it was held. One that
// was paused or asked back about waits on: only a decision is an answer.
// `state_since` of a leg that ended without one is when it stopped waiting.
std::vector<WaitingLeg> WaitingLegs(const mechanism::Mechanism& mechanism, const store::v1::CaseState& state,
                                    absl::Time at);

// Longest wait first, then by recipient.
void SortByWait(std::vector<v1::UnansweredLeg>* legs);

}  // namespace enlace::report

#endif  // ENLACE_GATEWAY_REPORT_UNANSWERED_H_
