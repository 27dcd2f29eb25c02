// Legs that nobody competent may have at present: are they still?
#ifndef ENLACE_GATEWAY_SERVICE_ESCALATION_HELD_LEGS_H_
#define ENLACE_GATEWAY_SERVICE_ESCALATION_HELD_LEGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "gateway/referral/decision.h"
#include "gateway/service/core.h"
#include "gateway/store/store.h"

namespace enlace::service {

struct HeldLeg {
  std::string referral_id;
  std::string leg_id;
};

std::vector<HeldLeg> HeldLegsOf(const store::v1::CaseState& state);

// Asks for the route anew, and decides:
// - somebody competent can open what was sealed: the leg is dispatched to it (T3),
//   and a leg is opened for each other that the route names, as at a submission;
// - somebody is competent but cannot open it: the sender is asked to seal again;
// - still nobody: the sender, and who oversees, are told again when the time has
//   come, and at once if the reason is another.
// No decision if there is nothing new. They are about the state one after another.
//   UNAVAILABLE  the store could not read.
absl::StatusOr<std::vector<referral::Decision>> ReconsiderHeld(const Core& core, store::Reader& reader,
                                                               const store::v1::CaseState& state,
                                                               const HeldLeg& held,
                                                               absl::Span<const v1::Agency> agencies,
                                                               absl::Time judged);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ESCALATION_HELD_LEGS_H_
