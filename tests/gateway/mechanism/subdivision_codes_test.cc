#include "gateway/mechanism/subdivision_codes.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

TEST(SubdivisionCodesTest, CodesOfIsoAreKnownAndOthersAreNot) {
  EXPECT_TRUE(IsSubdivision("MX-CHH"));
  EXPECT_TRUE(IsSubdivision("AD-02"));
  EXPECT_TRUE(IsSubdivision("ZW-MW"));
  for (const char* wrong : {"", "MX", "MX-", "MX-CH", "MX-CHHH", "mx-chh", "XX-AAA", "MX-CHH "}) {
    EXPECT_FALSE(IsSubdivision(wrong)) << wrong;
  }
}

// The list must be sorted for the search: each code of it is found.
TEST(SubdivisionCodesTest, EveryCodeOfACountryIsFound) {
  for (const auto& [country, count] :
       {std::pair("BR", 27u), {"CO", 33u}, {"HN", 18u}, {"GT", 22u}, {"MX", 32u}}) {
    const std::vector<std::string> codes = SubdivisionsOf(country);
    EXPECT_EQ(codes.size(), count) << country;
    for (const std::string& code : codes) EXPECT_TRUE(IsSubdivision(code)) << code;
  }
  EXPECT_THAT(SubdivisionsOf("XX"), ::testing::IsEmpty());
  EXPECT_THAT(SubdivisionsOf("M"), ::testing::IsEmpty());
}

}  // namespace
}  // namespace enlace::mechanism
