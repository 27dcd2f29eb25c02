#include "gateway/report/period.h"

#include "tests/gateway/report/report_fixture.h"

namespace enlace::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

config::v1::ReportingDuty* AddDuty(const std::string& id, uint32_t times, mechanism::Mechanism* mechanism) {
  config::v1::ReportingDuty* duty = mechanism->add_reporting_duties();
  duty->set_duty_id(id);
  duty->set_times_per_year(times);
  return duty;
}

absl::StatusOr<Period> Try(absl::Time start, absl::Time end) {
  return PeriodOf(TestMechanism(), RequestFor(start, end));
}

TEST(PeriodTest, MonthsThirdsAndYearsOfTheMechanismsOwnZoneAreReported) {
  ASSERT_OK_AND_ASSIGN(const Period month, Try(Day(2018, 1, 1), Day(2018, 2, 1)));
  EXPECT_EQ(month.months, 1);
  EXPECT_TRUE(month.Has(Day(2018, 1, 1)));
  EXPECT_FALSE(month.Has(Day(2018, 2, 1)));
  for (const int first : {1, 5, 9}) {
    EXPECT_THAT(Try(Day(2018, first, 1), absl::FromCivil(absl::CivilMonth(2018, first) + 4, Zone())), IsOk());
  }
  EXPECT_THAT(Try(Day(2017, 1, 1), Day(2018, 1, 1)), IsOk());
  EXPECT_THAT(Try(Day(2010, 1, 1), Day(2020, 1, 1)), IsOk());
}

TEST(PeriodTest, NoOtherPeriodIsReported) {
  const std::pair<absl::Time, absl::Time> others[] = {
      {Day(2018, 1, 1), Day(2018, 3, 1)}, {Day(2018, 2, 1), Day(2018, 6, 1)},
      {Day(2018, 2, 1), Day(2019, 2, 1)}, {Day(2018, 1, 1), Day(2018, 1, 2)},
      {Day(2018, 1, 2), Day(2018, 2, 1)}, {Day(2018, 1, 1, 1), Day(2018, 2, 1)},
      {Day(2009, 1, 1), Day(2020, 1, 1)}, {Day(2018, 1, 1), Day(2018, 1, 1)},
      {Day(2018, 2, 1), Day(2018, 1, 1)}, {Day(2018, 1, 1) - absl::Hours(6), Day(2018, 2, 1)},
      {Day(2017, 1, 1), Day(2018, 7, 1)},
  };
  for (const auto& [start, end] : others) {
    EXPECT_THAT(Try(start, end), StatusIs(absl::StatusCode::kInvalidArgument))
        << absl::FormatTime(start) << " " << absl::FormatTime(end);
  }
  EXPECT_THAT(Try(Day(2018, 1, 1), Day(2018, 3, 1)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("end_time: must end a month")));
}

TEST(PeriodTest, BothEndsAreRequired) {
  v1::GetReportRequest request = RequestFor(Day(2018, 1, 1), Day(2018, 2, 1));
  request.clear_start_time();
  EXPECT_EQ(base::FieldOf(PeriodOf(TestMechanism(), request).status()), "start_time");
  request = RequestFor(Day(2018, 1, 1), Day(2018, 2, 1));
  request.clear_end_time();
  EXPECT_EQ(base::FieldOf(PeriodOf(TestMechanism(), request).status()), "end_time");
}

TEST(PeriodTest, ADutyIsServedByItsOwnPeriodWhileItHolds) {
  mechanism::Mechanism mechanism = TestMechanism();
  AddDuty("MONTHLY", 12, &mechanism);
  AddDuty("YEARLY", 1, &mechanism);
  AddDuty("THRICE", 3, &mechanism);
  AddDuty("NOT-SAID", 0, &mechanism);
  *AddDuty("LATER", 12, &mechanism)->mutable_validity()->mutable_from() = base::ToProto(Day(2019, 1, 1));
  EXPECT_THAT(DutiesOf(mechanism, *Try(Day(2018, 3, 1), Day(2018, 4, 1))), ElementsAre("MONTHLY"));
  EXPECT_THAT(DutiesOf(mechanism, *Try(Day(2018, 1, 1), Day(2019, 1, 1))), ElementsAre("YEARLY"));
  EXPECT_THAT(DutiesOf(mechanism, *Try(Day(2018, 5, 1), Day(2018, 9, 1))), ElementsAre("THRICE"));
  EXPECT_THAT(DutiesOf(mechanism, *Try(Day(2019, 3, 1), Day(2019, 4, 1))), ElementsAre("MONTHLY", "LATER"));
  EXPECT_THAT(DutiesOf(mechanism, *Try(Day(2017, 1, 1), Day(2019, 1, 1))), IsEmpty());
}

}  // namespace
}  // namespace enlace::report
