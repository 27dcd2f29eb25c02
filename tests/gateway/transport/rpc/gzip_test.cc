#include "gateway/transport/rpc/gzip.h"

#include "tests/gateway/transport/rpc/gzip_input.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

TEST(GzipTest, WhatWasCompressedComesBack) {
  for (const size_t size : {0, 1, 4095, 4096, 4097, 100000}) {
    const std::string content(size, 'q');
    ASSERT_OK_AND_ASSIGN(const std::string back, Gunzip(Gzip(content), 100000));
    EXPECT_EQ(back, content) << size;
  }
}

TEST(GzipTest, TheLimitItselfPassesAndOneByteMoreIsRefused) {
  for (const size_t limit : {10, 4095, 4096, 4097, 70000}) {
    EXPECT_THAT(Gunzip(Gzip(std::string(limit, 'z')), limit), IsOk()) << limit;
    EXPECT_THAT(Gunzip(Gzip(std::string(limit + 1, 'z')), limit),
                StatusIs(absl::StatusCode::kResourceExhausted))
        << limit;
  }
}

TEST(GzipTest, ABombStopsAtTheLimit) {
  const std::string bomb = Gzip(std::string(64 << 20, '\0'));
  EXPECT_LT(bomb.size(), 100000u);
  EXPECT_THAT(Gunzip(bomb, 1 << 20), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST(GzipTest, WhatIsNotOneWholeMemberIsRefused) {
  const std::string good = Gzip("content");
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_THAT(Gunzip(good.substr(0, size), 100), StatusIs(absl::StatusCode::kInvalidArgument)) << size;
  }
  EXPECT_THAT(Gunzip(good + "x", 100), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Gunzip("plain text, not compressed", 100), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::transport
