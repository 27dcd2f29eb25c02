#include "tests/sparse/percentiles.h"

#include <gtest/gtest.h>

namespace enlace::sparse {
namespace {

std::vector<absl::Duration> Milliseconds(int first, int last) {
  std::vector<absl::Duration> out;
  for (int i = last; i >= first; --i) out.push_back(absl::Milliseconds(i));
  return out;
}

TEST(PercentilesTest, APercentileIsACallThatHappened) {
  EXPECT_EQ(Percentile(Milliseconds(1, 100), 0.99), absl::Milliseconds(99));
  EXPECT_EQ(Percentile(Milliseconds(1, 100), 0.5), absl::Milliseconds(50));
  EXPECT_EQ(Percentile(Milliseconds(1, 100), 1), absl::Milliseconds(100));
  EXPECT_EQ(Percentile(Milliseconds(1, 600), 0.99), absl::Milliseconds(594));
  EXPECT_EQ(Percentile(Milliseconds(7, 7), 0.01), absl::Milliseconds(7));
}

TEST(PercentilesTest, OfFewCallsTheLastPercentileIsTheSlowest) {
  EXPECT_EQ(Percentile(Milliseconds(1, 5), 0.99), absl::Milliseconds(5));
  EXPECT_EQ(Percentile({}, 0.99), absl::ZeroDuration());
}

TEST(PercentilesTest, TheSummaryNamesThemAll) {
  EXPECT_EQ(Summary(Milliseconds(1, 200)),
            "calls=200 p50=100.000ms p90=180.000ms p99=198.000ms max=200.000ms");
}

}  // namespace
}  // namespace enlace::sparse
