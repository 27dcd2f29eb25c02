#include "gateway/clock/clocks.h"

#include <gtest/gtest.h>

#include <memory>

#include "gateway/base/time_text.h"
#include "gateway/mechanism/mechanism_set.h"
#include "gateway/referral/fold.h"
#include "tests/support/status_matchers.h"

namespace enlace::clock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kStart = absl::FromUnixSeconds(1768478400);  // 2026-01-15T12:00Z, 06:00 in Mexico City

class ClocksTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(set_, mechanism::MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
    Use("mx-federal", v1::PROCEDURE_TYPE_URGENT);
    referral_.set_referral_id("REF");
    referral_.mutable_origin()->set_agency_id("organizacion");
    AddLeg("LEG1", "mecanismo", v1::LEG_PURPOSE_PROTECTION);
    AddLeg("LEG2", "fiscalia", v1::LEG_PURPOSE_INVESTIGATION);
  }

  void Use(const char* id, v1::ProcedureType procedure) {
    mechanism_ = set_->Find(id);
    referral_.mutable_classification()->set_procedure(procedure);
  }

  void AddLeg(const std::string& id, const std::string& agency, v1::LegPurpose purpose) {
    v1::Leg* leg = referral_.add_legs();
    leg->set_leg_id(id);
    leg->mutable_recipient()->set_agency_id(agency);
    leg->set_purpose(purpose);
    leg->set_state(v1::LEG_STATE_SUBMITTED);
  }

  // Applies the event as the store would, and lists what it did.
  std::vector<std::string> Happen(v1::ClockEvent event, absl::Time occurred, const v1::Leg* leg = nullptr) {
    return Fold(OnEvent(*mechanism_, state_, referral_, leg, event, occurred));
  }

  std::vector<std::string> Fold(const std::vector<store::v1::Event>& events) {
    std::vector<std::string> done;
    for (const store::v1::Event& event : events) {
      if (event.has_clock_started()) {
        *state_.add_clocks() = event.clock_started();
        done.push_back("+" + event.clock_started().clock_id());
      }
      if (!event.has_clock_ended()) continue;
      for (v1::Clock& clock : *state_.mutable_clocks()) {
        if (clock.clock_id() != event.clock_ended().clock_id()) continue;
        if (event.clock_ended().has_stop_time()) *clock.mutable_stop_time() = event.clock_ended().stop_time();
        clock.set_state(event.clock_ended().state());
        done.push_back(v1::ClockState_Name(clock.state()).substr(12) + " " + clock.clock_id());
      }
    }
    return done;
  }

  absl::Duration Length(int i) const {
    return base::FromProto(state_.clocks(i).due_time()) - base::FromProto(state_.clocks(i).start_time());
  }

  std::unique_ptr<mechanism::MechanismSet> set_;
  const mechanism::Mechanism* mechanism_ = nullptr;
  store::v1::CaseState state_;
  store::v1::ReferralRecord referral_;
};

TEST_F(ClocksTest, UrgentPetitionIsAnsweredWithinThreeHours) {
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_PETITION_RECEIVED, kStart), ElementsAre("+MX-1/REF"));
  EXPECT_EQ(Length(0), absl::Hours(3));
  EXPECT_EQ(state_.clocks(0).authority(), v1::CLOCK_AUTHORITY_STATUTE);
  EXPECT_EQ(state_.clocks(0).stops(), v1::CLOCK_EVENT_RESPONSE_GIVEN);
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_RESPONSE_GIVEN, kStart + absl::Hours(3)), ElementsAre("MET MX-1/REF"));
}

TEST_F(ClocksTest, UrgentMeasuresAreImplementedWithinNineHours) {
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED, kStart), ElementsAre("+MX-2/REF"));
  EXPECT_EQ(Length(0), absl::Hours(9));
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_MEASURES_IMPLEMENTED, kStart + absl::Hours(9) + absl::Microseconds(1)),
              ElementsAre("MET_LATE MX-2/REF"));
}

TEST_F(ClocksTest, OrdinaryPetitionHasTenDaysAndThenThirty) {
  Use("mx-federal", v1::PROCEDURE_TYPE_ORDINARY);
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("America/Mexico_City", &zone));
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_PETITION_RECEIVED, kStart), ElementsAre("+MX-3/REF"));
  EXPECT_EQ(base::FromProto(state_.clocks(0).due_time()), absl::FromCivil(absl::CivilDay(2026, 1, 26), zone));
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED, kStart + absl::Hours(24)),
              ElementsAre("MET MX-3/REF", "+MX-4/REF"));
  EXPECT_EQ(base::FromProto(state_.clocks(1).due_time()), absl::FromCivil(absl::CivilDay(2026, 2, 16), zone));
  EXPECT_TRUE(state_.clocks(1).inferred());
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_MEASURES_IMPLEMENTED, kStart + absl::Hours(48)), ElementsAre("MET MX-4/REF"));
}

