#include "adapters/runtime/link.h"

#include "client/enrollment.h"
#include "gateway/base/files.h"
#include "tests/client/fake_gateway.h"
#include "tests/support/fake_clock.h"

namespace enlace::adapters {
namespace {

constexpr char kUri[] = "spiffe://mx.enlace.test/agency/mx-new/main";

class LinkTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Link>> New(const std::string& token) {
    config::v1::AdapterConfig config;
    config.set_agency_id("mx-new");
    config.set_state_folder(state_.File("state"));
    config.set_gateway(gateway_.mutual().ToText());
    return Link::New(config, token, {clock_, random_, sleeper_});
  }
  TestPki pki_{"mx.enlace.test", absl::Now()};
  client::FakeGateway gateway_{pki_};
  FakeClock clock_{absl::Now()};
  FakeRandom random_;
  client::FakeSleeper sleeper_;
  TemporaryFolder state_;
};

TEST_F(LinkTest, FreshCertificatesAreLeftAlone) {
  ASSERT_OK_AND_ASSIGN(const auto link, New(gateway_.NewToken(kUri)));
  EXPECT_FALSE(link->RenewIfDue());
}

TEST_F(LinkTest, CertificatesPastTwoThirdsAreRenewedWhileTheyAreStillGood) {
  ASSERT_OK_AND_ASSIGN(const auto link, New(gateway_.NewToken(kUri)));
  const std::string before = link->keystore().tls_chain().front().fingerprint();
  clock_.Advance(TestPki::kLife * 0.73);  // Two thirds, and the most that chance adds.
  EXPECT_TRUE(link->RenewIfDue());
  EXPECT_NE(link->keystore().tls_chain().front().fingerprint(), before);
  EXPECT_EQ(link->keystore().sealing().size(), 2U);  // The old one still opens what was sealed to it.
}

TEST_F(LinkTest, AFailedRenewalWaitsAndKeepsTheOldIdentity) {
  ASSERT_OK_AND_ASSIGN(const auto link, New(gateway_.NewToken(kUri)));
  const std::string before = link->keystore().tls_chain().front().fingerprint();
  clock_.Advance(TestPki::kLife * 0.73);
  gateway_.refusals = {client::Refused(grpc::StatusCode::INTERNAL, v1::ERROR_REASON_INTERNAL, "")};
  EXPECT_FALSE(link->RenewIfDue());
  EXPECT_FALSE(link->RenewIfDue());  // Not due again yet: nothing is asked.
  EXPECT_EQ(link->keystore().tls_chain().front().fingerprint(), before);
  clock_.Advance(absl::Seconds(2));
  EXPECT_TRUE(link->RenewIfDue());
}

TEST_F(LinkTest, AnExpiredIdentityEnrolsAnewWithAToken) {
  ASSERT_OK_AND_ASSIGN(const auto first, New(gateway_.NewToken(kUri)));
  const std::string before = first->keystore().tls_chain().front().fingerprint();
  ASSERT_OK_AND_ASSIGN(const auto same,
                       New(gateway_.NewToken(kUri)));  // Still good: the token is left alone.
  EXPECT_EQ(same->keystore().tls_chain().front().fingerprint(), before);
  // The gateway issues from the machine's time on; ours is then within that.
  const absl::Time now = clock_.Now();
  clock_.SetTime(same->keystore().tls_chain().front().not_after() + absl::Hours(1));
  EXPECT_FALSE(New(gateway_.NewToken(kUri)).ok());  // What was issued has expired by our clock, too.
  clock_.SetTime(now);
}

TEST_F(LinkTest, AnIdentityThatWasEnrolledAnewInItsFolderIsTakenOver) {
  ASSERT_OK_AND_ASSIGN(const auto link, New(gateway_.NewToken(kUri)));
  ASSERT_OK_AND_ASSIGN(const auto beside, certs::Keystore::Open(link->keystore().folder(), random_));
  ASSERT_THAT(client::Enroll(gateway_.NewToken(kUri), *beside, clock_, random_, sleeper_).status(), IsOk());
  ASSERT_NE(beside->tls_chain().front().serial(), link->keystore().tls_chain().front().serial());
  EXPECT_TRUE(link->RenewIfDue());
  EXPECT_EQ(link->keystore().tls_chain().front().serial(), beside->tls_chain().front().serial());
  EXPECT_EQ(link->keystore().sealing().size(), 2U) << "what was sealed to the old key is still opened";
  EXPECT_FALSE(link->RenewIfDue());
  gateway_.installed_digests.clear();
  EXPECT_FALSE(link->UpdateTrustIfDue());
  EXPECT_EQ(gateway_.installed_digests.size(), 1U) << "calls go on";
}

TEST_F(LinkTest, AnIdentityOfAnotherUnitIsNotTakenOver) {
  ASSERT_OK_AND_ASSIGN(const auto link, New(gateway_.NewToken(kUri)));
  const std::string before = link->keystore().tls_chain().front().serial();
  TemporaryFolder elsewhere;
  ASSERT_OK_AND_ASSIGN(const auto other, certs::Keystore::Open(elsewhere.File("identity"), random_));
  const std::string uri = "spiffe://mx.enlace.test/agency/mx-other/main";
  ASSERT_THAT(client::Enroll(gateway_.NewToken(uri), *other, clock_, random_, sleeper_).status(), IsOk());
  for (const char* file : {"/tls.pem", "/tls.key"}) {
    const auto bytes = base::ReadFile(other->folder() + file);
    ASSERT_THAT(bytes, IsOk());
    ASSERT_THAT(base::WriteFileAtomically(link->keystore().folder() + file, *bytes, 0600), IsOk());
  }
  EXPECT_FALSE(link->RenewIfDue());
  EXPECT_EQ(link->keystore().tls_chain().front().serial(), before);
}

TEST_F(LinkTest, TheTrustBundleIsFetchedAtTheStartOnceADayAndWhenTheFeedSaysSo) {
  ASSERT_OK_AND_ASSIGN(const auto link, New(gateway_.NewToken(kUri)));
  gateway_.installed_digests.clear();
  EXPECT_FALSE(link->UpdateTrustIfDue());
  EXPECT_FALSE(link->UpdateTrustIfDue());
  EXPECT_EQ(gateway_.installed_digests.size(), 1U);
  const TestPki next("mx.enlace.test", absl::Now());
  gateway_.trust_bundle_pem = pki_.root_pem() + next.root_pem();
  EXPECT_FALSE(link->UpdateTrustIfDue());
  link->TrustChanged();
  EXPECT_TRUE(link->UpdateTrustIfDue());
  EXPECT_EQ(link->keystore().bundle().size(), 2U);
  const size_t calls = gateway_.installed_digests.size();
  clock_.Advance(absl::Hours(24));
  EXPECT_FALSE(link->UpdateTrustIfDue());
  EXPECT_EQ(gateway_.installed_digests.size(), calls + 1);
}

TEST_F(LinkTest, ABundleThatNobodyVouchesForIsTriedAgainLater) {
  ASSERT_OK_AND_ASSIGN(const auto link, New(gateway_.NewToken(kUri)));
  const TestPki other("mx.enlace.test", absl::Now());
  gateway_.trust_bundle_pem = other.root_pem();
  EXPECT_FALSE(link->UpdateTrustIfDue());
  gateway_.trust_bundle_pem = pki_.root_pem() + other.root_pem();
  EXPECT_FALSE(link->UpdateTrustIfDue()) << "not yet";
  clock_.Advance(absl::Hours(1));
  EXPECT_TRUE(link->UpdateTrustIfDue());
}

}  // namespace
}  // namespace enlace::adapters
