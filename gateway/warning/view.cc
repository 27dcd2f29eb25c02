#include "gateway/warning/view.h"

#include <algorithm>

#include "gateway/base/time_text.h"
#include "gateway/warning/fold.h"

namespace enlace::warning {
namespace {

// The due time itself is still in time, as for every clock.
v1::ClockState ClockStateAt(const v1::Clock& clock, absl::Time now) {
  const bool is_running = !clock.has_stop_time() && clock.state() != v1::CLOCK_STATE_VOID;
  if (!is_running) return clock.state();
  return now <= base::FromProto(clock.due_time()) ? v1::CLOCK_STATE_RUNNING : v1::CLOCK_STATE_OVERDUE;
}

}  // namespace

Part PartOf(const store::v1::WarningState& state, absl::string_view agency_id, bool oversees) {
  const v1::Warning& warning = state.warning();
  if (warning.warning_id().empty() || agency_id.empty()) return Part::kNone;
  if (absl::string_view(warning.issuer().agency_id()) == agency_id) return Part::kIssuer;
  const bool is_warned =
      std::any_of(warning.addressees().begin(), warning.addressees().end(),
                  [&](const v1::AgencyRef& one) { return absl::string_view(one.agency_id()) == agency_id; });
  if (is_warned) return Part::kAddressee;
  return oversees ? Part::kOverseer : Part::kNone;
}

v1::WarningView ViewOf(const store::v1::WarningState& state, absl::string_view agency_id, Part part,
                       absl::Time now) {
  v1::WarningView view;
  if (part == Part::kNone) return view;
  const auto shows = [&](const v1::AgencyRef& addressee) {
    return part != Part::kAddressee || absl::string_view(addressee.agency_id()) == agency_id;
  };
  *view.mutable_warning() = state.warning();
  view.mutable_warning()->set_state(StateAt(state.warning(), now));
  for (const v1::WarningAnswer& answer : state.answers()) {
    if (shows(answer.addressee())) *view.add_answers() = answer;
  }
  for (const v1::Clock& clock : state.clocks()) {
    if (!shows(clock.responsible())) continue;
    v1::Clock* shown = view.add_clocks();
    *shown = clock;
    shown->set_state(ClockStateAt(clock, now));
  }
  if (part == Part::kOverseer) {
    view.mutable_warning()->clear_sealed_alert();
    for (v1::WarningAnswer& answer : *view.mutable_answers()) answer.clear_sealed_note();
  }
  return view;
}

}  // namespace enlace::warning
