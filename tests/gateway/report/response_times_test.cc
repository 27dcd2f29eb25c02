#include "gateway/report/response_times.h"

#include <gtest/gtest.h>

namespace enlace::report {
namespace {

std::vector<absl::Duration> Hours(std::initializer_list<int> hours) {
  std::vector<absl::Duration> out;
  for (const int hour : hours) out.push_back(absl::Hours(hour));
  return out;
}

TEST(ResponseTimesTest, NearestRankIsAlwaysAValueThatWasMeasured) {
  EXPECT_EQ(NearestRank(Hours({9}), 50), absl::Hours(9));
  EXPECT_EQ(NearestRank(Hours({30, 10}), 50), absl::Hours(10));
  EXPECT_EQ(NearestRank(Hours({50, 10, 30}), 50), absl::Hours(30));
  EXPECT_EQ(NearestRank(Hours({10, 9, 8, 7, 6, 5, 4, 3, 2, 1}), 90), absl::Hours(9));
  EXPECT_EQ(NearestRank(Hours({11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}), 90), absl::Hours(10));
  EXPECT_EQ(NearestRank(Hours({1, 2, 3, 4, 5}), 90), absl::Hours(5));
}

TEST(ResponseTimesTest, ABegunHourCountsWhole) {
  EXPECT_EQ(HoursBegun(absl::Hours(3)), 3u);
  EXPECT_EQ(HoursBegun(absl::Hours(3) + absl::Seconds(1)), 4u);
  EXPECT_EQ(HoursBegun(absl::ZeroDuration()), 0u);
  EXPECT_EQ(HoursBegun(-absl::Hours(2)), 0u);
}

}  // namespace
}  // namespace enlace::report
