#include "gateway/report/unanswered.h"

#include <algorithm>
#include <tuple>

#include "absl/types/optional.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/clocks.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/parties.h"

namespace enlace::report {
namespace {

using store::v1::CaseState;
using store::v1::LegTimes;
using store::v1::ReferralRecord;

const LegTimes& TimesOf(const ReferralRecord& referral, const std::string& leg_id) {
  for (const LegTimes& times : referral.leg_times()) {
    if (times.leg_id() == leg_id) return times;
  }
  return LegTimes::default_instance();
}

bool Happened(bool has, const google::protobuf::Timestamp& time, absl::Time at) {
  return has && base::FromProto(time) <= at;
}

// Since when the leg waits at `at`; nothing if it does not.
absl::optional<google::protobuf::Timestamp> WaitsSince(const v1::Leg& leg, const LegTimes& times,
                                                       absl::Time at) {
  if (Happened(times.has_decide_time(), times.decide_time(), at)) return absl::nullopt;
  const bool ended = referral::Has(referral::kEnded, leg.state());
  if (ended && !times.has_decide_time() && base::FromProto(leg.state_since()) <= at) return absl::nullopt;
  if (Happened(times.has_dispatch_time(), times.dispatch_time(), at)) return times.dispatch_time();
  if (Happened(times.has_hold_time(), times.hold_time(), at)) return times.hold_time();
  return absl::nullopt;
}

// As it stood at `at`, as far as the state of today tells.
v1::LegState StateAt(const v1::Leg& leg, const LegTimes& times, absl::Time at) {
  if (base::FromProto(leg.state_since()) <= at) return leg.state();
  return Happened(times.has_dispatch_time(), times.dispatch_time(), at) ? v1::LEG_STATE_DISPATCHED
                                                                        : v1::LEG_STATE_HELD;
}

bool IsOverdue(const v1::Clock& clock, absl::Time at) {
  v1::Clock then = clock;
  if (then.has_stop_time() && base::FromProto(then.stop_time()) > at) then.clear_stop_time();
  return then.has_start_time() && base::FromProto(then.start_time()) <= at &&
         clock::StateAt(then, at) == v1::CLOCK_STATE_OVERDUE;
}

void AddOverdue(const mechanism::Mechanism& mechanism, const CaseState& state, const ReferralRecord& referral,
                const v1::Leg& leg, absl::Time at, v1::UnansweredLeg* line) {
  for (const v1::Clock& clock : state.clocks()) {
    if (clock.referral_id() != referral.referral_id() || !IsOverdue(clock, at)) continue;
    if (!clock.leg_id().empty() && clock.leg_id() != leg.leg_id()) continue;
    const v1::AgencyRef responsible = clock::ResponsibleFor(mechanism, referral, clock);
    if (responsible.agency_id().empty() || responsible.agency_id() != leg.recipient().agency_id()) continue;
    v1::OverdueClock* overdue = line->add_overdue_clocks();
    overdue->set_rule_id(clock.rule_id());
    overdue->set_authority(clock.authority());
    *overdue->mutable_due_time() = clock.due_time();
  }
}

}  // namespace

std::vector<WaitingLeg> WaitingLegs(const mechanism::Mechanism& mechanism, const CaseState& state,
                                    absl::Time at) {
  std::vector<WaitingLeg> out;
  for (const ReferralRecord& referral : state.referrals()) {
    for (const v1::Leg& leg : referral.legs()) {
      if (referral::OnlyInforms(leg.purpose())) continue;
      const LegTimes& times = TimesOf(referral, leg.leg_id());
      const auto since = WaitsSince(leg, times, at);
      if (!since.has_value()) continue;
      WaitingLeg waiting;
      waiting.leg_id = leg.leg_id();
      v1::UnansweredLeg& line = waiting.line;
      line.set_state(StateAt(leg, times, at));
      if (line.state() != v1::LEG_STATE_HELD) *line.mutable_recipient() = leg.recipient();
      line.set_purpose(leg.purpose());
      *line.mutable_waiting_since_time() = *since;
      line.set_waiting_hours(absl::ToInt64Hours(at - base::FromProto(*since)));
      if (line.has_recipient()) AddOverdue(mechanism, state, referral, leg, at, &line);
      out.push_back(std::move(waiting));
    }
  }
  return out;
}

void SortByWait(std::vector<v1::UnansweredLeg>* legs) {
  std::sort(legs->begin(), legs->end(), [](const v1::UnansweredLeg& a, const v1::UnansweredLeg& b) {
    const auto key = [](const v1::UnansweredLeg& leg) {
      return std::make_tuple(leg.waiting_since_time().seconds(), leg.waiting_since_time().nanos(),
                             leg.recipient().agency_id(), leg.purpose(), leg.referral_id());
    };
    return key(a) < key(b);
  });
}

}  // namespace enlace::report
