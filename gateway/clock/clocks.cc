#include "gateway/clock/clocks.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/due.h"
#include "gateway/clock/escalation.h"
#include "gateway/mechanism/rule_groups.h"

namespace enlace::clock {
namespace {

using config::v1::ClockRule;

// The territory's zone, else the mechanism's, which was checked when it was
// loaded. A territory whose zone this machine does not know must not cost a
// clock.
absl::TimeZone ZoneOf(const mechanism::Mechanism& mechanism, const store::v1::ReferralRecord& referral) {
  absl::TimeZone zone;
  const std::string& own = referral.classification().territory().time_zone();
  if (!own.empty() && absl::LoadTimeZone(own, &zone)) return zone;
  return absl::LoadTimeZone(mechanism.time_zone(), &zone) ? zone : absl::UTCTimeZone();
}

// Their form was checked when the mechanism was loaded.
std::set<absl::CivilDay> HolidaysOf(const mechanism::Mechanism& mechanism) {
  std::set<absl::CivilDay> days;
  for (const config::v1::Holiday& holiday : mechanism.holidays()) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(holiday.day(), &day)) days.insert(day);
  }
  return days;
}

bool Applies(const ClockRule& rule, const v1::Classification& classification, absl::Time occurred) {
  return mechanism::MismatchOf(rule, {classification, occurred, occurred}) == mechanism::Mismatch::kNone;
}

bool BelongsTo(const v1::Clock& clock, absl::string_view referral_id, absl::string_view leg_id) {
  return clock.referral_id() == referral_id && clock.leg_id() == leg_id;
}

store::v1::Event Ended(const v1::Clock& clock, v1::ClockState state) {
  store::v1::Event event;
  event.mutable_clock_ended()->set_clock_id(clock.clock_id());
  event.mutable_clock_ended()->set_state(state);
  return event;
}

store::v1::Event Stopped(const v1::Clock& clock, absl::Time occurred) {
  const bool met = clock.at_least() || occurred <= base::FromProto(clock.due_time());
  store::v1::Event event = Ended(clock, met ? v1::CLOCK_STATE_MET : v1::CLOCK_STATE_MET_LATE);
  *event.mutable_clock_ended()->mutable_stop_time() = base::ToProto(occurred);
  return event;
}

// Whether the event ends the clock. An event cannot stop what it started itself:
// a clock of silence starts and stops with the same kind of event.
bool Stops(const mechanism::Mechanism& mechanism, const v1::Clock& clock, v1::ClockEvent event,
           absl::Time occurred) {
  if (clock.stops() != event || !IsRunning(clock)) return false;
  const absl::Time start = base::FromProto(clock.start_time());
  if (occurred != start) return occurred > start;
  return std::none_of(
      mechanism.clock_rules().begin(), mechanism.clock_rules().end(),
      [&](const ClockRule& rule) { return rule.rule_id() == clock.rule_id() && rule.starts() == event; });
}

// The rule's clocks of one referral or leg so far, and whether one still runs
// once the event has stopped what it stops.
struct Rounds {
  int count = 0;
  bool running = false;
  bool told = false;  // This very event started one before.
};

Rounds RoundsOf(const ClockRule& rule, const mechanism::Mechanism& mechanism,
                const store::v1::CaseState& state, absl::string_view referral_id, absl::string_view leg_id,
                v1::ClockEvent event, absl::Time occurred) {
  Rounds rounds;
  for (const v1::Clock& clock : state.clocks()) {
    if (clock.rule_id() != rule.rule_id() || !BelongsTo(clock, referral_id, leg_id)) continue;
    ++rounds.count;
    rounds.told = rounds.told || base::FromProto(clock.start_time()) == occurred;
    rounds.running = rounds.running || (IsRunning(clock) && !Stops(mechanism, clock, event, occurred));
  }
  return rounds;
}

absl::StatusOr<v1::Clock> NewClock(const ClockRule& rule, const mechanism::Mechanism& mechanism,
                                   const store::v1::ReferralRecord& referral, absl::string_view leg_id,
                                   absl::Time occurred, int round) {
  const absl::StatusOr<absl::Time> due =
      Due(occurred, rule.amount(), rule.basis(), ZoneOf(mechanism, referral), HolidaysOf(mechanism));
  if (!due.ok()) return due.status();
  v1::Clock clock;
  const absl::string_view scope = leg_id.empty() ? absl::string_view(referral.referral_id()) : leg_id;
  clock.set_clock_id(absl::StrCat(rule.rule_id(), "/", scope, round > 1 ? absl::StrCat("/", round) : ""));
  clock.set_rule_id(rule.rule_id());
  clock.set_authority(rule.authority());
  *clock.mutable_start_time() = base::ToProto(occurred);
  *clock.mutable_due_time() = base::ToProto(*due);
  clock.set_state(v1::CLOCK_STATE_RUNNING);
  *clock.mutable_responsible() = Responsible(rule, referral, leg_id);
  clock.set_referral_id(referral.referral_id());
  clock.set_leg_id(std::string(leg_id));
  clock.set_stops(rule.stops());
  clock.set_legal_reference(rule.legal_reference());
  clock.set_inferred(rule.inferred());
  clock.set_at_least(rule.at_least());
  // Nobody is reminded of a floor, and nobody breaches one.
  if (!rule.at_least()) SetSteps(LadderOf(mechanism, rule), &clock);
  return clock;
}

