// Periods of reports as people write them.
#ifndef ENLACE_CLIENT_ENLACECTL_REPORT_PERIOD_OPTION_H_
#define ENLACE_CLIENT_ENLACECTL_REPORT_PERIOD_OPTION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace enlace::client {

struct PeriodOption {
  absl::Time start;
  absl::Time end;
};

// 2017 (a year), 2015..2017 (years), 2018-01 (a month), 2018-T1 (four months: T1 to
// T3), beginning and ending in `zone`.
//   INVALID_ARGUMENT  none of these; names `field` and them.
absl::StatusOr<PeriodOption> ParsePeriod(const std::string& field, const std::string& text,
                                         absl::TimeZone zone);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_REPORT_PERIOD_OPTION_H_
