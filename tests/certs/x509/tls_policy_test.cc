#include "certs/x509/tls_policy.h"

#include "tests/support/status_matchers.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;

// One test: the policy is the process's and cannot be taken back.
TEST(TlsPolicyTest, CheckFailsBeforeAndPassesAfterThePolicyIsApplied) {
  EXPECT_THAT(CheckTlsPolicy(), StatusIs(absl::StatusCode::kInternal, HasSubstr("ticket")));
  EXPECT_THAT(ApplyTlsPolicy(), IsOk());
  EXPECT_THAT(CheckTlsPolicy(), IsOk());
  EXPECT_THAT(ApplyTlsPolicy(), IsOk());
  EXPECT_THAT(CheckTlsPolicy(), IsOk());
}

}  // namespace
}  // namespace enlace::certs
