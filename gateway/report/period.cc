#include "gateway/report/period.h"

#include "absl/strings/string_view.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/mechanism/validity.h"

namespace enlace::report {
namespace {

constexpr int kMonths = 12;
constexpr int kMaxYears = 10;

// Rules that were loaded have a zone that exists.
absl::TimeZone ZoneOf(const mechanism::Mechanism& mechanism) {
  absl::TimeZone zone;
  return absl::LoadTimeZone(mechanism.time_zone(), &zone) ? zone : absl::UTCTimeZone();
}

absl::StatusOr<absl::CivilMonth> MonthAt(absl::string_view field, absl::Time time, absl::TimeZone zone) {
  const absl::CivilMonth month = absl::ToCivilMonth(time, zone);
  if (absl::FromCivil(month, zone) == time) return month;
  return base::InvalidField(field, "must be the first instant of a month in the mechanism's time zone");
}

bool IsReported(absl::CivilMonth first, int months) {
  const int before = first.month() - 1;
  if (months == 1) return true;
  if (months == 4) return before % 4 == 0;
  return before == 0 && months > 0 && months % kMonths == 0 && months <= kMaxYears * kMonths;
}

}  // namespace

absl::StatusOr<Period> PeriodOf(const mechanism::Mechanism& mechanism, const v1::GetReportRequest& request) {
  if (!request.has_start_time()) return base::MissingField("start_time");
  if (!request.has_end_time()) return base::MissingField("end_time");
  const absl::TimeZone zone = ZoneOf(mechanism);
  Period period;
  period.start = base::FromProto(request.start_time());
  period.end = base::FromProto(request.end_time());
  ASSIGN_OR_RETURN(period.first, MonthAt("start_time", period.start, zone));
  ASSIGN_OR_RETURN(const absl::CivilMonth after, MonthAt("end_time", period.end, zone));
  const absl::civil_diff_t months = after - period.first;
  if (months <= 0) return base::InvalidField("end_time", "must be after start_time");
  if (months > kMaxYears * kMonths || !IsReported(period.first, static_cast<int>(months))) {
    return base::InvalidField("end_time",
                              "must end a month, four months from January, May or September, or one to ten "
                              "calendar years; add up shorter reports for any other period");
  }
  period.months = static_cast<int>(months);
  return period;
}

std::vector<std::string> DutiesOf(const mechanism::Mechanism& mechanism, const Period& period) {
  std::vector<std::string> ids;
  for (const config::v1::ReportingDuty& duty : mechanism.reporting_duties()) {
    const int times = static_cast<int>(duty.times_per_year());
    if (times < 1 || kMonths % times != 0 || period.months != kMonths / times) continue;
    if ((period.first.month() - 1) % period.months != 0) continue;
    if (!mechanism::IsValidAt(duty.validity(), period.end - absl::Seconds(1))) continue;
    ids.push_back(duty.duty_id());
  }
  return ids;
}

}  // namespace enlace::report
