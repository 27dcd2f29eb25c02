// A report as it leaves: its tables with what must not be shown left out. Pure.
#ifndef ENLACE_GATEWAY_REPORT_REPORT_H_
#define ENLACE_GATEWAY_REPORT_REPORT_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "enlace/v1/report_service.pb.h"
#include "gateway/mechanism/mechanism.h"
#include "gateway/report/count.h"
#include "gateway/report/period.h"

namespace enlace::report {

// What of a request for a report has nothing to do with its period.
//   INVALID_ARGUMENT  names breakdowns or subdivision and the remedy.
absl::Status CheckReportForm(const mechanism::Mechanism& mechanism, const v1::GetReportRequest& request);

// Ends `count`. Tables are suppressed each for itself and where one would tell what
// another leaves out:
//   - state and outcome of referrals are nearly the same numbers: where either has
//     one to hide, the table of states is left out;
//   - the sum of what was granted stands in two tables: hidden in one, it is in both;
//   - rows of clocks and legs as large as a hidden number of referrals are hidden:
//     a rule that starts a clock with every urgent petition would tell it;
//   - a report on a subdivision that the report on the whole hides has no numbers.
v1::Report MakeReport(const mechanism::Mechanism& mechanism, const v1::GetReportRequest& request,
                      const Period& period, absl::Time as_of, uint32_t smallest_cell, Count& count);

}  // namespace enlace::report

#endif  // ENLACE_GATEWAY_REPORT_REPORT_H_