TEST_F(ClocksTest, TerritoryZoneDecidesWhenADayEnds) {
  Use("mx-federal", v1::PROCEDURE_TYPE_ORDINARY);
  referral_.mutable_classification()->mutable_territory()->set_time_zone("America/Tijuana");
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("America/Tijuana", &zone));
  Happen(v1::CLOCK_EVENT_PETITION_RECEIVED, kStart);
  EXPECT_EQ(base::FromProto(state_.clocks(0).due_time()), absl::FromCivil(absl::CivilDay(2026, 1, 26), zone));
}

TEST_F(ClocksTest, UnknownTerritoryZoneCostsNoClock) {
  Use("mx-federal", v1::PROCEDURE_TYPE_ORDINARY);
  referral_.mutable_classification()->mutable_territory()->set_time_zone("Nowhere/City");
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_PETITION_RECEIVED, kStart), ElementsAre("+MX-3/REF"));
}

TEST_F(ClocksTest, GuatemalanClocksDependOnTheLocality) {
  Use("gt-national", v1::PROCEDURE_TYPE_URGENT);
  v1::Territory* territory = referral_.mutable_classification()->mutable_territory();
  territory->set_locality(v1::CLOCK_LOCALITY_CAPITAL_CITY);
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_CRIME_COMMITTED, kStart), ElementsAre("+GT-1/REF", "+GT-3/REF"));
  EXPECT_EQ(Length(0), absl::Hours(24));
  EXPECT_EQ(Length(1), absl::Hours(72));
  EXPECT_EQ(state_.clocks(0).responsible().agency_id(), "fiscalia");
  state_.Clear();
  territory->set_locality(v1::CLOCK_LOCALITY_OUTSIDE_CAPITAL_CITY);
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_CRIME_COMMITTED, kStart), ElementsAre("+GT-2/REF", "+GT-3/REF"));
  EXPECT_EQ(Length(0), absl::Hours(72));
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_TAKEN_TO_PROSECUTORS_OFFICE, kStart + absl::Hours(1)),
              ElementsAre("MET GT-2/REF"));
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_INVESTIGATION_MEETING_CONVENED, kStart + absl::Hours(73)),
              ElementsAre("MET_LATE GT-3/REF"));
}

TEST_F(ClocksTest, CrimeFromBeforeTheDirectiveStartsNothing) {
  Use("gt-national", v1::PROCEDURE_TYPE_URGENT);
  referral_.mutable_classification()->mutable_territory()->set_locality(v1::CLOCK_LOCALITY_CAPITAL_CITY);
  const absl::Time directive = absl::FromUnixSeconds(1526277600);  // 2018-05-14T06:00Z
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_CRIME_COMMITTED, directive - absl::Seconds(1)), IsEmpty());
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_CRIME_COMMITTED, directive), ElementsAre("+GT-1/REF", "+GT-3/REF"));
}

TEST_F(ClocksTest, StartInThePastIsOverdueAtBirth) {
  Happen(v1::CLOCK_EVENT_PETITION_RECEIVED, kStart - absl::Hours(100));
  EXPECT_EQ(StateAt(state_.clocks(0), kStart), v1::CLOCK_STATE_OVERDUE);
}

TEST_F(ClocksTest, OnlyTheNamedEventStopsAClock) {
  Happen(v1::CLOCK_EVENT_PETITION_RECEIVED, kStart);
  const v1::Leg leg = referral_.legs(0);
  for (int i = v1::ClockEvent_MIN; i <= v1::ClockEvent_MAX; ++i) {
    const auto event = static_cast<v1::ClockEvent>(i);
    if (event == v1::CLOCK_EVENT_RESPONSE_GIVEN) continue;
    for (const store::v1::Event& done :
         OnEvent(*mechanism_, state_, referral_, &leg, event, kStart + absl::Hours(1))) {
      EXPECT_FALSE(done.has_clock_ended()) << v1::ClockEvent_Name(event);
    }
  }
}

TEST_F(ClocksTest, RunningRuleIsNotStartedTwice) {
  Happen(v1::CLOCK_EVENT_PETITION_RECEIVED, kStart);
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_PETITION_RECEIVED, kStart + absl::Hours(1)), IsEmpty());
}

TEST_F(ClocksTest, RepeatAfterAStopIsNumberedAndTheSameEventStartsNothing) {
  Happen(v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED, kStart);
  Happen(v1::CLOCK_EVENT_MEASURES_IMPLEMENTED, kStart + absl::Hours(1));
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED, kStart), IsEmpty());
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED, kStart + absl::Hours(2)), ElementsAre("+MX-2/REF/2"));
  // Told late: it belongs to the first round.
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_MEASURES_IMPLEMENTED, kStart + absl::Minutes(90)), IsEmpty());
}

