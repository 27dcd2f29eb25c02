#include "tests/simulation/naive_case.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gateway/base/time_text.h"

namespace enlace::simulation {
namespace {

using config::v1::ClockRule;

// Mandates of kinds: who may see a case at all if a ladder brings it in.
const std::set<v1::AgencyKind>& MayOversee() {
  static const auto& kinds =
      *new std::set<v1::AgencyKind>{v1::AGENCY_KIND_RISK_COMMITTEE, v1::AGENCY_KIND_OMBUDSMAN};
  return kinds;
}

const std::set<v1::LegState>& Ended() {
  static const auto& states = *new std::set<v1::LegState>{v1::LEG_STATE_CLOSED,
                                                          v1::LEG_STATE_DECLINED,
                                                          v1::LEG_STATE_RETURNED_NOT_COMPETENT,
                                                          v1::LEG_STATE_TRANSFERRED,
                                                          v1::LEG_STATE_WITHDRAWN_BY_SENDER,
                                                          v1::LEG_STATE_REVOKED,
                                                          v1::LEG_STATE_ENTERED_IN_ERROR};
  return states;
}

bool TakenBack(v1::LegState state) {
  return state == v1::LEG_STATE_WITHDRAWN_BY_SENDER || state == v1::LEG_STATE_REVOKED ||
         state == v1::LEG_STATE_ENTERED_IN_ERROR;
}

absl::TimeZone ZoneOf(const std::string& own, const std::string& fallback) {
  absl::TimeZone zone;
  if (!own.empty() && absl::LoadTimeZone(own, &zone)) return zone;
  if (!absl::LoadTimeZone(fallback, &zone)) std::abort();
  return zone;
}

// Hours exactly; days from the next morning on, to the midnight that ends the last.
absl::Time DueOf(const config::v1::Mechanism& rules, const ClockRule& rule, absl::Time start,
                 absl::TimeZone zone) {
  if (rule.basis() == v1::DAY_BASIS_ELAPSED_HOURS) return start + absl::Hours(rule.amount());
  std::set<absl::CivilDay> holidays;
  for (const config::v1::Holiday& holiday : rules.holidays()) {
    absl::CivilDay day;
    if (!absl::ParseCivilTime(holiday.day(), &day)) std::abort();
    holidays.insert(day);
  }
  absl::CivilDay day = absl::ToCivilDay(start, zone);
  for (uint32_t left = rule.amount(); left > 0;) {
    ++day;
    const absl::Weekday weekday = absl::GetWeekday(day);
    const bool free =
        weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday || holidays.contains(day);
    if (rule.basis() != v1::DAY_BASIS_BUSINESS_DAYS || !free) --left;
  }
  return absl::FromCivil(day + 1, zone);
}

bool Applies(const ClockRule& rule, const v1::Classification& c, absl::Time occurred) {
  const config::v1::Validity& validity = rule.validity();
  if (validity.has_from() && occurred < base::FromProto(validity.from())) return false;
  if (validity.has_to() && occurred >= base::FromProto(validity.to())) return false;
  bool procedure = rule.procedures().empty();
  for (const int one : rule.procedures()) procedure = procedure || one == c.procedure();
  bool locality = rule.localities().empty();
  for (const int one : rule.localities()) locality = locality || one == c.territory().locality();
  return procedure && locality;
}

std::vector<NaiveStep> StepsOf(const config::v1::Mechanism& rules, const ClockRule& rule, absl::Time start,
                               absl::Time due) {
  std::vector<NaiveStep> steps;
  const auto add = [&](const std::string& id, int64_t percent, bool responsible, bool sender,
                       std::vector<v1::AgencyKind> kinds) {
    const int64_t micros = absl::ToInt64Microseconds(due - start) * percent / 100;
    steps.push_back({id, start + absl::Microseconds(micros), responsible, sender, std::move(kinds)});
  };
  const auto& ladder = rule.escalation().empty() ? rules.escalation() : rule.escalation();
  for (const config::v1::EscalationStep& step : ladder) {
    std::vector<v1::AgencyKind> kinds;
    for (const int kind : step.kinds()) kinds.push_back(static_cast<v1::AgencyKind>(kind));
    add(step.step_id(), step.percent(), step.responsible(), step.sender(), kinds);
  }
  if (!steps.empty()) return steps;
  add("reminder-50", 50, true, false, {});
  add("reminder-80", 80, true, false, {});
  add("breach", 100, true, true, {});
  add("council", 125, true, true, {v1::AGENCY_KIND_RISK_COMMITTEE, v1::AGENCY_KIND_PROTECTION_COUNCIL});
  add("ombudsman", 150, true, true, {v1::AGENCY_KIND_OMBUDSMAN});
  return steps;
}

}  // namespace

void NaiveCase::Happen(const std::string& leg, v1::ClockEvent event, absl::Time occurred) {
  for (NaiveClock& clock : clocks_) {
    if (clock.rule->stops() != event || !clock.Runs()) continue;
    if (!clock.leg.empty() && clock.leg != leg) continue;
    const bool own_start = occurred == clock.start && clock.rule->starts() == event;
    if (occurred >= clock.start && !own_start) clock.stop = occurred;
  }
  for (const ClockRule& rule : rules_.clock_rules()) {
    if (rule.starts() != event || !Applies(rule, classification_, occurred)) continue;
    if (rule.per_leg() && leg.empty()) continue;
    const std::string of_leg = rule.per_leg() ? leg : "";
    int rounds = 0;
    bool stays = false;
    for (const NaiveClock& clock : clocks_) {
      if (clock.rule != &rule || clock.leg != of_leg) continue;
      ++rounds;
      stays = stays || clock.Runs() || clock.start == occurred;
    }
    if (stays) continue;
    NaiveClock clock;
    clock.id = absl::StrCat(rule.rule_id(), "/", of_leg.empty() ? referral_ : of_leg,
                            rounds > 0 ? absl::StrCat("/", rounds + 1) : "");
    clock.rule = &rule;
    clock.leg = of_leg;
    clock.start = occurred;
    clock.due =
        DueOf(rules_, rule, occurred, ZoneOf(classification_.territory().time_zone(), rules_.time_zone()));
    if (!rule.at_least()) clock.steps = StepsOf(rules_, rule, clock.start, clock.due);
    clocks_.push_back(std::move(clock));
  }
}

void NaiveCase::VoidAll() {
  for (NaiveClock& clock : clocks_) clock.is_void = clock.is_void || clock.Runs();
}

void NaiveCase::VoidLeg(const std::string& leg) {
  for (NaiveClock& clock : clocks_) clock.is_void = clock.is_void || (clock.leg == leg && clock.Runs());
}

std::vector<NaiveTaking> NaiveCase::Take(absl::Time now) {
  std::vector<std::tuple<absl::Time, size_t, size_t>> due;
  for (size_t i = 0; i < clocks_.size(); ++i) {
    for (size_t j = 0; clocks_[i].Runs() && j < clocks_[i].steps.size(); ++j) {
      const NaiveStep& step = clocks_[i].steps[j];
      if (!step.taken && step.at <= now) due.emplace_back(step.at, i, j);
    }
  }
  std::sort(due.begin(), due.end());
  std::vector<NaiveTaking> taken;
  for (const auto& [at, i, j] : due) taken.push_back(TakeOne(&clocks_[i], &clocks_[i].steps[j]));
  return taken;
}

NaiveTaking NaiveCase::TakeOne(NaiveClock* clock, NaiveStep* step) {
  step->taken = true;
  NaiveTaking taking{clock->id, step->id, {}, {}};
  if (step->sender && MayKnow(sender_)) taking.told.insert(sender_);
  const std::string responsible = Responsible(*clock);
  if (step->responsible && MayKnow(responsible)) taking.told.insert(responsible);
  for (const v1::AgencyKind kind : step->kinds) {
    bool anybody = false;
    for (const v1::Agency& agency : directory_) {
      const std::string& id = agency.agency_id();
      if (agency.kind() != kind || excluded.contains(id)) continue;
      if (!MayKnow(id)) {
        const auto& territories = agency.territories();
        const bool competent =
            territories.empty() ||
            std::count(territories.begin(), territories.end(), classification_.territory().subdivision()) > 0;
        if (!MayOversee().contains(kind) || !competent || WasSentOff(id)) continue;
        NaiveLeg leg;
        leg.agency = id;
        leg.purpose = v1::LEG_PURPOSE_OVERSIGHT;
        legs.push_back(leg);
      }
      taking.told.insert(id);
      anybody = true;
    }
    if (!anybody) taking.missing.push_back(kind);
  }
  return taking;
}

absl::Time NaiveCase::Next() const {
  absl::Time next = absl::InfiniteFuture();
  for (const NaiveClock& clock : clocks_) {
    for (const NaiveStep& step : clock.steps) {
      if (clock.Runs() && !step.taken) next = std::min(next, step.at);
    }
  }
  return next;
}

std::string NaiveCase::Responsible(const NaiveClock& clock) const {
  for (const NaiveLeg& leg : legs) {
    if (!clock.leg.empty() && leg.id == clock.leg) return leg.agency;
  }
  const v1::LegPurpose named = clock.rule->responsible_purpose();
  const v1::LegPurpose purpose = named == v1::LEG_PURPOSE_UNSPECIFIED ? v1::LEG_PURPOSE_PROTECTION : named;
  std::string open;
  for (const NaiveLeg& leg : legs) {
    if (leg.purpose != purpose || Ended().contains(leg.state)) continue;
    if (leg.accepted) return leg.agency;
    if (open.empty()) open = leg.agency;
  }
  return named == v1::LEG_PURPOSE_UNSPECIFIED || open.empty() ? sender_ : open;
}

bool NaiveCase::MayKnow(const std::string& agency) const {
  if (excluded.contains(agency)) return false;
  if (agency == sender_) return true;
  return std::any_of(legs.begin(), legs.end(),
                     [&](const NaiveLeg& leg) { return leg.agency == agency && !TakenBack(leg.state); });
}

bool NaiveCase::WasSentOff(const std::string& agency) const {
  return std::any_of(legs.begin(), legs.end(),
                     [&](const NaiveLeg& leg) { return leg.agency == agency && TakenBack(leg.state); });
}

v1::ClockState NaiveCase::StateOf(const NaiveClock& clock, absl::Time now) const {
  if (clock.is_void) return v1::CLOCK_STATE_VOID;
  if (clock.rule->at_least()) return clock.Runs() ? v1::CLOCK_STATE_RUNNING : v1::CLOCK_STATE_MET;
  if (!clock.Runs()) return clock.stop <= clock.due ? v1::CLOCK_STATE_MET : v1::CLOCK_STATE_MET_LATE;
  return now <= clock.due ? v1::CLOCK_STATE_RUNNING : v1::CLOCK_STATE_OVERDUE;
}

v1::ReferralState NaiveCase::State() const {
  bool answered = false;
  bool open = false;
  bool closed = false;
  for (const NaiveLeg& leg : legs) {
    if (leg.purpose == v1::LEG_PURPOSE_OVERSIGHT) continue;
    const bool ended = Ended().contains(leg.state);
    const bool works = leg.state == v1::LEG_STATE_ACCEPTED || leg.state == v1::LEG_STATE_IN_PROGRESS ||
                       leg.state == v1::LEG_STATE_ON_HOLD || leg.state == v1::LEG_STATE_COMPLETED;
    answered = answered || works;
    open = open || !ended;
    closed = closed || leg.state == v1::LEG_STATE_CLOSED;
  }
  if (answered) return v1::REFERRAL_STATE_OPEN_ANSWERED;
  if (open) return v1::REFERRAL_STATE_OPEN_UNANSWERED;
  return closed ? v1::REFERRAL_STATE_CLOSED : v1::REFERRAL_STATE_NO_TAKER;
}

}  // namespace enlace::simulation
