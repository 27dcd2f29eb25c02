#include "gateway/service/enrollment/get_ca_certificates.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class GetCaCertificatesTest : public GatewayFixture {};

TEST_F(GetCaCertificatesTest, TheRootComesFirstAndTheIssuingAuthorityBehindIt) {
  ASSERT_OK_AND_ASSIGN(const v1::GetTrustBundleResponse response,
                       Call(api().est_ca_certificates, identity::Caller(), v1::GetTrustBundleRequest()));
  ASSERT_OK_AND_ASSIGN(const auto chain, certs::Certificate::ChainFromPem(response.trust_bundle_pem()));
  ASSERT_EQ(chain.size(), 2u);
  EXPECT_EQ(chain[0].der(), pki_.authority().root().der());
  EXPECT_EQ(chain[1].der(), pki_.authority().issuing().der());
}

}  // namespace
}  // namespace enlace::service
