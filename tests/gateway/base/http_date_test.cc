#include "gateway/base/http_date.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace enlace::base {
namespace {

TEST(HttpDateTest, IsWrittenInUtcToTheSecond) {
  EXPECT_EQ(HttpDate(absl::FromUnixMillis(1768478400999)), "Thu, 15 Jan 2026 12:00:00 GMT");
}

TEST(HttpDateTest, WhatIsWrittenIsRead) {
  const absl::Time time = absl::FromUnixSeconds(784111777);
  EXPECT_EQ(HttpDate(time), "Sun, 06 Nov 1994 08:49:37 GMT");
  ASSERT_OK_AND_ASSIGN(const absl::Time read, ParseHttpDate(HttpDate(time)));
  EXPECT_EQ(read, time);
}

TEST(HttpDateTest, OtherTextIsRefused) {
  for (const char* bad : {"", "soon", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
                          "Thu, 15 Jan 2026 25:00:00 GMT", "infinite-future", "Fri, 15 Jan 2026 12:00:00 GMT",
                          "Thu,  15 Jan 2026 12:00:00 GMT"}) {
    EXPECT_THAT(ParseHttpDate(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
  }
}

TEST(HttpDateTest, IsFoundInTheHeadOfAnAnswer) {
  const absl::Time time = absl::FromUnixSeconds(784111777);
  EXPECT_EQ(DateOfAnswer("HTTP/1.1 200 OK\r\nserver: x\r\ndate:  Sun, 06 Nov 1994 08:49:37 GMT \r\n\r\n"),
            time);
  // Cut off behind it.
  EXPECT_EQ(DateOfAnswer("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT"), time);
}

TEST(HttpDateTest, AnAnswerWithoutReadableDateHasNone) {
  for (const char* none : {"", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 19\r\n\r\n",
                           "HTTP/1.1 200 OK\r\n\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"}) {
    EXPECT_EQ(DateOfAnswer(none), absl::nullopt) << none;
  }
}

}  // namespace
}  // namespace enlace::base
