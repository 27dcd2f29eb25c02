#include "gateway/clock/escalation.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/authz/authorizer.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/clocks.h"
#include "gateway/mechanism/validity.h"
#include "gateway/referral/access.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/gateway_moves.h"
#include "gateway/referral/leg_states.h"

namespace enlace::clock {
namespace {

using store::v1::CaseState;
using store::v1::Event;
using store::v1::ReferralRecord;

constexpr absl::Duration kHeldReminder = absl::Hours(24);

bool IsDue(const v1::ClockStep& step, absl::Time at) {
  return !step.has_taken_time() && base::FromProto(step.step_time()) <= at;
}

bool IsHeld(const v1::Leg& leg) { return leg.state() == v1::LEG_STATE_HELD; }

Ladder MakeDefaultLadder() {
  Ladder ladder;
  const auto add = [&ladder](const char* id, uint32_t percent, v1::EscalationLevel level, bool sender,
                             std::vector<v1::AgencyKind> kinds = {}) {
    config::v1::EscalationStep* step = ladder.Add();
    step->set_step_id(id);
    step->set_percent(percent);
    step->set_level(level);
    step->set_responsible(true);
    step->set_sender(sender);
    for (const v1::AgencyKind kind : kinds) step->add_kinds(kind);
  };
  add("reminder-50", 50, v1::ESCALATION_LEVEL_REMINDER, false);
  add("reminder-80", 80, v1::ESCALATION_LEVEL_REMINDER, false);
  add("breach", 100, v1::ESCALATION_LEVEL_BREACH, true);
  add("council", 125, v1::ESCALATION_LEVEL_ESCALATION, true,
      {v1::AGENCY_KIND_RISK_COMMITTEE, v1::AGENCY_KIND_PROTECTION_COUNCIL});
  add("ombudsman", 150, v1::ESCALATION_LEVEL_ESCALATION, true, {v1::AGENCY_KIND_OMBUDSMAN});
  return ladder;
}

// Whether the agency could have a leg that oversees the referral. Exclusion and
// access are asked elsewhere.
bool CanOversee(const v1::Agency& agency, v1::AgencyKind kind, const ReferralRecord& referral,
                absl::Time now) {
  const v1::Territory& territory = referral.classification().territory();
  if (agency.kind() != kind || agency.country() != territory.country() || !authz::TakesPartInCases(kind)) {
    return false;
  }
  const auto& own = agency.territories();
  const bool competent =
      own.empty() || std::find(own.begin(), own.end(), territory.subdivision()) != own.end();
  return competent && mechanism::HasMandateAt(agency, now);
}

// Whether somebody took away what the agency could see of the referral: then
// nothing but its own leave brings it back.
bool WasSentOff(const ReferralRecord& referral, const std::string& agency_id) {
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    return leg.recipient().agency_id() == agency_id && referral::Has(referral::kTakenBack, leg.state());
  });
}

// Works on a running state: a step sees what those before it did.
class Taker {
 public:
  Taker(const CaseState& state, const Surroundings& surroundings)
      : state_(state), surroundings_(surroundings) {
    decision_.case_id = state.case_id();
  }

  referral::Decision Run() {
    for (const auto& [time, clock, step] : DueSteps()) Take(clock, step);
    return std::move(decision_);
  }

 private:
  using Due = std::tuple<absl::Time, int, int>;  // Time of the step, its clock, its place.

  std::vector<Due> DueSteps() const {
    std::vector<Due> due;
    for (int i = 0; i < state_.clocks_size(); ++i) {
      const v1::Clock& clock = state_.clocks(i);
      if (!IsRunning(clock)) continue;
      for (int j = 0; j < clock.steps_size(); ++j) {
        if (!IsDue(clock.steps(j), surroundings_.due)) continue;
        due.emplace_back(base::FromProto(clock.steps(j).step_time()), i, j);
      }
    }
    std::sort(due.begin(), due.end());
    return due;
  }

  void Take(int clock_index, int step_index) {
    const v1::Clock clock = state_.clocks(clock_index);
    const v1::ClockStep& step = clock.steps(step_index);
    Event event;
    store::v1::StepTaken& taken = *event.mutable_step_taken();
    taken.set_referral_id(clock.referral_id());
    taken.set_leg_id(clock.leg_id());
    taken.set_clock_id(clock.clock_id());
    taken.set_step_id(step.step_id());
    std::set<std::string> told;
    if (referral::FindReferral(state_, clock.referral_id()) != nullptr) {
      told = ToldBy(clock, step, &taken);
    }
    for (const std::string& agency_id : told) taken.add_told_agency_ids(agency_id);
    const size_t index = Add(std::move(event));
    for (const std::string& agency_id : told) {
      decision_.notices.push_back({agency_id, v1::FEED_KIND_CLOCK, index});
    }
  }

  std::set<std::string> ToldBy(const v1::Clock& clock, const v1::ClockStep& step,
                               store::v1::StepTaken* taken) {
    const ReferralRecord referral = *referral::FindReferral(state_, clock.referral_id());
    std::set<std::string> told;
    const auto tell = [&](const std::string& agency_id) {
      if (MayKnow(referral, agency_id)) told.insert(agency_id);
    };
    if (step.tells_sender()) tell(referral.origin().agency_id());
    if (step.tells_responsible()) tell(ResponsibleNow(referral, clock).agency_id());
    for (int i = 0; i < step.kinds_size(); ++i) {
      const v1::AgencyKind kind = step.kinds(i);
      const std::set<std::string> of_kind = OfKind(referral.referral_id(), kind, step.step_id());
      if (of_kind.empty()) taken->add_missing_kinds(kind);
      told.insert(of_kind.begin(), of_kind.end());
    }
    return told;
  }

