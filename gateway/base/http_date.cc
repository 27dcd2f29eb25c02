#include "gateway/base/http_date.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace enlace::base {
namespace {

constexpr char kFixdate[] = "%a, %d %b %Y %H:%M:%S GMT";

}  // namespace

std::string HttpDate(absl::Time time) { return absl::FormatTime(kFixdate, time, absl::UTCTimeZone()); }

absl::StatusOr<absl::Time> ParseHttpDate(absl::string_view text) {
  absl::Time time;
  std::string problem;
  // absl also reads any weekday, spaces between, and "infinite-future", which it even
  // writes again.
  const bool is_date = absl::ParseTime(kFixdate, text, absl::UTCTimeZone(), &time, &problem) &&
                       HttpDate(time) == text && time < absl::InfiniteFuture() && time > absl::InfinitePast();
  if (!is_date) return absl::InvalidArgumentError("not a date as HTTP has it");
  return time;
}

absl::optional<absl::Time> DateOfAnswer(absl::string_view answer) {
  for (absl::string_view line : absl::StrSplit(answer, "\r\n")) {
    if (line.empty()) break;
    if (!absl::StartsWithIgnoreCase(line, "date:")) continue;
    const auto date = ParseHttpDate(absl::StripAsciiWhitespace(line.substr(5)));
    if (date.ok()) return *date;
  }
  return absl::nullopt;
}

}  // namespace enlace::base
