#include "client/enlacectl/report/period_option.h"

#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

std::string Text(const std::string& period) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("America/Mexico_City", &zone));
  const absl::StatusOr<PeriodOption> parsed = ParsePeriod("--period", period, zone);
  if (!parsed.ok()) return base::FieldOf(parsed.status());
  const char kFormat[] = "%Y-%m-%d %H:%M";
  return absl::FormatTime(kFormat, parsed->start, zone) + " " + absl::FormatTime(kFormat, parsed->end, zone);
}

TEST(PeriodOptionTest, YearsMonthsAndThirdsBeginAtTheMechanismsMidnight) {
  EXPECT_EQ(Text("2017"), "2017-01-01 00:00 2018-01-01 00:00");
  EXPECT_EQ(Text("2015..2017"), "2015-01-01 00:00 2018-01-01 00:00");
  EXPECT_EQ(Text("2018-12"), "2018-12-01 00:00 2019-01-01 00:00");
  EXPECT_EQ(Text("2018-T1"), "2018-01-01 00:00 2018-05-01 00:00");
  EXPECT_EQ(Text("2018-t3"), "2018-09-01 00:00 2019-01-01 00:00");
}

TEST(PeriodOptionTest, AnythingElseIsRefusedByItsOption) {
  for (const char* text : {"", "17", "2018-1", "2018-13", "2018-00", "2018-T0", "2018-T4", "2018-T12",
                           "2018-01-01", "2017..2015", "2017..", "año", "2018-+1", "-018", "2018-"}) {
    EXPECT_EQ(Text(text), "--period") << text;
  }
}

}  // namespace
}  // namespace enlace::client
