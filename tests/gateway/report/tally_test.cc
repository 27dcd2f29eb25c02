#include "gateway/report/tally.h"

#include <gtest/gtest.h>

namespace enlace::report {
namespace {

TEST(TallyTest, ACaseThatCountsTwentyTimesIsStillOneCase) {
  Cell cell;
  for (int i = 0; i < 20; ++i) cell.Add(7);
  EXPECT_EQ(cell.value(), 20u);
  EXPECT_EQ(cell.cases(), 1u);
  EXPECT_TRUE(cell.IsSmall(5));
  EXPECT_FALSE(cell.IsSmall(1));
}

TEST(TallyTest, NoughtIsNotSmall) {
  Cell cell;
  cell.Add(1, 0);
  EXPECT_EQ(cell.cases(), 0u);
  EXPECT_FALSE(cell.IsSmall(5));
}

TEST(TallyTest, TheTotalHasTheNumbersOfAllRowsAndEachCaseOnce) {
  Tally tally;
  tally.columns = {{"referrals"}};
  tally.At("A").cells[0].Add(1);
  tally.At("A").cells[0].Add(3);
  tally.At("B").cells[0].Add(2);
  tally.At("B").cells[0].Add(3);
  EXPECT_EQ(tally.Total()[0].value(), 4u);
  EXPECT_EQ(tally.Total()[0].cases(), 3u);
}

}  // namespace
}  // namespace enlace::report
