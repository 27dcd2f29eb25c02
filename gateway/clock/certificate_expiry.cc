#include "gateway/clock/certificate_expiry.h"

#include <algorithm>

#include "gateway/base/time_text.h"

namespace enlace::clock {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr int kMarks[] = {30, 14, 7, 3, 1};
// A life of 30 days is backdated by a minute, for clocks that lag.
constexpr absl::Duration kShortLife = absl::Hours(24 * 30 + 1);
// Renewal begins when a third of the life is left and is spread over a twentieth of
// it; whoever renews by itself must not be warned first.
constexpr double kThird = 1.0 / 3 - 1.0 / 16;

store::v1::ExpiryRow RowOf(const v1::Certificate& certificate) {
  store::v1::ExpiryRow row;
  row.set_serial(certificate.serial());
  *row.mutable_not_before() = certificate.not_before();
  *row.mutable_not_after() = certificate.not_after();
  return row;
}

absl::Time EndOf(const v1::Certificate& certificate) { return base::FromProto(certificate.not_after()); }

std::vector<absl::Time> WarningsOf(const store::v1::ExpiryRow& row) {
  return ExpiryWarnings(base::FromProto(row.not_before()), base::FromProto(row.not_after()));
}

bool WasTold(const store::v1::ExpiryRow& row, absl::Time planned) {
  return row.has_warned_time() && planned <= base::FromProto(row.warned_time());
}

}  // namespace

std::vector<absl::Time> ExpiryWarnings(absl::Time not_before, absl::Time not_after) {
  std::vector<absl::Time> out;
  const absl::Duration life = not_after - not_before;
  if (life > kShortLife) {
    for (const int days : kMarks) out.push_back(not_after - days * kDay);
  } else {
    // In whole seconds, as certificates count.
    const absl::Duration third = absl::Trunc(life * kThird, absl::Seconds(1));
    out.push_back(not_after - third);
    for (const int days : {3, 1}) {
      if (days * kDay < third) out.push_back(not_after - days * kDay);
    }
  }
  out.push_back(not_after);
  return out;
}

absl::optional<absl::Time> NextExpiryWarning(const store::v1::ExpiryRow& row) {
  for (const absl::Time planned : WarningsOf(row)) {
    if (!WasTold(row, planned)) return planned;
  }
  return absl::nullopt;
}

absl::optional<absl::Time> DueExpiryWarning(const store::v1::ExpiryRow& row, absl::Time judged) {
  absl::optional<absl::Time> due;
  for (const absl::Time planned : WarningsOf(row)) {
    if (planned <= judged && !WasTold(row, planned)) due = planned;
  }
  return due;
}

absl::optional<store::v1::ExpiryRow> ExpiryAfter(const absl::optional<store::v1::ExpiryRow>& before,
                                                 const v1::Certificate& changed,
                                                 const std::vector<v1::Certificate>& all, absl::Time time) {
  if (!changed.has_revoke_time()) {
    const bool is_last = !before.has_value() || base::FromProto(before->not_after()) < EndOf(changed);
    return is_last ? RowOf(changed) : before;
  }
  if (!before.has_value() || before->serial() != changed.serial()) return before;
  const v1::Certificate* last = nullptr;
  for (const v1::Certificate& one : all) {
    if (one.has_revoke_time() || one.serial() == changed.serial() || EndOf(one) <= time) continue;
    if (one.usage() != changed.usage()) continue;
    // Of two that end together, the serial decides, so that order does not.
    if (last == nullptr || EndOf(one) > EndOf(*last) ||
        (EndOf(one) == EndOf(*last) && one.serial() < last->serial())) {
      last = &one;
    }
  }
  if (last == nullptr) return absl::nullopt;
  return RowOf(*last);
}

}  // namespace enlace::clock
