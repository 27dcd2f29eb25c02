#include "gateway/ledger/verify/canonical_text.h"

#include "absl/strings/escaping.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

TEST(CanonicalTextTest, Base64HasOneSpelling) {
  EXPECT_EQ(*ParseBase64("x", "YQ=="), "a");
  EXPECT_EQ(*ParseBase64("x", ""), "");
  for (const char* bad : {"YQ", "YQ=", "YR==", " YQ==", "YQ==\n", "Y Q==", "-_==", "YQ==YQ=="}) {
    EXPECT_THAT(ParseBase64("field", bad), StatusIs(kInvalid, ::testing::StartsWith("field: "))) << bad;
  }
}

TEST(CanonicalTextTest, HashHasThirtyTwoBytes) {
  EXPECT_THAT(ParseHash("x", absl::Base64Escape(std::string(32, 'h'))), IsOk());
  EXPECT_THAT(ParseHash("x", absl::Base64Escape(std::string(31, 'h'))), StatusIs(kInvalid));
}

TEST(CanonicalTextTest, DecimalHasOneSpelling) {
  EXPECT_EQ(*ParseDecimal("x", "0"), 0U);
  EXPECT_EQ(*ParseDecimal("x", "9223372036854775807"), 9223372036854775807U);
  for (const char* bad :
       {"", "00", "01", "+1", "-1", " 1", "1 ", "1a", "9223372036854775808", "99999999999999999999"}) {
    EXPECT_THAT(ParseDecimal("x", bad), StatusIs(kInvalid)) << bad;
  }
}

}  // namespace
}  // namespace enlace::ledger
