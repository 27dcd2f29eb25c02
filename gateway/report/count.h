// Counts cases into the tables of a report. What counts where, and why, is in
// docs/statistics.md. Pure.
#ifndef ENLACE_GATEWAY_REPORT_COUNT_H_
#define ENLACE_GATEWAY_REPORT_COUNT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/report/period.h"
#include "gateway/report/tally.h"

namespace enlace::report {

// Takes one case after another. Not thread-safe. Needs memory for numbers and for
// four bytes per case and cell, not for the cases.
class Count {
 public:
  // `subdivision` empty: all. Clocks are taken as they stand at `as_of`.
  Count(const Period& period, std::string subdivision, absl::Time as_of);

  // Only referrals of the mechanism that is counted must be in it.
  void Add(const store::v1::CaseState& counted);

  // All tables, by Breakdown, in its order. Ends the counting.
  std::map<v1::Breakdown, Tally> Finish();

  // Referrals by subdivision whatever the subdivision asked for: what a report on
  // the whole shows.
  const Tally& territories() const { return territories_; }

 private:
  void AddReferral(const store::v1::CaseState& state, const store::v1::ReferralRecord& referral);
  void AddPetition(const store::v1::CaseState& state, const store::v1::ReferralRecord& referral);
  void AddLegs(const store::v1::ReferralRecord& referral);
  void AddMeasures(const store::v1::CaseState& state, const store::v1::ReferralRecord& referral);
  void AddClocks(const store::v1::CaseState& state, const store::v1::ReferralRecord& referral);
  // One more in `row`, and in column `part` of it if that is not 0.
  void Increment(v1::Breakdown breakdown, absl::string_view key, size_t part = 0);

  const Period period_;
  const std::string subdivision_;
  const absl::Time as_of_;
  uint32_t case_number_ = 0;
  std::map<v1::Breakdown, Tally> tallies_;
  Tally territories_;
  std::map<std::string, std::vector<absl::Duration>> response_times_;
};

}  // namespace enlace::report

#endif  // ENLACE_GATEWAY_REPORT_COUNT_H_