TEST_F(ClocksTest, OperatorTargetsRunPerLeg) {
  const v1::Leg one = referral_.legs(0);
  const v1::Leg two = referral_.legs(1);
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_REFERRAL_DELIVERED, kStart), IsEmpty());
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_REFERRAL_DELIVERED, kStart, &one), ElementsAre("+MX-OP-1/LEG1"));
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_REFERRAL_DELIVERED, kStart, &two), ElementsAre("+MX-OP-1/LEG2"));
  EXPECT_EQ(state_.clocks(1).responsible().agency_id(), "fiscalia");
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_REFERRAL_RECEIVED, kStart + absl::Minutes(5), &two),
              ElementsAre("MET MX-OP-1/LEG2", "+MX-OP-2/LEG2"));
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_REFERRAL_DECIDED, kStart + absl::Hours(4), &two),
              ElementsAre("MET_LATE MX-OP-2/LEG2"));
}

TEST_F(ClocksTest, OrdinaryTargetsOfBothMechanismsRunAndStop) {
  for (const auto& [id, prefix] : {std::pair{"mx-federal", "MX"}, {"gt-national", "GT"}}) {
    for (const bool urgent : {true, false}) {
      Use(id, urgent ? v1::PROCEDURE_TYPE_URGENT : v1::PROCEDURE_TYPE_ORDINARY);
      state_.Clear();
      const v1::Leg leg = referral_.legs(0);
      const std::string first = std::string(prefix) + (urgent ? "-OP-1/LEG1" : "-OP-3/LEG1");
      const std::string second = std::string(prefix) + (urgent ? "-OP-2/LEG1" : "-OP-4/LEG1");
      EXPECT_THAT(Happen(v1::CLOCK_EVENT_REFERRAL_DELIVERED, kStart, &leg), ElementsAre("+" + first));
      EXPECT_EQ(Length(0), absl::Hours(urgent ? 1 : 24));
      EXPECT_THAT(Happen(v1::CLOCK_EVENT_REFERRAL_RECEIVED, kStart, &leg), ElementsAre("MET " + first, "+" + second));
      EXPECT_THAT(Happen(v1::CLOCK_EVENT_REFERRAL_DECIDED, kStart, &leg), ElementsAre("MET " + second));
    }
  }
}

TEST_F(ClocksTest, SilenceClockBeginsAnewWithEachMovement) {
  mechanism::Mechanism silence;
  auto* rule = silence.add_clock_rules();
  rule->set_rule_id("S");
  rule->set_starts(v1::CLOCK_EVENT_STATUS_MOVED);
  rule->set_stops(v1::CLOCK_EVENT_STATUS_MOVED);
  rule->set_amount(24);
  rule->set_basis(v1::DAY_BASIS_ELAPSED_HOURS);
  mechanism_ = &silence;
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_STATUS_MOVED, kStart), ElementsAre("+S/REF"));
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_STATUS_MOVED, kStart), IsEmpty());
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_STATUS_MOVED, kStart + absl::Hours(1)), ElementsAre("MET S/REF", "+S/REF/2"));
}

TEST_F(ClocksTest, ThirtyDaysWithoutAMovementInTheFileAreOverdueWhereverTheCaseIs) {
  for (const std::string& id : set_->Ids()) {
    Use(id.c_str(), v1::PROCEDURE_TYPE_ORDINARY);
    state_.Clear();
    ASSERT_EQ(Happen(v1::CLOCK_EVENT_STATUS_MOVED, kStart).size(), 1u) << id;
    const v1::Clock& clock = state_.clocks(0);
    EXPECT_EQ(clock.authority(), v1::CLOCK_AUTHORITY_OPERATOR_TARGET) << "no law says so";
    EXPECT_TRUE(clock.inferred());
    EXPECT_EQ(clock.responsible().agency_id(), "fiscalia");
    EXPECT_EQ(StateAt(clock, kStart + absl::Hours(24 * 29)), v1::CLOCK_STATE_RUNNING);
    EXPECT_EQ(StateAt(clock, kStart + absl::Hours(24 * 32)), v1::CLOCK_STATE_OVERDUE);
    EXPECT_FALSE(clock.steps().empty());
  }
}

