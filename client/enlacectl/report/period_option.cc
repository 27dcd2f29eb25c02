#include "client/enlacectl/report/period_option.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "gateway/base/errors.h"

namespace enlace::client {
namespace {

constexpr int kMonths = 12;
constexpr int kThird = 4;

// So many digits, and nothing else.
bool ParseDigits(absl::string_view text, size_t digits, int* number) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return false;
  }
  return text.size() == digits && absl::SimpleAtoi(text, number);
}

// Sets the first month and how many there are.
bool ParseMonths(const std::string& text, absl::CivilMonth* first, int* months) {
  int year = 0;
  int other = 0;
  const std::vector<std::string> years = absl::StrSplit(text, "..");
  if (years.size() == 2 && ParseDigits(years[0], 4, &year) && ParseDigits(years[1], 4, &other)) {
    *first = absl::CivilMonth(year, 1);
    *months = (other - year + 1) * kMonths;
    return other >= year;
  }
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('-', 1));
  if (!ParseDigits(parts[0], 4, &year)) return false;
  if (parts.size() == 1) {
    *first = absl::CivilMonth(year, 1);
    *months = kMonths;
    return true;
  }
  if (absl::StartsWith(parts[1], "T") || absl::StartsWith(parts[1], "t")) {
    if (!ParseDigits(parts[1].substr(1), 1, &other) || other < 1 || other > kMonths / kThird) return false;
    *first = absl::CivilMonth(year, 1 + (other - 1) * kThird);
    *months = kThird;
    return true;
  }
  if (!ParseDigits(parts[1], 2, &other) || other < 1 || other > kMonths) return false;
  *first = absl::CivilMonth(year, other);
  *months = 1;
  return true;
}

}  // namespace

absl::StatusOr<PeriodOption> ParsePeriod(const std::string& field, const std::string& text,
                                         absl::TimeZone zone) {
  absl::CivilMonth first;
  int months = 0;
  if (!ParseMonths(text, &first, &months)) {
    return base::InvalidField(field,
                              "must be a year (2017), years (2015..2017), a month (2018-01) or four months "
                              "(2018-T1, -T2, -T3)");
  }
  return PeriodOption{absl::FromCivil(first, zone), absl::FromCivil(first + months, zone)};
}

}  // namespace enlace::client
