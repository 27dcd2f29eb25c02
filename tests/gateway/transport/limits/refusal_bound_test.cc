#include "gateway/transport/limits/refusal_bound.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace enlace::transport {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr v1::ErrorReason kExpired = v1::ERROR_REASON_CERTIFICATE_EXPIRED;
constexpr v1::ErrorReason kRevoked = v1::ERROR_REASON_CERTIFICATE_REVOKED;
constexpr absl::Time kNoon = absl::FromUnixSeconds(1764072000);

class RefusalBoundTest : public ::testing::Test {
 protected:
  // How many of `count` refusals at one time are shown.
  uint64_t Shown(v1::ErrorReason reason, uint64_t count, absl::Time at) {
    uint64_t shown = 0;
    for (uint64_t i = 0; i < count; ++i) {
      RefusalBound::Verdict verdict = bound_.Count(reason, at);
      if (verdict.shown) ++shown;
      for (const RefusalBound::LeftOut& left_out : verdict.left_out) told_.push_back(left_out);
    }
    return shown;
  }
  RefusalBound bound_;
  std::vector<RefusalBound::LeftOut> told_;
};

TEST_F(RefusalBoundTest, AFloodShowsItsFirstLinesAndIsCounted) {
  EXPECT_TRUE(bound_.Count(kExpired, kNoon).shown);
  EXPECT_EQ(Shown(kExpired, 999, kNoon), kMostRefusalsAMinute - 1);
  EXPECT_THAT(told_, IsEmpty());
  EXPECT_EQ(Shown(kExpired, 1, kNoon + absl::Minutes(1)), 1u);
  ASSERT_THAT(told_, SizeIs(1));
  EXPECT_EQ(told_[0].reason, kExpired);
  EXPECT_EQ(told_[0].count, 1000 - kMostRefusalsAMinute);
}

TEST_F(RefusalBoundTest, AFloodOfOneReasonHidesNoneOfAnother) {
  Shown(kExpired, 1000, kNoon);
  EXPECT_EQ(Shown(kRevoked, 1, kNoon), 1u);
}

TEST_F(RefusalBoundTest, TheNextRefusalOfWhateverReasonTellsWhatWasLeftOut) {
  Shown(kExpired, kMostRefusalsAMinute + 7, kNoon);
  Shown(kRevoked, 1, kNoon + absl::Minutes(5));
  ASSERT_THAT(told_, SizeIs(1));
  EXPECT_EQ(told_[0].reason, kExpired);
  EXPECT_EQ(told_[0].count, 7u);
  Shown(kRevoked, 1, kNoon + absl::Minutes(5));
  EXPECT_THAT(told_, SizeIs(1));
}

TEST_F(RefusalBoundTest, FewRefusalsAreAllShownAndNothingIsToldOfThem) {
  EXPECT_EQ(Shown(kExpired, kMostRefusalsAMinute, kNoon), kMostRefusalsAMinute);
  EXPECT_EQ(Shown(kExpired, kMostRefusalsAMinute, kNoon + absl::Seconds(60)), kMostRefusalsAMinute);
  EXPECT_THAT(told_, IsEmpty());
  EXPECT_THAT(bound_.TakeLeftOut(), IsEmpty());
}

TEST_F(RefusalBoundTest, WithinTheMinuteNothingMoreIsShown) {
  Shown(kExpired, 1000, kNoon);
  EXPECT_EQ(Shown(kExpired, 1, kNoon + absl::Seconds(59)), 0u);
}

TEST_F(RefusalBoundTest, AClockThatIsSetBackSilencesNothing) {
  Shown(kExpired, 1000, kNoon);
  EXPECT_EQ(Shown(kExpired, 1, kNoon - absl::Hours(1)), 1u);
  EXPECT_THAT(told_, SizeIs(1));
}

TEST_F(RefusalBoundTest, TheEndTellsTheRestOnce) {
  Shown(kExpired, kMostRefusalsAMinute + 3, kNoon);
  ASSERT_THAT(bound_.TakeLeftOut(), SizeIs(1));
  EXPECT_THAT(bound_.TakeLeftOut(), IsEmpty());
}

}  // namespace
}  // namespace enlace::transport
