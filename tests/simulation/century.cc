#include "tests/simulation/century.h"

#include <algorithm>
#include <memory>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/clocks.h"
#include "gateway/clock/escalation.h"
#include "gateway/referral/fold.h"
#include "tests/simulation/naive_case.h"

namespace enlace::simulation {
namespace {

constexpr int kReferrals = 30;
constexpr char kSender[] = "sender";
constexpr char kReferral[] = "REF";

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  uint64_t Below(uint64_t n) { return engine_() % n; }
  bool OneIn(uint64_t n) { return Below(n) == 0; }
  template <typename T>
  const T& Of(const std::vector<T>& values) {
    return values[Below(values.size())];
  }
  // Seconds to years, small ones as often as large ones.
  absl::Duration Span() {
    static constexpr int64_t kMost[] = {60, 3600, 6 * 3600, 86400, 10 * 86400, 60 * 86400, 400 * 86400};
    return absl::Seconds(Below(kMost[Below(7)]));
  }

 private:
  std::mt19937_64 engine_;
};

std::vector<v1::Agency> Directory(const mechanism::Mechanism& mechanism, Random* random) {
  std::vector<v1::Agency> directory;
  const auto add = [&](const std::string& id, v1::AgencyKind kind, const std::string& territory = "") {
    v1::Agency agency;
    agency.set_agency_id(id);
    agency.set_kind(kind);
    agency.set_country(mechanism.country());
    if (!territory.empty()) agency.add_territories(territory);
    directory.push_back(agency);
  };
  add("unit", v1::AGENCY_KIND_PROTECTION_UNIT);
  add("prosecutor", v1::AGENCY_KIND_PROSECUTOR);
  if (!random->OneIn(3)) add("ombudsman", v1::AGENCY_KIND_OMBUDSMAN);
  if (random->OneIn(2)) add("ombudsman-here", v1::AGENCY_KIND_OMBUDSMAN, mechanism.country() + "-A");
  if (random->OneIn(2)) add("committee", v1::AGENCY_KIND_RISK_COMMITTEE);
  if (random->OneIn(2)) add("council", v1::AGENCY_KIND_PROTECTION_COUNCIL);
  std::shuffle(directory.begin(), directory.end(), std::mt19937_64(random->Below(1000)));
  return directory;
}

// One referral from its submission to the end of its last clock, on both sides.
class Life {
 public:
  Life(const mechanism::Mechanism& mechanism, const std::vector<v1::Agency>& directory, absl::Time start,
       Random* random)
      : mechanism_(mechanism), directory_(directory), random_(*random), now_(start) {
    Classify();
    naive_ = std::make_unique<NaiveCase>(mechanism, directory, classification_, kReferral, kSender);
    state_.set_case_id("CASE");
    store::v1::ReferralRecord* referral = state_.add_referrals();
    referral->set_referral_id(kReferral);
    referral->mutable_origin()->set_agency_id(kSender);
    *referral->mutable_classification() = classification_;
    AddLeg("unit", v1::LEG_PURPOSE_PROTECTION);
    AddLeg("prosecutor", v1::LEG_PURPOSE_INVESTIGATION);
    if (random_.OneIn(3)) AddLeg("ombudsman", v1::LEG_PURPOSE_OVERSIGHT);
  }

  // Empty, or the first difference.
  std::string Run(Century* century) {
    Tell(-1, v1::CLOCK_EVENT_CRIME_COMMITTED, now_ - random_.Span());
    Tell(-1, v1::CLOCK_EVENT_PETITION_RECEIVED, now_ - random_.Span());
    for (uint64_t acts = 5 + random_.Below(25); acts > 0 && finding_.empty(); --acts) {
      PassUntil(now_ + random_.Span());
      Act();
      ++century->acts;
      Compare();
    }
    PassUntil(absl::InfiniteFuture());
    Compare();
    Count(century);
    return finding_;
  }

