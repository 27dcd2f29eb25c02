#include "gateway/service/enrollment/get_trust_bundle.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;

class GetTrustBundleTest : public GatewayFixture {};

TEST_F(GetTrustBundleTest, GivesTheRootAndTheKeysOfBothLogs) {
  ASSERT_OK_AND_ASSIGN(const v1::GetTrustBundleResponse response,
                       Call(api().get_trust_bundle, identity::Caller(), v1::GetTrustBundleRequest()));
  EXPECT_EQ(response.trust_bundle_pem(), pki_.root_pem());
  EXPECT_THAT(response.log_verifier_keys(),
              ElementsAre(case_key_->verifier().ToText(), trust_key_->verifier().ToText()));
}

}  // namespace
}  // namespace enlace::service
