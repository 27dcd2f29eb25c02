#include "gateway/base/http_date.h"

namespace enlace::base {
namespace {

constexpr char kFixdate[] = "%a, %d %b %Y %H:%M:%S GMT";

}  // namespace

std::string HttpDate(absl::Time time) { return absl::FormatTime(kFixdate, time, absl::UTCTimeZone()); }

absl::StatusOr<absl::Time> ParseHttpDate(absl::string_view text) {
  absl::Time time;
  std::string problem;
  if (absl::ParseTime(kFixdate, text, absl::UTCTimeZone(), &time, &problem)) return time;
  return absl::InvalidArgumentError("not a date as HTTP has it");
}

}  // namespace enlace::base
