#include "adapters/runtime/dry_run.h"

#include <array>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"

namespace enlace::adapters {
namespace {

constexpr int kLooks = 3;
// In the order of the alternatives of Collected.
constexpr std::array<const char*, 3> kKinds = {"referral", "decision", "status"};

}  // namespace

absl::StatusOr<std::string> DryRun(Adapter& driver, absl::Duration quiet_time, client::Sleeper& sleeper) {
  std::vector<Collected> collected;
  for (int look = 0; look < kLooks; ++look) {
    if (look > 0 && !sleeper.Sleep(quiet_time + absl::Milliseconds(200)))
      return absl::CancelledError("stopped");
    ASSIGN_OR_RETURN(collected, driver.Collect());
  }
  std::string report;
  std::array<int, 3> sums = {};
  for (const Collected& item : collected) {
    ++sums[item.index()];
    absl::StrAppend(&report, kKinds[item.index()], " ", SourceIdOf(item), "\n");
  }
  absl::StrAppend(&report, "would send ", sums[0], " referrals, ", sums[1], " decisions, ", sums[2],
                  " statuses\n");
  return report;
}

}  // namespace enlace::adapters
