#include "gateway/base/time_text.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace enlace::base {
namespace {

TEST(TimeTextTest, ProtoKeepsMicrosecondsBeforeAndAfterTheEpoch) {
  for (const int64_t micros : {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{-1000001}, int64_t{1768478400123456}}) {
    const absl::Time time = absl::FromUnixMicros(micros);
    EXPECT_EQ(FromProto(ToProto(time)), time) << micros;
    EXPECT_GE(ToProto(time).nanos(), 0);
  }
  const absl::Time finer = absl::FromUnixMicros(5) + absl::Nanoseconds(999);
  EXPECT_EQ(FromProto(ToProto(finer)), absl::FromUnixMicros(5));
}

TEST(TimeTextTest, TextIsUtcToTheSecond) {
  EXPECT_EQ(TimeText(absl::FromUnixMillis(1768478400999)), "2026-01-15T12:00:00Z");
}

TEST(TimeTextTest, OffsetsAndPlainDatesAreRead) {
  ASSERT_OK_AND_ASSIGN(const absl::Time offset, ParseTime("2018-05-14T10:00:00-06:00"));
  EXPECT_EQ(TimeText(offset), "2018-05-14T16:00:00Z");
  ASSERT_OK_AND_ASSIGN(const absl::Time date, ParseTime("2018-05-14"));
  EXPECT_EQ(TimeText(date), "2018-05-14T00:00:00Z");
}

TEST(TimeTextTest, OtherTextIsRefusedWithAnExample) {
  for (const char* bad : {"", "yesterday", "14/05/2018", "2018-13-01", "2018-02-30"}) {
    EXPECT_THAT(ParseTime(bad), StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr("write 2018-05-14")))
        << bad;
  }
}

}  // namespace
}  // namespace enlace::base
