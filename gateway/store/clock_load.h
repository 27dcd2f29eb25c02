// How many clocks run against an agency: numbers alone leave the store.
#ifndef ENLACE_GATEWAY_STORE_CLOCK_LOAD_H_
#define ENLACE_GATEWAY_STORE_CLOCK_LOAD_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/authz/grant.h"
#include "gateway/mechanism/mechanism.h"
#include "gateway/store/store.h"

namespace enlace::store {

struct ClockLoad {
  uint32_t running = 0;
  // Those among them that are due before the given time, overdue ones too.
  uint32_t urgent = 0;
  // Whether there were more cases or warnings than were looked at.
  bool is_cut = false;
};

// Cases, and warnings, that are looked at for one answer.
inline constexpr size_t kMostLoad = 2000;

// Clocks of cases and warnings for which the agency answers now and that nothing has
// ended. `mechanism` finds the rules of a case; null for what is not loaded. For
// administrators: `grant` says that one asks. Looks at `most` cases at most.
//   UNAVAILABLE, DATA_LOSS  as Reader.
absl::StatusOr<ClockLoad> ClocksAgainst(
    Reader& reader, const authz::AdminGrant& grant, absl::string_view agency_id, absl::Time urgent_before,
    const std::function<const mechanism::Mechanism*(absl::string_view id)>& mechanism,
    size_t most = kMostLoad);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_CLOCK_LOAD_H_