TEST_F(ClocksTest, ALeastTimeIsMetWheneverItStopsAndNeverOverdueAndNobodyIsTold) {
  Use("co-unp", v1::PROCEDURE_TYPE_ORDINARY);
  const absl::Time years_later = kStart + absl::Hours(24 * 1000);
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_PETITION_RECEIVED, kStart), ElementsAre("+CO-1/REF"));
  EXPECT_TRUE(state_.clocks(0).at_least());
  EXPECT_TRUE(state_.clocks(0).has_due_time()) << "the floor itself is shown";
  EXPECT_TRUE(state_.clocks(0).steps().empty());
  EXPECT_EQ(StateAt(state_.clocks(0), years_later), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(referral::ClockStateAt(state_.clocks(0), years_later), v1::CLOCK_STATE_RUNNING);
  EXPECT_FALSE(referral::HasOverdueClock(state_, "REF", years_later));
  EXPECT_THAT(Happen(v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED, years_later), ElementsAre("MET CO-1/REF"));
  EXPECT_EQ(StateAt(state_.clocks(0), years_later), v1::CLOCK_STATE_MET);
  EXPECT_EQ(referral::ClockStateAt(state_.clocks(0), years_later), v1::CLOCK_STATE_MET);
}

TEST_F(ClocksTest, ClocksOfAnotherReferralAreLeftAlone) {
  Happen(v1::CLOCK_EVENT_PETITION_RECEIVED, kStart);
  store::v1::ReferralRecord other = referral_;
  other.set_referral_id("OTHER");
  EXPECT_THAT(OnEvent(*mechanism_, state_, other, nullptr, v1::CLOCK_EVENT_RESPONSE_GIVEN, kStart + absl::Hours(1)),
              IsEmpty());
  EXPECT_THAT(VoidAll(state_, "OTHER"), IsEmpty());
}

TEST_F(ClocksTest, WithdrawnPetitionVoidsWhatStillRuns) {
  const v1::Leg leg = referral_.legs(0);
  Happen(v1::CLOCK_EVENT_PETITION_RECEIVED, kStart);
  Happen(v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED, kStart);
  Happen(v1::CLOCK_EVENT_REFERRAL_DELIVERED, kStart, &leg);
  Happen(v1::CLOCK_EVENT_RESPONSE_GIVEN, kStart);
  EXPECT_THAT(Fold(VoidLeg(state_, "LEG1")), ElementsAre("VOID MX-OP-1/LEG1"));
  EXPECT_THAT(VoidLeg(state_, ""), IsEmpty());
  EXPECT_THAT(Fold(VoidAll(state_, "REF")), ElementsAre("VOID MX-2/REF"));
  EXPECT_EQ(StateAt(state_.clocks(0), kStart), v1::CLOCK_STATE_MET);
  EXPECT_EQ(StateAt(state_.clocks(1), kStart + absl::Hours(99)), v1::CLOCK_STATE_VOID);
}

TEST_F(ClocksTest, StateFollowsTheDueTime) {
  v1::Clock clock;
  EXPECT_EQ(StateAt(clock, kStart), v1::CLOCK_STATE_WAITING_FOR_START);
  *clock.mutable_start_time() = base::ToProto(kStart);
  *clock.mutable_due_time() = base::ToProto(kStart + absl::Hours(3));
  EXPECT_EQ(StateAt(clock, kStart + absl::Hours(3)), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(StateAt(clock, kStart + absl::Hours(3) + absl::Microseconds(1)), v1::CLOCK_STATE_OVERDUE);
  *clock.mutable_stop_time() = base::ToProto(kStart + absl::Hours(4));
  EXPECT_EQ(StateAt(clock, kStart), v1::CLOCK_STATE_MET_LATE);
}

TEST_F(ClocksTest, ResponsibilityMovesWithAcceptance) {
  config::v1::ClockRule rule;
  EXPECT_EQ(Responsible(rule, referral_, "").agency_id(), "organizacion");
  rule.set_responsible_purpose(v1::LEG_PURPOSE_PROTECTION);
  EXPECT_EQ(Responsible(rule, referral_, "").agency_id(), "mecanismo");
  AddLeg("LEG3", "otra", v1::LEG_PURPOSE_PROTECTION);
  referral_.mutable_legs(2)->set_state(v1::LEG_STATE_ACCEPTED);
  referral_.mutable_legs(2)->set_was_accepted(true);
  EXPECT_EQ(Responsible(rule, referral_, "").agency_id(), "otra");
  rule.clear_responsible_purpose();
  EXPECT_EQ(Responsible(rule, referral_, "").agency_id(), "otra");
  referral_.mutable_legs(2)->set_state(v1::LEG_STATE_REVOKED);
  EXPECT_EQ(Responsible(rule, referral_, "").agency_id(), "organizacion");
}

TEST_F(ClocksTest, ClockOfALostRuleKeepsWhoAnsweredForIt) {
  v1::Clock clock;
  clock.set_rule_id("GONE");
  clock.mutable_responsible()->set_agency_id("antes");
  EXPECT_EQ(ResponsibleFor(*mechanism_, referral_, clock).agency_id(), "antes");
  clock.set_rule_id("MX-1");
  EXPECT_EQ(ResponsibleFor(*mechanism_, referral_, clock).agency_id(), "mecanismo");
}

}  // namespace
}  // namespace enlace::clock
