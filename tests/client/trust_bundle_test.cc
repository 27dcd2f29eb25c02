#include "client/trust_bundle.h"

#include "gateway/base/digest.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class TrustBundleTest : public ::testing::Test {
 protected:
  absl::StatusOr<bool> Update() { return UpdateTrustBundle(*agency_.session, *agency_.keystore); }
  TestPki pki_{"mx.enlace.test", absl::Now()};
  TestPki next_{"mx.enlace.test", absl::Now()};
  FakeGateway gateway_{pki_};
  FakeAgency agency_{gateway_, "mx-fgr"};
};

TEST_F(TrustBundleTest, TheBundleThatIsTrustedAlreadyIsOnlyConfirmed) {
  ASSERT_OK_AND_ASSIGN(const bool updated, Update());
  EXPECT_FALSE(updated);
  EXPECT_THAT(gateway_.installed_digests, ElementsAre(base::Sha256(pki_.root_pem())));
}

TEST_F(TrustBundleTest, ANewRootBesideTheOldOneIsInstalledAndConfirmed) {
  gateway_.trust_bundle_pem = pki_.root_pem() + next_.root_pem();
  ASSERT_OK_AND_ASSIGN(const bool updated, Update());
  EXPECT_TRUE(updated);
  EXPECT_THAT(agency_.keystore->bundle(), SizeIs(2));
  EXPECT_EQ(gateway_.installed_digests.back(), base::Sha256(gateway_.trust_bundle_pem));
  ASSERT_OK_AND_ASSIGN(const bool again, Update());
  EXPECT_FALSE(again);
}

TEST_F(TrustBundleTest, ABundleWithNoneOfOurRootsIsNotInstalled) {
  gateway_.trust_bundle_pem = next_.root_pem();
  EXPECT_THAT(Update(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("new enrolment token")));
  EXPECT_EQ(agency_.keystore->bundle().front().der(), pki_.authority().root().der());
}

TEST_F(TrustBundleTest, ABundleUnderWhichTheGatewayIsNotReachedIsNotInstalled) {
  gateway_.trust_bundle_pem = pki_.root_pem() + next_.root_pem();
  ASSERT_THAT(Update(), IsOk());
  // The old root is retired, and the server's certificate is still under it.
  gateway_.trust_bundle_pem = next_.root_pem();
  EXPECT_THAT(Update(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("not installed")));
  EXPECT_THAT(agency_.keystore->bundle(), SizeIs(2));
  gateway_.trust_bundle_pem = pki_.root_pem() + next_.root_pem();
  EXPECT_THAT(Update(), IsOk()) << "the connection is the one of before";
}

TEST_F(TrustBundleTest, AMalformedBundleIsNotInstalled) {
  gateway_.trust_bundle_pem = "junk";
  EXPECT_THAT(Update(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("malformed")));
  gateway_.trust_bundle_pem = pki_.root_pem() + pki_.IssueAdmin("ana").certificate.ToPem();
  EXPECT_THAT(Update(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(agency_.keystore->bundle(), SizeIs(1));
}

TEST_F(TrustBundleTest, ARetiredRootStaysGoodForOldContentAlone) {
  gateway_.trust_bundle_pem = pki_.root_pem() + next_.root_pem();
  ASSERT_THAT(Update(), IsOk());
  EXPECT_TRUE(HasRootOf(agency_.keystore->bundle(), {pki_.authority().root()}));
  ASSERT_THAT(agency_.keystore->InstallBundle(next_.root_pem()), IsOk());
  EXPECT_FALSE(HasRootOf(agency_.keystore->bundle(), {pki_.authority().root()}));
  EXPECT_TRUE(HasRootOf(agency_.keystore->former_roots(), {pki_.authority().root()}));
}

}  // namespace
}  // namespace enlace::client
