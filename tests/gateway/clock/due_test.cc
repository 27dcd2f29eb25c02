#include "gateway/clock/due.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "absl/time/civil_time.h"
#include "tests/support/status_matchers.h"

namespace enlace::clock {
namespace {

absl::TimeZone Zone(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

absl::Time Local(int year, int month, int day, int hour, absl::TimeZone zone) {
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, 0, 0), zone);
}

bool Counts(absl::CivilDay day, v1::DayBasis basis) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return basis != v1::DAY_BASIS_BUSINESS_DAYS ||
         (weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday);
}

// Walks the clock of the wall minute by minute: slow and obvious.
absl::Time NaiveDue(absl::Time start, uint32_t amount, v1::DayBasis basis, absl::TimeZone zone) {
  absl::CivilDay day = absl::ToCivilDay(start, zone);
  absl::Time minute = absl::UnixEpoch() + absl::Minutes(absl::ToInt64Minutes(start - absl::UnixEpoch()));
  for (;;) {
    minute += absl::Minutes(1);
    const absl::CivilDay now = absl::ToCivilDay(minute, zone);
    if (now <= day) continue;
    if (amount == 0) return minute;
    day = now;
    if (Counts(day, basis)) --amount;
  }
}

class DueTest : public ::testing::TestWithParam<std::tuple<std::string, int>> {};

TEST_P(DueTest, AgreesWithTheNaiveReferenceEveryHourOfTheWeeksAroundEachChange) {
  const absl::TimeZone zone = Zone(std::get<0>(GetParam()));
  const int year = std::get<1>(GetParam());
  for (const auto& [month, day] : {std::pair{3, 8}, {4, 1}, {10, 26}, {11, 3}, {12, 28}}) {
    const absl::Time begin = Local(year, month, day, 0, zone);
    for (int hour = 0; hour < 8 * 24; ++hour) {
      const absl::Time start = begin + absl::Hours(hour) + absl::Minutes(17);
      for (const uint32_t amount : {1u, 3u}) {
        for (const v1::DayBasis basis : {v1::DAY_BASIS_CALENDAR_DAYS, v1::DAY_BASIS_BUSINESS_DAYS}) {
          ASSERT_OK_AND_ASSIGN(const absl::Time due, Due(start, amount, basis, zone));
          ASSERT_EQ(due, NaiveDue(start, amount, basis, zone))
              << absl::FormatTime(start, zone) << " + " << amount;
        }
      }
      ASSERT_OK_AND_ASSIGN(const absl::Time hours, Due(start, 9, v1::DAY_BASIS_ELAPSED_HOURS, zone));
      ASSERT_EQ(hours - start, absl::Hours(9));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Zones, DueTest,
                         ::testing::Combine(::testing::Values("America/Mexico_City", "America/Tijuana",
                                                              "America/Guatemala"),
                                            ::testing::Values(2021, 2022)));

TEST(DueTest, DayClockIsNotOverdueOnItsOwnDay) {
  const absl::TimeZone zone = Zone("America/Mexico_City");
  ASSERT_OK_AND_ASSIGN(const absl::Time due,
                       Due(Local(2021, 3, 1, 10, zone), 10, v1::DAY_BASIS_CALENDAR_DAYS, zone));
  EXPECT_EQ(due, Local(2021, 3, 12, 0, zone));
  EXPECT_GT(due, Local(2021, 3, 11, 23, zone));
}

TEST(DueTest, UnspecifiedBasisCountsCalendarDays) {
  const absl::TimeZone zone = Zone("America/Mexico_City");
  const absl::Time start = Local(2022, 9, 30, 23, zone);
  EXPECT_EQ(*Due(start, 30, v1::DAY_BASIS_UNSPECIFIED, zone),
            *Due(start, 30, v1::DAY_BASIS_CALENDAR_DAYS, zone));
}

TEST(DueTest, BusinessDaysSkipTheWeekend) {
  const absl::TimeZone zone = Zone("America/Guatemala");
  ASSERT_OK_AND_ASSIGN(const absl::Time due,  // A Friday; due with the end of Wednesday.
                       Due(Local(2022, 7, 1, 9, zone), 3, v1::DAY_BASIS_BUSINESS_DAYS, zone));
  EXPECT_EQ(due, Local(2022, 7, 7, 0, zone));
}

TEST(DueTest, BusinessDaysSkipTheHolidaysThatTheMechanismLists) {
  const absl::TimeZone zone = Zone("America/Guatemala");
  const std::set<absl::CivilDay> holidays = {absl::CivilDay(2022, 7, 2), absl::CivilDay(2022, 7, 5)};
  const absl::Time start = Local(2022, 7, 1, 9, zone);
  EXPECT_EQ(*Due(start, 3, v1::DAY_BASIS_BUSINESS_DAYS, zone, holidays), Local(2022, 7, 8, 0, zone));
  EXPECT_EQ(*Due(start, 3, v1::DAY_BASIS_CALENDAR_DAYS, zone, holidays), Local(2022, 7, 5, 0, zone));
}

TEST(DueTest, MidnightThatTheZoneSkipsIsTheEndOfTheGap) {
  const absl::TimeZone zone = Zone("America/Sao_Paulo");  // 2018-11-04 began at 01:00.
  ASSERT_OK_AND_ASSIGN(const absl::Time due,
                       Due(Local(2018, 11, 2, 12, zone), 1, v1::DAY_BASIS_CALENDAR_DAYS, zone));
  EXPECT_EQ(due, Local(2018, 11, 4, 1, zone));
}

TEST(DueTest, SenselessInputIsRefused) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  EXPECT_FALSE(Due(absl::UnixEpoch(), 0, v1::DAY_BASIS_CALENDAR_DAYS, utc).ok());
  EXPECT_FALSE(Due(absl::UnixEpoch(), 36501, v1::DAY_BASIS_CALENDAR_DAYS, utc).ok());
  EXPECT_FALSE(Due(absl::InfinitePast(), 1, v1::DAY_BASIS_CALENDAR_DAYS, utc).ok());
  EXPECT_FALSE(Due(absl::UnixEpoch(), 1, static_cast<v1::DayBasis>(77), utc).ok());
}

}  // namespace
}  // namespace enlace::clock