  v1::AgencyRef ResponsibleNow(const ReferralRecord& referral, const v1::Clock& clock) const {
    const mechanism::Mechanism* rules = surroundings_.rules(referral.classification().mechanism_id());
    return rules == nullptr ? clock.responsible() : ResponsibleFor(*rules, referral, clock);
  }

  bool MayKnow(const ReferralRecord& referral, const std::string& agency_id) const {
    return referral::GradeIn(state_, referral, agency_id) != v1::ACCESS_GRADE_UNSPECIFIED;
  }

  // The agencies of the kind that may know of the referral, those that this step
  // brings in among them.
  std::set<std::string> OfKind(const std::string& referral_id, v1::AgencyKind kind,
                               const std::string& step_id) {
    std::set<std::string> found;
    std::set<std::string> candidates;
    const ReferralRecord referral = *referral::FindReferral(state_, referral_id);
    for (const v1::Agency& agency : surroundings_.agencies) {
      const std::string& id = agency.agency_id();
      if (agency.kind() != kind || referral::IsExcluded(state_, id)) continue;
      if (MayKnow(referral, id)) {
        found.insert(id);
      } else if (!referral.has_consent_withdraw_time() &&
                 CanOversee(agency, kind, referral, surroundings_.now) && !WasSentOff(referral, id)) {
        candidates.insert(id);
      }
    }
    for (const std::string& id : candidates) {
      BringIn(referral_id, id, kind, step_id);
      found.insert(id);
    }
    return found;
  }

  void BringIn(const std::string& referral_id, const std::string& agency_id, v1::AgencyKind kind,
               const std::string& step_id) {
    v1::PlannedLeg planned;
    planned.mutable_recipient()->set_agency_id(agency_id);
    planned.mutable_recipient()->set_kind(kind);
    planned.set_purpose(v1::LEG_PURPOSE_OVERSIGHT);
    planned.set_access(v1::ACCESS_GRADE_STATUS_ONLY);
    planned.set_routing_rule_id(absl::StrCat("escalation:", step_id));
    const absl::StatusOr<referral::Decision> opened =
        referral::OpenLeg(state_, referral_id, planned, surroundings_.now);
    if (!opened.ok()) return;  // There is the referral, or nobody would be told.
    const size_t first = decision_.events.size();
    for (const Event& event : opened->events) Add(event);
    for (referral::NoticeTarget notice : opened->notices) {
      notice.event += first;
      decision_.notices.push_back(std::move(notice));
    }
  }

  size_t Add(Event event) {
    referral::Apply(event, surroundings_.now, v1::AgencyRef(), &state_);
    decision_.events.push_back(std::move(event));
    return decision_.events.size() - 1;
  }

  CaseState state_;
  const Surroundings& surroundings_;
  referral::Decision decision_;
};

}  // namespace

const Ladder& DefaultLadder() {
  static const Ladder& ladder = *new Ladder(MakeDefaultLadder());
  return ladder;
}

const Ladder& LadderOf(const mechanism::Mechanism& mechanism, const config::v1::ClockRule& rule) {
  if (!rule.escalation().empty()) return rule.escalation();
  return mechanism.escalation().empty() ? DefaultLadder() : mechanism.escalation();
}

void SetSteps(const Ladder& ladder, v1::Clock* clock) {
  const absl::Time start = base::FromProto(clock->start_time());
  const absl::Duration length = base::FromProto(clock->due_time()) - start;
  clock->clear_steps();
  for (const config::v1::EscalationStep& from : ladder) {
    v1::ClockStep* step = clock->add_steps();
    step->set_step_id(from.step_id());
    step->set_level(from.level());
    *step->mutable_step_time() = base::ToProto(start + length * static_cast<int64_t>(from.percent()) / 100);
    step->set_tells_responsible(from.responsible());
    step->set_tells_sender(from.sender());
    *step->mutable_kinds() = from.kinds();
  }
}

absl::Duration HeldReminder(const mechanism::Mechanism& mechanism) {
  if (mechanism.held_reminder_hours() == 0) return kHeldReminder;
  return absl::Hours(mechanism.held_reminder_hours());
}

absl::Time NextDue(const CaseState& state) {
  absl::Time next = absl::InfiniteFuture();
  for (const v1::Clock& clock : state.clocks()) {
    if (!IsRunning(clock)) continue;
    for (const v1::ClockStep& step : clock.steps()) {
      if (!step.has_taken_time()) next = std::min(next, base::FromProto(step.step_time()));
    }
  }
  for (const ReferralRecord& referral : state.referrals()) {
    for (const v1::Leg& leg : referral.legs()) {
      if (IsHeld(leg) && leg.has_review_time()) next = std::min(next, base::FromProto(leg.review_time()));
    }
  }
  return next;
}

bool HasHeldLeg(const CaseState& state) {
  return std::any_of(state.referrals().begin(), state.referrals().end(), [](const ReferralRecord& referral) {
    return std::any_of(referral.legs().begin(), referral.legs().end(), IsHeld);
  });
}

referral::Decision TakeSteps(const CaseState& state, const Surroundings& surroundings) {
  return Taker(state, surroundings).Run();
}

}  // namespace enlace::clock