 private:
  void Classify() {
    static const auto& procedures = *new std::vector<v1::ProcedureType>{
        v1::PROCEDURE_TYPE_URGENT, v1::PROCEDURE_TYPE_ORDINARY, v1::PROCEDURE_TYPE_INTERNATIONAL_ORDER};
    static const auto& zones =
        *new std::vector<std::string>{"", "", "America/Tijuana", "America/Sao_Paulo", "Nowhere/Here"};
    classification_.set_mechanism_id(mechanism_.mechanism_id());
    classification_.set_procedure(random_.Of(procedures));
    v1::Territory& territory = *classification_.mutable_territory();
    territory.set_country(mechanism_.country());
    territory.set_subdivision(mechanism_.country() + (random_.OneIn(2) ? "-A" : "-B"));
    territory.set_time_zone(random_.Of(zones));
    territory.set_locality(random_.OneIn(2) ? v1::CLOCK_LOCALITY_CAPITAL_CITY
                                            : v1::CLOCK_LOCALITY_OUTSIDE_CAPITAL_CITY);
  }

  void AddLeg(const std::string& agency, v1::LegPurpose purpose) {
    v1::Leg* leg = state_.mutable_referrals(0)->add_legs();
    leg->set_leg_id(absl::StrCat("LEG", state_.referrals(0).legs_size()));
    leg->mutable_recipient()->set_agency_id(agency);
    leg->set_purpose(purpose);
    leg->set_access(v1::ACCESS_GRADE_FULL);
    leg->set_state(v1::LEG_STATE_DISPATCHED);
    leg->set_version(2);
    NaiveLeg naive;
    naive.id = leg->leg_id();
    naive.agency = agency;
    naive.purpose = purpose;
    naive_->legs.push_back(naive);
    asked_ = state_.referrals(0).legs_size();
  }

  void Apply(const store::v1::Event& event) { referral::Apply(event, now_, v1::AgencyRef(), &state_); }
  void ApplyAll(const std::vector<store::v1::Event>& events) {
    for (const store::v1::Event& event : events) Apply(event);
  }
  const store::v1::ReferralRecord& referral() const { return state_.referrals(0); }

  // An event on both sides; `leg` counts from 0, -1 is the whole referral.
  void Tell(int leg, v1::ClockEvent event, absl::Time occurred) {
    told_ = {leg, event, occurred};
    const v1::Leg* of = leg < 0 ? nullptr : &referral().legs(leg);
    ApplyAll(clock::OnEvent(mechanism_, state_, referral(), of, event, occurred));
    naive_->Happen(of == nullptr ? "" : of->leg_id(), event, occurred);
  }

  void Move(int leg, v1::LegState to) {
    store::v1::Event event;
    store::v1::LegTransitioned& moved = *event.mutable_leg_transitioned();
    moved.set_referral_id(kReferral);
    *moved.mutable_leg() = referral().legs(leg);
    moved.mutable_leg()->set_state(to);
    moved.mutable_leg()->set_version(referral().legs(leg).version() + 1);
    if (to == v1::LEG_STATE_ACCEPTED) moved.mutable_leg()->set_was_accepted(true);
    Apply(event);
    NaiveLeg& naive = naive_->legs[static_cast<size_t>(leg)];
    naive.state = to;
    naive.accepted = naive.accepted || to == v1::LEG_STATE_ACCEPTED;
  }

  void TakeBack(int leg, v1::LegState to) {
    Move(leg, to);
    ApplyAll(clock::VoidLeg(state_, referral().legs(leg).leg_id()));
    naive_->VoidLeg(referral().legs(leg).leg_id());
  }

  // What happens at random.
  void Act() {
    switch (random_.Below(20)) {
      case 0:
        if (random_.OneIn(4)) Withdraw();
        return;
      case 1:
        if (random_.OneIn(3)) Exclude();
        return;
      case 2:
        if (std::get<1>(told_) != v1::CLOCK_EVENT_UNSPECIFIED) {
          Tell(std::get<0>(told_), std::get<1>(told_), std::get<2>(told_));  // Told twice.
        }
        return;
      case 3:
      case 4:
      case 5:
      case 6:
      case 7:
      case 8:
      case 9:
      case 10:
        return Advance(static_cast<int>(random_.Below(static_cast<uint64_t>(asked_))));
      default:
        return Report();
    }
  }

  absl::Time Occurred() { return random_.OneIn(2) ? now_ : now_ - random_.Span(); }

