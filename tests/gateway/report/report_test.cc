#include "gateway/report/report.h"

#include "tests/gateway/report/report_fixture.h"

namespace enlace::report {
namespace {

using store::v1::CaseState;
using ::testing::ElementsAre;
using ::testing::Pair;

const absl::Time kMay = Day(2017, 5, 2);

// `count` petitions alike.
void Add(int count, const CaseState& petition, std::vector<CaseState>* cases) {
  cases->insert(cases->end(), count, petition);
}

CaseState Granted(const std::string& subdivision = "MX-CHH") {
  CaseState state = Petition(kMay, v1::LEG_STATE_ACCEPTED, subdivision);
  AddMeasure(&state, v1::MEASURE_STATE_GRANTED, kMay);
  return state;
}

TEST(ReportTest, SaysWhatItIsAboutAndWhichDutyItServes) {
  mechanism::Mechanism mechanism = TestMechanism();
  config::v1::ReportingDuty* duty = mechanism.add_reporting_duties();
  duty->set_duty_id("MONTHLY");
  duty->set_times_per_year(12);
  const v1::GetReportRequest request = RequestFor(Day(2018, 1, 1), Day(2018, 2, 1));
  ASSERT_OK_AND_ASSIGN(const Period period, PeriodOf(mechanism, request));
  Count count(period, "", Day(2018, 3, 1));
  const v1::Report report = MakeReport(mechanism, request, period, Day(2018, 3, 1), 5, count);
  EXPECT_EQ(report.mechanism_id(), "mx-test");
  EXPECT_EQ(report.display_name(), "Mecanismo");
  EXPECT_EQ(report.smallest_cell(), 5u);
  EXPECT_EQ(base::FromProto(report.as_of_time()), Day(2018, 3, 1));
  EXPECT_THAT(report.duty_ids(), ElementsAre("MONTHLY"));
  EXPECT_EQ(report.tables_size(), v1::Breakdown_MAX);
}

TEST(ReportTest, TablesThatAreAskedForComeInTheirOrderAndNoOthers) {
  v1::GetReportRequest request = RequestFor(Day(2018, 1, 1), Day(2018, 2, 1));
  request.add_breakdowns(v1::BREAKDOWN_CLOCK);
  request.add_breakdowns(v1::BREAKDOWN_OUTCOME);
  const mechanism::Mechanism mechanism = TestMechanism();
  ASSERT_OK_AND_ASSIGN(const Period period, PeriodOf(mechanism, request));
  Count count(period, "", Day(2018, 3, 1));
  const v1::Report report = MakeReport(mechanism, request, period, Day(2018, 3, 1), 5, count);
  ASSERT_EQ(report.tables_size(), 2);
  EXPECT_EQ(report.tables(0).breakdown(), v1::BREAKDOWN_OUTCOME);
  EXPECT_EQ(report.tables(1).breakdown(), v1::BREAKDOWN_CLOCK);
}

TEST(ReportTest, TheFormIsRefusedByField) {
  const mechanism::Mechanism mechanism = TestMechanism();
  v1::GetReportRequest request;
  EXPECT_THAT(CheckReportForm(mechanism, request), IsOk());
  request.add_breakdowns(v1::BREAKDOWN_STATE);
  request.add_breakdowns(v1::BREAKDOWN_STATE);
  EXPECT_EQ(base::FieldOf(CheckReportForm(mechanism, request)), "breakdowns[1]");
  request.set_breakdowns(1, v1::BREAKDOWN_UNSPECIFIED);
  EXPECT_EQ(base::FieldOf(CheckReportForm(mechanism, request)), "breakdowns[1]");
  request.clear_breakdowns();
  request.set_subdivision("HN-CR");
  EXPECT_EQ(base::FieldOf(CheckReportForm(mechanism, request)), "subdivision");
  request.set_subdivision("MX-CHH");
  EXPECT_THAT(CheckReportForm(mechanism, request), IsOk());
}

TEST(ReportTest, WithOutcomesToHideTheTableOfStatesIsLeftOut) {
  std::vector<CaseState> cases;
  Add(20, Granted(), &cases);
  Add(30, Petition(kMay), &cases);
  Add(2, Petition(kMay, v1::LEG_STATE_WITHDRAWN_BY_SENDER), &cases);
  const v1::Report report = ReportOn2017(cases, 5);
  EXPECT_THAT(
      Rows(TableOf(report, v1::BREAKDOWN_OUTCOME)),
      ElementsAre(Pair("", "52"), Pair("GRANTED", "<"), Pair("IN_PROCESS", "30"), Pair("WITHDRAWN", "<")));
  EXPECT_THAT(Rows(TableOf(report, v1::BREAKDOWN_STATE)), ElementsAre(Pair("", "<")));
  // Hidden there, what was granted is hidden in the table of senders as well.
  EXPECT_THAT(Rows(TableOf(report, v1::BREAKDOWN_ORIGIN)),
              ElementsAre(Pair("", "52 <"), Pair("STATE_PROTECTION_UNIT", "52 <")));
}

TEST(ReportTest, FewEnteredInErrorAreNotLeftAsTheDifferenceOfTwoTotals) {
  std::vector<CaseState> cases;
  Add(30, Petition(kMay), &cases);
  Add(2, Petition(kMay, v1::LEG_STATE_ENTERED_IN_ERROR), &cases);
  const v1::Report report = ReportOn2017(cases, 5);
  EXPECT_THAT(Rows(TableOf(report, v1::BREAKDOWN_STATE)), ElementsAre(Pair("", "<")));
  EXPECT_THAT(Rows(TableOf(report, v1::BREAKDOWN_OUTCOME)),
              ElementsAre(Pair("", "30"), Pair("IN_PROCESS", "30")));
}

TEST(ReportTest, AClockThatEveryUrgentPetitionStartsDoesNotTellHowManyThereAre) {
  std::vector<CaseState> cases;
  CaseState urgent = Petition(kMay);
  v1::Clock* clock = urgent.add_clocks();
  clock->set_referral_id("1");
  clock->set_rule_id("MX-1");
  *clock->mutable_start_time() = base::ToProto(kMay);
  *clock->mutable_due_time() = base::ToProto(kMay + absl::Hours(3));
  Add(7, urgent, &cases);
  CaseState order = Petition(kMay);
  order.mutable_referrals(0)->mutable_classification()->set_procedure(v1::PROCEDURE_TYPE_INTERNATIONAL_ORDER);
  Add(2, order, &cases);
  CaseState ordinary = order;
  ordinary.mutable_referrals(0)->mutable_classification()->set_procedure(v1::PROCEDURE_TYPE_ORDINARY);
  v1::Clock* other = ordinary.add_clocks();
  *other = urgent.clocks(0);
  other->set_rule_id("MX-3");
  Add(40, ordinary, &cases);
  const v1::Report report = ReportOn2017(cases, 5);
  EXPECT_THAT(Rows(TableOf(report, v1::BREAKDOWN_PROCEDURE)),
              ElementsAre(Pair("", "49"), Pair("INTERNATIONAL_ORDER", "<"), Pair("ORDINARY", "40"),
                          Pair("URGENT", "<")));
  EXPECT_EQ(Rows(TableOf(report, v1::BREAKDOWN_CLOCK))["MX-1"][0], '<');
}

TEST(ReportTest, ASubdivisionThatTheWholeHidesHasNoNumbersOfItsOwn) {
  std::vector<CaseState> cases;
  Add(6, Petition(kMay, v1::LEG_STATE_RECEIVED, "MX-SON"), &cases);
  Add(2, Petition(kMay, v1::LEG_STATE_RECEIVED, "MX-OAX"), &cases);
  Add(40, Petition(kMay, v1::LEG_STATE_RECEIVED, "MX-CHH"), &cases);
  EXPECT_EQ(Rows(TableOf(ReportOn2017(cases, 5), v1::BREAKDOWN_TERRITORY))["MX-SON"], "<");
  // Its 6 would tell the 2 of the other.
  for (const char* hidden : {"MX-SON", "MX-OAX"}) {
    const v1::Report report = ReportOn2017(cases, 5, hidden);
    for (const v1::ReportTable& table : report.tables()) {
      EXPECT_EQ(table.rows_size(), 0) << hidden;
      EXPECT_TRUE(table.total().cells(0).suppressed()) << hidden;
    }
  }
  EXPECT_EQ(Rows(TableOf(ReportOn2017(cases, 5, "MX-CHH"), v1::BREAKDOWN_TERRITORY))["MX-CHH"], "40");
}

TEST(ReportTest, NoTableOfRandomReportsShowsASmallNumber) {
  for (uint32_t seed = 1; seed <= 30; ++seed) {
    RandomCases random(seed);
    std::vector<CaseState> cases;
    const int count = static_cast<int>(5 + random.Below(120));
    for (int i = 0; i < count; ++i) cases.push_back(random.Next());
    const v1::Report report = ReportOn2017(cases, 5);
    for (const v1::ReportTable& table : report.tables()) {
      const int counts = table.breakdown() == v1::BREAKDOWN_RESPONSE_TIME ? 3 : table.columns_size();
      for (const v1::ReportRow& row : table.rows()) {
        for (int column = 0; column < counts; ++column) {
          const v1::ReportCell& cell = row.cells(column);
          EXPECT_TRUE(!cell.has_value() || cell.value() == 0 || cell.value() >= 5)
              << v1::Breakdown_Name(table.breakdown()) << " " << row.key() << " " << RowText(row);
        }
      }
    }
  }
}

}  // namespace
}  // namespace enlace::report
