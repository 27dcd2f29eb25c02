#include "gateway/transport/rpc/percent_encoding.h"

#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

TEST(PercentEncodingTest, PrintableAsciiStaysAndTheRestIsEncoded) {
  EXPECT_EQ(PercentEncode("a b~!"), "a b~!");
  EXPECT_EQ(PercentEncode("100%\n"), "100%25%0A");
  EXPECT_EQ(PercentEncode("ñ"), "%C3%B1");
  EXPECT_EQ(PercentEncode(std::string("\0\x7f", 2)), "%00%7F");
}

TEST(PercentEncodingTest, EveryByteComesBack) {
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  // '+' has a meaning of its own in a query only.
  all.erase(all.find('+'), 1);
  ASSERT_OK_AND_ASSIGN(const std::string back, QueryDecode(PercentEncode(all)));
  EXPECT_EQ(back, all);
}

TEST(PercentEncodingTest, QueriesHavePlusForASpaceAndEitherCaseOfHex) {
  ASSERT_OK_AND_ASSIGN(const std::string text, QueryDecode("a+b%2b%2B"));
  EXPECT_EQ(text, "a b++");
}

TEST(PercentEncodingTest, APercentWithoutTwoDigitsIsRefused) {
  for (const char* const bad : {"%", "%1", "a%g0", "%0g", "%%41"}) {
    EXPECT_THAT(QueryDecode(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
  }
}

}  // namespace
}  // namespace enlace::transport
