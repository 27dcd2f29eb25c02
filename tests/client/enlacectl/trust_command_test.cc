#include "client/enlacectl/trust_command.h"

#include "absl/strings/escaping.h"
#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class TrustCommandTest : public GatewayCliTest {};

TEST_F(TrustCommandTest, UpdateInstallsWhatIsNewAndShowsIt) {
  TestPki next("mx.enlace.test", absl::Now());
  gateway_.trust_bundle_pem = pki_.root_pem() + next.root_pem();
  const Ran ran = Run({"trust", "update"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("have changed"));
  const std::string fingerprint = absl::BytesToHexString(next.authority().root().fingerprint());
  EXPECT_THAT(ran.out, HasSubstr(fingerprint));
  EXPECT_THAT(Run({"-o", "json", "trust", "show"}).out, HasSubstr(fingerprint));
  EXPECT_THAT(Run({"trust", "update"}).err, HasSubstr("trusted already"));
}

TEST_F(TrustCommandTest, ABundleThatNobodyVouchesForIsRefused) {
  TestPki other("mx.enlace.test", absl::Now());
  gateway_.trust_bundle_pem = other.root_pem();
  const Ran ran = Run({"trust", "update"});
  EXPECT_EQ(ran.status, 8);
  EXPECT_THAT(ran.err, HasSubstr("enrolment token"));
}

}  // namespace
}  // namespace enlace::client