  void Report() {
    static const auto& acts = *new std::vector<v1::ClockEvent>{v1::CLOCK_EVENT_PROCESS_ACTIVATED,
                                                               v1::CLOCK_EVENT_RESPONSE_GIVEN,
                                                               v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED,
                                                               v1::CLOCK_EVENT_RESOLUTION_ISSUED,
                                                               v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED,
                                                               v1::CLOCK_EVENT_MEASURES_IMPLEMENTED,
                                                               v1::CLOCK_EVENT_TAKEN_TO_PROSECUTORS_OFFICE,
                                                               v1::CLOCK_EVENT_INVESTIGATION_MEETING_CONVENED,
                                                               v1::CLOCK_EVENT_STATUS_MOVED};
    Tell(-1, random_.Of(acts), Occurred());
  }

  void Advance(int leg) {
    switch (referral().legs(leg).state()) {
      case v1::LEG_STATE_DISPATCHED:
        Move(leg, v1::LEG_STATE_DELIVERED);
        return Tell(leg, v1::CLOCK_EVENT_REFERRAL_DELIVERED, Occurred());
      case v1::LEG_STATE_DELIVERED:
        Move(leg, v1::LEG_STATE_RECEIVED);
        return Tell(leg, v1::CLOCK_EVENT_REFERRAL_RECEIVED, Occurred());
      case v1::LEG_STATE_RECEIVED:
        Move(leg, random_.OneIn(3)   ? v1::LEG_STATE_DECLINED
                  : random_.OneIn(4) ? v1::LEG_STATE_RETURNED_NOT_COMPETENT
                                     : v1::LEG_STATE_ACCEPTED);
        return Tell(leg, v1::CLOCK_EVENT_REFERRAL_DECIDED, Occurred());
      case v1::LEG_STATE_ACCEPTED:
        if (random_.OneIn(5)) return TakeBack(leg, v1::LEG_STATE_REVOKED);
        return Move(leg, v1::LEG_STATE_IN_PROGRESS);
      case v1::LEG_STATE_IN_PROGRESS:
        return Move(leg, random_.OneIn(2) ? v1::LEG_STATE_ON_HOLD : v1::LEG_STATE_COMPLETED);
      case v1::LEG_STATE_ON_HOLD:
        return Move(leg, v1::LEG_STATE_IN_PROGRESS);
      case v1::LEG_STATE_COMPLETED:
        return Move(leg, v1::LEG_STATE_CLOSED);
      default:
        return;
    }
  }

  void Withdraw() {
    for (int leg = 0; leg < asked_; ++leg) {
      const v1::LegState state = referral().legs(leg).state();
      if (state == v1::LEG_STATE_DISPATCHED || state == v1::LEG_STATE_DELIVERED) {
        TakeBack(leg, v1::LEG_STATE_WITHDRAWN_BY_SENDER);
      }
    }
    ApplyAll(clock::VoidAll(state_, kReferral));
    naive_->VoidAll();
  }

  void Exclude() {
    const std::string& agency = random_.Of(directory_).agency_id();
    if (naive_->excluded.contains(agency)) return;
    store::v1::Event event;
    event.mutable_agency_excluded()->mutable_excluded()->set_agency_id(agency);
    Apply(event);
    naive_->excluded.insert(agency);
    for (int leg = 0; leg < asked_; ++leg) {
      const v1::LegState state = referral().legs(leg).state();
      const bool open = state == v1::LEG_STATE_DISPATCHED || state == v1::LEG_STATE_ACCEPTED;
      if (referral().legs(leg).recipient().agency_id() == agency && open)
        TakeBack(leg, v1::LEG_STATE_REVOKED);
    }
  }

  // Lets the time pass. The scheduler is there at the very instant of each step,
  // or away until the end of the wait, and then takes what it missed.
  void PassUntil(absl::Time until) {
    const bool away = until != absl::InfiniteFuture() && random_.OneIn(4);
    while (finding_.empty()) {
      const absl::Time next = clock::NextDue(state_);
      if (next != naive_->Next()) return Find(absl::StrCat("the next step is due ", base::TimeText(next)));
      if (next > until || next == absl::InfiniteFuture()) break;
      now_ = away ? until : std::max(now_, next);
      TakeSteps();
    }
    if (until != absl::InfiniteFuture()) now_ = std::max(now_, until);
  }

