#include "gateway/report/count.h"

#include "tests/gateway/report/report_fixture.h"

namespace enlace::report {
namespace {

using store::v1::CaseState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

const absl::Time kMay = Day(2017, 5, 2);

TEST(CountTest, RowsSumToTheTotalOverRandomCasesInEveryTable) {
  for (uint32_t seed = 1; seed <= 40; ++seed) {
    RandomCases random(seed);
    std::vector<CaseState> cases;
    for (int i = 0; i < 60; ++i) cases.push_back(random.Next());
    const v1::Report report = ReportOn2017(cases);
    ASSERT_EQ(report.tables_size(), v1::Breakdown_MAX);
    uint64_t petitions = 0;
    uint64_t errors = 0;
    for (const CaseState& one : cases) {
      const absl::Time at = base::FromProto(one.referrals(0).petition_time());
      if (at >= Day(2018, 1, 1)) continue;
      const v1::Report alone = ReportOn2017({one});
      const bool is_error = TableOf(alone, v1::BREAKDOWN_OUTCOME).rows().empty();
      ++(is_error ? errors : petitions);
    }
    for (const v1::ReportTable& table : report.tables()) {
      for (int column = 0; column < table.columns_size(); ++column) {
        if (!table.total().cells(column).has_value()) continue;
        uint64_t sum = 0;
        for (const v1::ReportRow& row : table.rows()) sum += row.cells(column).value();
        EXPECT_EQ(sum, table.total().cells(column).value())
            << v1::Breakdown_Name(table.breakdown()) << " " << table.columns(column) << " " << seed;
      }
    }
    // Each referral is in exactly one row of the tables that count referrals.
    for (const auto breakdown :
         {v1::BREAKDOWN_OUTCOME, v1::BREAKDOWN_PROCEDURE, v1::BREAKDOWN_SUBJECT, v1::BREAKDOWN_POPULATION,
          v1::BREAKDOWN_PERPETRATOR, v1::BREAKDOWN_RISK, v1::BREAKDOWN_TERRITORY, v1::BREAKDOWN_ORIGIN}) {
      EXPECT_EQ(TableOf(report, breakdown).total().cells(0).value(), petitions)
          << v1::Breakdown_Name(breakdown) << " " << seed;
    }
    EXPECT_EQ(TableOf(report, v1::BREAKDOWN_STATE).total().cells(0).value(), petitions + errors) << seed;
  }
}

TEST(CountTest, PartsOfARowSumToItInTheTablesOfMeasuresClocksAndLegs) {
  RandomCases random(7);
  std::vector<CaseState> cases;
  for (int i = 0; i < 200; ++i) cases.push_back(random.Next());
  const v1::Report report = ReportOn2017(cases);
  const std::map<v1::Breakdown, int> parts = {{v1::BREAKDOWN_MEASURE_KIND, 4},
                                              {v1::BREAKDOWN_MEASURE_TYPE, 4},
                                              {v1::BREAKDOWN_MEASURE_WORK, 4},
                                              {v1::BREAKDOWN_CLOCK, 5},
                                              {v1::BREAKDOWN_RESPONSE_TIME, 2}};
  for (const auto& [breakdown, count] : parts) {
    EXPECT_THAT(TableOf(report, breakdown).rows(), testing::Not(IsEmpty()));
    for (const v1::ReportRow& row : TableOf(report, breakdown).rows()) {
      uint64_t sum = 0;
      for (int i = 1; i <= count; ++i) sum += row.cells(i).value();
      EXPECT_EQ(sum, row.cells(0).value()) << v1::Breakdown_Name(breakdown) << " " << row.key();
    }
  }
}

TEST(CountTest, PetitionsCountInThePeriodInWhichTheyWereMade) {
  const v1::Report report = ReportOn2017({Petition(Day(2016, 12, 31, 23)), Petition(Day(2017, 1, 1)),
                                          Petition(Day(2017, 12, 31, 23)), Petition(Day(2018, 1, 1))});
  EXPECT_THAT(Rows(TableOf(report, v1::BREAKDOWN_PROCEDURE)),
              ElementsAre(Pair("", "2"), Pair("URGENT", "2")));
}

TEST(CountTest, ReferralsEnteredInErrorShowInTheTableOfStatesAlone) {
  const v1::Report report = ReportOn2017({Petition(kMay), Petition(kMay, v1::LEG_STATE_ENTERED_IN_ERROR)});
  EXPECT_THAT(Rows(TableOf(report, v1::BREAKDOWN_STATE)),
              ElementsAre(Pair("", "2"), Pair("ENTERED_IN_ERROR", "1"), Pair("OPEN_UNANSWERED", "1")));
  EXPECT_THAT(Rows(TableOf(report, v1::BREAKDOWN_OUTCOME)),
              ElementsAre(Pair("", "1"), Pair("IN_PROCESS", "1")));
}

TEST(CountTest, PopulationsAreToldApartAndTheFirstOneCounts) {
  CaseState both = Petition(kMay);
  both.mutable_referrals(0)->mutable_classification()->set_population(
      0, v1::POPULATION_GROUP_HUMAN_RIGHTS_DEFENDER);
  both.mutable_referrals(0)->mutable_classification()->add_population(v1::POPULATION_GROUP_JUSTICE_OFFICIAL);
  CaseState official = Petition(kMay);
  official.mutable_referrals(0)->mutable_classification()->set_population(
      0, v1::POPULATION_GROUP_JUSTICE_OFFICIAL);
  EXPECT_THAT(Rows(TableOf(ReportOn2017({both, official, official}), v1::BREAKDOWN_POPULATION)),
              ElementsAre(Pair("", "3"), Pair("HUMAN_RIGHTS_DEFENDER", "1"), Pair("JUSTICE_OFFICIAL", "2")));
}

TEST(CountTest, WhatSendersAreGrantedShowsByTheKindOfSender) {
  CaseState granted = Petition(kMay, v1::LEG_STATE_ACCEPTED);
  AddMeasure(&granted, v1::MEASURE_STATE_GRANTED, kMay);
  CaseState ombudsman = Petition(kMay);
  ombudsman.mutable_referrals(0)->mutable_origin()->set_kind(v1::AGENCY_KIND_OMBUDSMAN);
  EXPECT_THAT(Rows(TableOf(ReportOn2017({granted, ombudsman}), v1::BREAKDOWN_ORIGIN)),
              ElementsAre(Pair("", "2 1"), Pair("OMBUDSMAN", "1 0"), Pair("STATE_PROTECTION_UNIT", "1 1")));
}

TEST(CountTest, MeasuresCountByKindWithThePersonsOfThoseThatWereGranted) {
  CaseState state = Petition(kMay, v1::LEG_STATE_ACCEPTED);
  AddMeasure(&state, v1::MEASURE_STATE_IMPLEMENTED, kMay)->set_covers(v1::SUBJECT_KIND_COLLECTIVE);
  AddMeasure(&state, v1::MEASURE_STATE_DENIED);
  AddMeasure(&state, v1::MEASURE_STATE_REFUSED_BY_SUBJECT);
  AddMeasure(&state, v1::MEASURE_STATE_REQUESTED);
  AddMeasure(&state, v1::MEASURE_STATE_GRANTED, Day(2018, 1, 5));  // not in the period
  EXPECT_THAT(Rows(TableOf(ReportOn2017({state}), v1::BREAKDOWN_MEASURE_SUBJECT)),
              ElementsAre(Pair("", "4 1 1 1 1 3"), Pair("COLLECTIVE", "1 1 0 0 0 3"),
                          Pair("INDIVIDUAL", "3 0 1 1 1 0")));
}

TEST(CountTest, RelocationsAndWhetherTheWorkGoesOnAreCounted) {
  CaseState state = Petition(kMay, v1::LEG_STATE_ACCEPTED);
  AddMeasure(&state, v1::MEASURE_STATE_GRANTED, kMay)->set_type(v1::MEASURE_TYPE_TEMPORARY_RELOCATION);
  v1::Measure* patrol = AddMeasure(&state, v1::MEASURE_STATE_GRANTED, kMay);
  patrol->set_type(v1::MEASURE_TYPE_PATROL);
  patrol->set_police_based(true);
  patrol->set_allows_continued_work(true);
  const v1::Report report = ReportOn2017({state});
  EXPECT_THAT(Rows(TableOf(report, v1::BREAKDOWN_MEASURE_TYPE)),
              ElementsAre(Pair("", "2 2 0 0 0 6"), Pair("PATROL", "1 1 0 0 0 3"),
                          Pair("TEMPORARY_RELOCATION", "1 1 0 0 0 3")));
  EXPECT_THAT(Rows(TableOf(report, v1::BREAKDOWN_MEASURE_WORK)),
              ElementsAre(Pair("", "2 2 0 0 0 6"), Pair("NO_POLICE_WORK_STOPS", "1 1 0 0 0 3"),
                          Pair("POLICE_WORK_GOES_ON", "1 1 0 0 0 3")));
}

v1::Clock* AddClock(CaseState* state, const std::string& rule, absl::Time start) {
  v1::Clock* clock = state->add_clocks();
  clock->set_referral_id("1");
  clock->set_rule_id(rule);
  clock->set_authority(v1::CLOCK_AUTHORITY_STATUTE);
  *clock->mutable_start_time() = base::ToProto(start);
  *clock->mutable_due_time() = base::ToProto(start + absl::Hours(3));
  return clock;
}

TEST(CountTest, ClocksCountByRuleAndATargetOfTheOperatorIsMarkedAsSuch) {
  CaseState state = Petition(kMay);
  *AddClock(&state, "MX-1", kMay)->mutable_stop_time() = base::ToProto(kMay + absl::Hours(1));
  *AddClock(&state, "MX-1", kMay)->mutable_stop_time() = base::ToProto(kMay + absl::Hours(4));
  AddClock(&state, "MX-1", kMay);
  AddClock(&state, "MX-1", kMay)->set_state(v1::CLOCK_STATE_VOID);
  AddClock(&state, "OP-1", kMay)->set_authority(v1::CLOCK_AUTHORITY_OPERATOR_TARGET);
  AddClock(&state, "MX-1", Day(2016, 5, 1));
  const v1::Report report = ReportOn2017({state});
  const v1::ReportTable& table = TableOf(report, v1::BREAKDOWN_CLOCK);
  EXPECT_THAT(Rows(table),
              ElementsAre(Pair("", "5 1 1 2 0 1"), Pair("MX-1", "4 1 1 1 0 1"), Pair("OP-1", "1 0 0 1 0 0")));
  EXPECT_EQ(table.rows(0).authority(), v1::CLOCK_AUTHORITY_STATUTE);
  EXPECT_EQ(table.rows(1).authority(), v1::CLOCK_AUTHORITY_OPERATOR_TARGET);
}

TEST(CountTest, ResponseTimesRunFromDispatchToDecisionByInstitution) {
  CaseState state = Petition(kMay);
  store::v1::ReferralRecord* referral = state.mutable_referrals(0);
  AddTimes(referral, referral->legs(0), kMay);
  for (const int hours : {1, 3, 10}) {
    v1::Leg* leg = AddLeg(referral, v1::LEG_PURPOSE_INVESTIGATION, v1::LEG_STATE_ACCEPTED, "prosecutor");
    *AddTimes(referral, *leg, kMay)->mutable_decide_time() = base::ToProto(kMay + absl::Hours(hours));
  }
  AddTimes(referral, *AddLeg(referral, v1::LEG_PURPOSE_OVERSIGHT, v1::LEG_STATE_DELIVERED, "ombudsman"),
           kMay);
  AddTimes(referral,
           *AddLeg(referral, v1::LEG_PURPOSE_PROTECTION, v1::LEG_STATE_WITHDRAWN_BY_SENDER, "state"), kMay);
  EXPECT_THAT(
      Rows(TableOf(ReportOn2017({state}), v1::BREAKDOWN_RESPONSE_TIME)),
      ElementsAre(Pair("", "4 3 1 - -"), Pair("mechanism", "1 0 1 - -"), Pair("prosecutor", "3 3 0 3 10")));
}

TEST(CountTest, ASubdivisionsReportHasItsReferralsOnly) {
  const std::vector<CaseState> cases = {Petition(kMay), Petition(kMay, v1::LEG_STATE_RECEIVED, "MX-SON"),
                                        Petition(kMay, v1::LEG_STATE_RECEIVED, "MX-SON")};
  const v1::Report report = ReportOn2017(cases, 1, "MX-SON");
  EXPECT_EQ(report.subdivision(), "MX-SON");
  EXPECT_THAT(Rows(TableOf(report, v1::BREAKDOWN_TERRITORY)),
              ElementsAre(Pair("", "2"), Pair("MX-SON", "2")));
}

TEST(CountTest, WithoutCasesEveryTotalIsNoughtAndNoRowIsThere) {
  const v1::Report report = ReportOn2017({}, 5);
  for (const v1::ReportTable& table : report.tables()) {
    EXPECT_THAT(table.rows(), IsEmpty());
    EXPECT_EQ(table.total().cells(0).value(), 0u);
    EXPECT_FALSE(table.total().cells(0).suppressed()) << v1::Breakdown_Name(table.breakdown());
  }
}

}  // namespace
}  // namespace enlace::report
