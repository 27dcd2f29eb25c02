#include "tests/property/reference_clocks.h"

#include <cstdlib>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gateway/base/time_text.h"

namespace enlace::property {
namespace {

struct Rule {
  const char* id;
  v1::ClockEvent starts;
  v1::ClockEvent stops;
  char unit;  // h hours, d days, b business days
  int amount;
  bool urgent;
  bool per_leg;
  bool any_procedure = false;
};

constexpr Rule kRules[] = {
    {"MX-1", v1::CLOCK_EVENT_PETITION_RECEIVED, v1::CLOCK_EVENT_RESPONSE_GIVEN, 'h', 3, true, false},
    {"MX-2", v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED, v1::CLOCK_EVENT_MEASURES_IMPLEMENTED, 'h', 9, true,
     false},
    {"MX-3", v1::CLOCK_EVENT_PETITION_RECEIVED, v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED, 'd', 10, false,
     false},
    {"MX-4", v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED, v1::CLOCK_EVENT_MEASURES_IMPLEMENTED, 'd', 30, false,
     false},
    {"MX-OP-1", v1::CLOCK_EVENT_REFERRAL_DELIVERED, v1::CLOCK_EVENT_REFERRAL_RECEIVED, 'h', 1, true, true},
    {"MX-OP-2", v1::CLOCK_EVENT_REFERRAL_RECEIVED, v1::CLOCK_EVENT_REFERRAL_DECIDED, 'h', 2, true, true},
    {"MX-OP-3", v1::CLOCK_EVENT_REFERRAL_DELIVERED, v1::CLOCK_EVENT_REFERRAL_RECEIVED, 'h', 24, false, true},
    {"MX-OP-4", v1::CLOCK_EVENT_REFERRAL_RECEIVED, v1::CLOCK_EVENT_REFERRAL_DECIDED, 'b', 3, false, true},
    {"MX-OP-5", v1::CLOCK_EVENT_STATUS_MOVED, v1::CLOCK_EVENT_STATUS_MOVED, 'd', 30, false, false, true},
};

absl::TimeZone MexicoCity() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("America/Mexico_City", &zone)) std::abort();
  return zone;
}

// Hours exactly; days to the end of the last day where the person lives.
absl::Time DueOf(const Rule& rule, absl::Time start) {
  if (rule.unit == 'h') return start + absl::Hours(rule.amount);
  static const absl::TimeZone zone = MexicoCity();
  absl::CivilDay day = absl::ToCivilDay(start, zone);
  for (int left = rule.amount; left > 0;) {
    ++day;
    const absl::Weekday weekday = absl::GetWeekday(day);
    const bool weekend = weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
    if (rule.unit == 'd' || !weekend) --left;
  }
  return absl::FromCivil(day + 1, zone);
}

bool Runs(const v1::Clock& clock) { return !clock.has_stop_time() && clock.state() != v1::CLOCK_STATE_VOID; }

}  // namespace

int TellClocks(CaseFacts* facts, const v1::Referral& referral, const std::string& leg_id,
               v1::ClockEvent event, absl::Time occurred) {
  int changes = 0;
  for (v1::Clock& clock : facts->clocks) {
    if (clock.referral_id() != referral.referral_id() || clock.stops() != event || !Runs(clock)) continue;
    if (!clock.leg_id().empty() && clock.leg_id() != leg_id) continue;
    if (occurred < base::FromProto(clock.start_time())) continue;
    // The clock of silence starts and stops with the same event, which does not stop
    // what it started.
    if (clock.rule_id() == "MX-OP-5" && occurred == base::FromProto(clock.start_time())) continue;
    *clock.mutable_stop_time() = base::ToProto(occurred);
    ++changes;
  }
  const bool urgent = referral.classification().procedure() == v1::PROCEDURE_TYPE_URGENT;
  for (const Rule& rule : kRules) {
    if (rule.starts != event || (rule.per_leg && leg_id.empty())) continue;
    if (rule.urgent != urgent && !rule.any_procedure) continue;
    const std::string of_leg = rule.per_leg ? leg_id : "";
    int rounds = 0;
    bool stays = false;
    for (const v1::Clock& clock : facts->clocks) {
      if (clock.rule_id() != rule.id || clock.referral_id() != referral.referral_id() ||
          clock.leg_id() != of_leg) {
        continue;
      }
      ++rounds;
      stays = stays || Runs(clock) || base::FromProto(clock.start_time()) == occurred;
    }
    if (stays) continue;
    v1::Clock clock;
    clock.set_clock_id(absl::StrCat(rule.id, "/", of_leg.empty() ? referral.referral_id() : of_leg,
                                    rounds > 0 ? absl::StrCat("/", rounds + 1) : ""));
    clock.set_rule_id(rule.id);
    clock.set_referral_id(referral.referral_id());
    clock.set_leg_id(of_leg);
    clock.set_stops(rule.stops);
    *clock.mutable_start_time() = base::ToProto(occurred);
    *clock.mutable_due_time() = base::ToProto(DueOf(rule, occurred));
    facts->clocks.push_back(clock);
    ++changes;
  }
  return changes;
}

int VoidClocks(CaseFacts* facts, const std::function<bool(const v1::Clock&)>& which) {
  int changes = 0;
  for (v1::Clock& clock : facts->clocks) {
    if (!Runs(clock) || !which(clock)) continue;
    clock.set_state(v1::CLOCK_STATE_VOID);
    ++changes;
  }
  return changes;
}

}  // namespace enlace::property