  void TakeSteps() {
    const clock::Surroundings around{directory_, [this](absl::string_view) { return &mechanism_; }, now_,
                                     now_};
    const referral::Decision decision = clock::TakeSteps(state_, around);
    std::vector<NaiveTaking> got;
    for (const store::v1::Event& event : decision.events) {
      Apply(event);
      if (!event.has_step_taken()) continue;
      const store::v1::StepTaken& taken = event.step_taken();
      NaiveTaking& one = got.emplace_back();
      one = {taken.clock_id(), taken.step_id(), {}, {}};
      one.told.insert(taken.told_agency_ids().begin(), taken.told_agency_ids().end());
      for (const int kind : taken.missing_kinds()) one.missing.push_back(static_cast<v1::AgencyKind>(kind));
      for (const std::string& agency : naive_->excluded) {
        if (one.told.contains(agency)) Find(absl::StrCat(agency, " is excluded and was told"));
      }
    }
    steps_ += got.size();
    const std::vector<NaiveTaking> expected = naive_->Take(now_);
    if (got == expected) return;
    Find(absl::StrCat("steps taken are ", Text(got), ", not ", Text(expected)));
  }

  static std::string Text(const std::vector<NaiveTaking>& takings) {
    return absl::StrCat("[",
                        absl::StrJoin(takings, "; ",
                                      [](std::string* out, const NaiveTaking& one) {
                                        absl::StrAppend(out, one.clock, " ", one.step, " to ",
                                                        absl::StrJoin(one.told, ","), " missing ",
                                                        one.missing.size());
                                      }),
                        "]");
  }

  void Compare() {
    const auto& clocks = state_.clocks();
    if (clocks.size() != static_cast<int>(naive_->clocks().size())) {
      return Find(absl::StrCat(clocks.size(), " clocks, not ", naive_->clocks().size()));
    }
    for (int i = 0; i < clocks.size(); ++i) {
      const NaiveClock& naive = naive_->clocks()[static_cast<size_t>(i)];
      const v1::Clock& clock = clocks.Get(i);
      const bool same_ids = clock.clock_id() == naive.id && clock.leg_id() == naive.leg;
      const bool same_times = base::FromProto(clock.start_time()) == naive.start &&
                              base::FromProto(clock.due_time()) == naive.due;
      const bool stopped = clock.has_stop_time();
      const bool same_stop =
          stopped ? base::FromProto(clock.stop_time()) == naive.stop : naive.stop == absl::InfiniteFuture();
      if (!same_ids || !same_times || !same_stop) return Find(absl::StrCat(naive.id, " differs"));
      for (const absl::Time at : {now_, naive.due, naive.due + absl::Microseconds(1)}) {
        if (clock::StateAt(clock, at) != naive_->StateOf(naive, at)) {
          return Find(absl::StrCat(naive.id, " is in another state"));
        }
      }
    }
    if (referral::DeriveState(referral()) != naive_->State()) Find("the referral is in another state");
  }

  void Count(Century* century) {
    ++century->referrals;
    ++century->states[referral::DeriveState(referral())];
    for (const v1::Clock& clock : state_.clocks()) ++century->clocks[clock::StateAt(clock, now_)];
    century->steps_taken += steps_;
  }

  void Find(const std::string& what) {
    if (finding_.empty()) finding_ = absl::StrCat("at ", base::TimeText(now_), ": ", what);
  }

  const mechanism::Mechanism& mechanism_;
  const std::vector<v1::Agency>& directory_;
  Random& random_;
  absl::Time now_;
  v1::Classification classification_;
  std::unique_ptr<NaiveCase> naive_;
  store::v1::CaseState state_;
  int asked_ = 0;  // Legs that the submission opened.
  std::tuple<int, v1::ClockEvent, absl::Time> told_{-1, v1::CLOCK_EVENT_UNSPECIFIED, absl::Time()};
  uint64_t steps_ = 0;
  std::string finding_;
};

}  // namespace

Century Simulate(const mechanism::Mechanism& mechanism, uint64_t seed) {
  Random random(seed);
  const std::vector<v1::Agency> directory = Directory(mechanism, &random);
  const absl::Time begin = absl::FromCivil(absl::CivilYear(1990), absl::UTCTimeZone());
  Century century;
  for (int i = 0; i < kReferrals; ++i) {
    const absl::Time start = begin + absl::Seconds(random.Below(uint64_t{36525} * 86400));
    const std::string finding = Life(mechanism, directory, start, &random).Run(&century);
    if (finding.empty()) continue;
    century.finding = absl::StrCat(mechanism.mechanism_id(), ", seed ", seed, ", referral ", i, " ", finding);
    break;
  }
  return century;
}

}  // namespace enlace::simulation
