// Periods that reports are made for, and the duties that they serve. Pure.
#ifndef ENLACE_GATEWAY_REPORT_PERIOD_H_
#define ENLACE_GATEWAY_REPORT_PERIOD_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "enlace/v1/report_service.pb.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::report {

// From `start` up to, not including, `end`: local midnights of first days of months.
struct Period {
  absl::Time start;
  absl::Time end;
  absl::CivilMonth first;  // the month that begins it
  int months = 0;

  bool Has(absl::Time time) const { return start <= time && time < end; }
};

// A month, four months from January, May or September, or one to ten calendar
// years, in the mechanism's time zone. Nothing else: from periods of free choice
// a small number could be had as the difference of two large ones.
//   INVALID_ARGUMENT  names start_time or end_time and says which periods there are.
absl::StatusOr<Period> PeriodOf(const mechanism::Mechanism& mechanism, const v1::GetReportRequest& request);

// Ids of the mechanism's reporting duties that fall due so often that this is one
// of their periods, in the order of its file; valid when the period ends.
std::vector<std::string> DutiesOf(const mechanism::Mechanism& mechanism, const Period& period);

}  // namespace enlace::report

#endif  // ENLACE_GATEWAY_REPORT_PERIOD_H_