bool IsEnded(v1::LegState state) {
  switch (state) {
    case v1::LEG_STATE_CLOSED:
    case v1::LEG_STATE_DECLINED:
    case v1::LEG_STATE_RETURNED_NOT_COMPETENT:
    case v1::LEG_STATE_TRANSFERRED:
    case v1::LEG_STATE_WITHDRAWN_BY_SENDER:
    case v1::LEG_STATE_REVOKED:
    case v1::LEG_STATE_ENTERED_IN_ERROR:
      return true;
    default:
      return false;
  }
}

// The first leg of the purpose that has not ended; accepted ones come first.
const v1::Leg* LegOf(const store::v1::ReferralRecord& referral, v1::LegPurpose purpose, bool accepted_only) {
  const v1::Leg* open = nullptr;
  for (const v1::Leg& leg : referral.legs()) {
    if (leg.purpose() != purpose || IsEnded(leg.state()) || leg.recipient().agency_id().empty()) continue;
    if (leg.was_accepted()) return &leg;
    if (open == nullptr) open = &leg;
  }
  return accepted_only ? nullptr : open;
}

}  // namespace

bool IsRunning(const v1::Clock& clock) {
  return clock.has_start_time() && !clock.has_stop_time() && clock.state() != v1::CLOCK_STATE_VOID;
}

std::vector<store::v1::Event> OnEvent(const mechanism::Mechanism& mechanism,
                                      const store::v1::CaseState& state,
                                      const store::v1::ReferralRecord& referral, const v1::Leg* leg,
                                      v1::ClockEvent event, absl::Time occurred) {
  std::vector<store::v1::Event> events;
  // The stores keep microseconds; compare what they keep.
  occurred = base::FromProto(base::ToProto(occurred));
  const absl::string_view own_leg = leg == nullptr ? absl::string_view() : absl::string_view(leg->leg_id());
  for (const v1::Clock& clock : state.clocks()) {
    if (clock.referral_id() != referral.referral_id() || !Stops(mechanism, clock, event, occurred)) continue;
    if (!clock.leg_id().empty() && clock.leg_id() != own_leg) continue;
    events.push_back(Stopped(clock, occurred));
  }
  for (const ClockRule& rule : mechanism.clock_rules()) {
    if (rule.starts() != event || !Applies(rule, referral.classification(), occurred)) continue;
    if (rule.per_leg() && leg == nullptr) continue;
    const absl::string_view leg_id = rule.per_leg() ? own_leg : absl::string_view();
    const Rounds rounds = RoundsOf(rule, mechanism, state, referral.referral_id(), leg_id, event, occurred);
    if (rounds.running || rounds.told) continue;
    absl::StatusOr<v1::Clock> clock = NewClock(rule, mechanism, referral, leg_id, occurred, rounds.count + 1);
    if (!clock.ok()) continue;  // Only an unchecked mechanism or an infinite time gets here.
    *events.emplace_back().mutable_clock_started() = *std::move(clock);
  }
  return events;
}

std::vector<store::v1::Event> VoidAll(const store::v1::CaseState& state, absl::string_view referral_id) {
  std::vector<store::v1::Event> events;
  for (const v1::Clock& clock : state.clocks()) {
    if (clock.referral_id() == referral_id && IsRunning(clock))
      events.push_back(Ended(clock, v1::CLOCK_STATE_VOID));
  }
  return events;
}

std::vector<store::v1::Event> VoidLeg(const store::v1::CaseState& state, absl::string_view leg_id) {
  std::vector<store::v1::Event> events;
  for (const v1::Clock& clock : state.clocks()) {
    if (!leg_id.empty() && clock.leg_id() == leg_id && IsRunning(clock)) {
      events.push_back(Ended(clock, v1::CLOCK_STATE_VOID));
    }
  }
  return events;
}

v1::ClockState StateAt(const v1::Clock& clock, absl::Time now) {
  if (clock.state() == v1::CLOCK_STATE_VOID) return v1::CLOCK_STATE_VOID;
  if (!clock.has_start_time()) return v1::CLOCK_STATE_WAITING_FOR_START;
  const absl::Time due = clock.at_least() ? absl::InfiniteFuture() : base::FromProto(clock.due_time());
  if (clock.has_stop_time()) {
    return base::FromProto(clock.stop_time()) <= due ? v1::CLOCK_STATE_MET : v1::CLOCK_STATE_MET_LATE;
  }
  return now <= due ? v1::CLOCK_STATE_RUNNING : v1::CLOCK_STATE_OVERDUE;
}

v1::AgencyRef Responsible(const ClockRule& rule, const store::v1::ReferralRecord& referral,
                          absl::string_view leg_id) {
  if (!leg_id.empty()) {
    for (const v1::Leg& leg : referral.legs()) {
      if (leg.leg_id() == leg_id) return leg.recipient();
    }
  }
  const bool by_purpose = rule.responsible_purpose() != v1::LEG_PURPOSE_UNSPECIFIED;
  const v1::Leg* leg = LegOf(referral, by_purpose ? rule.responsible_purpose() : v1::LEG_PURPOSE_PROTECTION,
                             /*accepted_only=*/!by_purpose);
  return leg == nullptr ? referral.origin() : leg->recipient();
}

v1::AgencyRef ResponsibleFor(const mechanism::Mechanism& mechanism, const store::v1::ReferralRecord& referral,
                             const v1::Clock& clock) {
  for (const ClockRule& rule : mechanism.clock_rules()) {
    if (rule.rule_id() == clock.rule_id()) return Responsible(rule, referral, clock.leg_id());
  }
  return clock.responsible();
}

}  // namespace enlace::clock
