#include "gateway/clock/due.h"

#include "absl/status/status.h"

namespace enlace::clock {
namespace {

constexpr uint32_t kMaxAmount = 36500;

absl::CivilDay AddBusinessDays(absl::CivilDay day, uint32_t amount,
                               const std::set<absl::CivilDay>& holidays) {
  while (amount > 0) {
    ++day;
    const absl::Weekday weekday = absl::GetWeekday(day);
    const bool weekend = weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
    if (!weekend && !holidays.contains(day)) --amount;
  }
  return day;
}

}  // namespace

absl::StatusOr<absl::Time> Due(absl::Time start, uint32_t amount, v1::DayBasis basis, absl::TimeZone zone,
                               const std::set<absl::CivilDay>& holidays) {
  if (amount == 0 || amount > kMaxAmount) return absl::InvalidArgumentError("amount: must be 1 to 36500");
  if (start == absl::InfinitePast() || start == absl::InfiniteFuture()) {
    return absl::InvalidArgumentError("start: must be a time");
  }
  const absl::CivilDay first = absl::ToCivilDay(start, zone);
  switch (basis) {
    case v1::DAY_BASIS_ELAPSED_HOURS:
      return start + absl::Hours(amount);
    case v1::DAY_BASIS_UNSPECIFIED:
    case v1::DAY_BASIS_CALENDAR_DAYS:
      return absl::FromCivil(first + amount + 1, zone);
    case v1::DAY_BASIS_BUSINESS_DAYS:
      return absl::FromCivil(AddBusinessDays(first, amount, holidays) + 1, zone);
    default:
      return absl::InvalidArgumentError("basis: is unknown");
  }
}

}  // namespace enlace::clock
