#include "certs/seal/padding.h"

#include "certs/seal/seal.h"
#include "tests/support/status_matchers.h"

namespace enlace::certs {
namespace {

TEST(PaddingTest, SmallestBucketIsTaken) {
  size_t smaller = 0;
  for (const size_t bucket : kBuckets) {
    for (const size_t size : {smaller == 0 ? 0 : smaller - 7, bucket - 8}) {
      const std::string content(size, 'c');
      ASSERT_OK_AND_ASSIGN(const std::string padded, Pad(content));
      EXPECT_EQ(padded.size(), bucket) << size;
      ASSERT_OK_AND_ASSIGN(const std::string again, Unpad(padded));
      EXPECT_EQ(again, content);
    }
    smaller = bucket;
  }
}

TEST(PaddingTest, LengthIsBigEndianAndZerosFollow) {
  ASSERT_OK_AND_ASSIGN(const std::string padded, Pad("abc"));
  EXPECT_EQ(padded.substr(0, 12), std::string("\0\0\0\0\0\0\0\3abc\0", 12));
  EXPECT_EQ(padded.find_first_not_of('\0', 11), std::string::npos);
}

TEST(PaddingTest, TooLargeContentIsRefused) {
  EXPECT_THAT(Pad(std::string(kMaxContent, 'x')), IsOk());
  EXPECT_THAT(Pad(std::string(kMaxContent + 1, 'x')), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(PaddingTest, OnlyWhatPadMakesIsTaken) {
  ASSERT_OK_AND_ASSIGN(const std::string good, Pad("abc"));
  std::string not_zero = good;
  not_zero.back() = 1;
  std::string too_long = good;
  too_long[0] = 1;
  std::string beyond = good;
  beyond[6] = 0x10;  // 4,099 bytes do not fit into 4,096.
  std::string wrong_bucket = good;
  wrong_bucket.resize(16384, '\0');
  for (const std::string& bad :
       {not_zero, too_long, beyond, wrong_bucket, std::string(), good.substr(0, 7), good.substr(0, 4095)}) {
    EXPECT_THAT(Unpad(bad), StatusIs(absl::StatusCode::kDataLoss));
  }
}

}  // namespace
}  // namespace enlace::certs
