#include "client/enrollment.h"

#include "enlace/v1/directory_service.grpc.pb.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class EnrollmentTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_OK_AND_ASSIGN(keystore_, certs::Keystore::Open(folder_.path(), random_)); }
  absl::StatusOr<Enrolled> EnrollWith(const std::string& token) {
    return Enroll(token, *keystore_, clock_, random_, sleeper_);
  }
  TestPki pki_{"mx.enlace.test", absl::Now()};
  FakeGateway gateway_{pki_};
  TemporaryFolder folder_;
  FakeRandom random_;
  base::SystemClock clock_;
  FakeSleeper sleeper_;
  std::unique_ptr<certs::Keystore> keystore_;
};

TEST_F(EnrollmentTest, TokenBecomesAnIdentityThatConnects) {
  const std::string uri = pki_.AgencyUri("mx-fgr", "feadle");
  ASSERT_OK_AND_ASSIGN(const Enrolled enrolled, EnrollWith(gateway_.NewToken(uri)));
  EXPECT_EQ(enrolled.uri, uri);
  EXPECT_LT(enrolled.renew_after, enrolled.not_after);
  EXPECT_EQ(keystore_->sealing().size(), 1U);
  ASSERT_OK_AND_ASSIGN(const TrustedLogs logs, TrustedLogs::Load(folder_.path()));
  EXPECT_THAT(logs.Verify(enrolled.receipt), IsOk());
  ASSERT_OK_AND_ASSIGN(TlsIdentity identity, IdentityFromKeystore(*keystore_));
  ConnectionOptions options;
  options.address = gateway_.mutual();
  ASSERT_OK_AND_ASSIGN(const auto connection, Connection::New(options, std::move(identity)));
  Session session(*connection, clock_, random_, sleeper_);
  EXPECT_THAT(session.Call<v1::DirectoryService>(&v1::DirectoryService::StubInterface::ListAgencies,
                                                 v1::ListAgenciesRequest()),
              IsOk());
}

TEST_F(EnrollmentTest, AdministratorsHaveNoSealingKey) {
  EXPECT_THAT(EnrollWith(gateway_.NewToken(pki_.AdminUri("maria"))), IsOk());
  EXPECT_TRUE(keystore_->enrolled());
  EXPECT_TRUE(keystore_->sealing().empty());
}

TEST_F(EnrollmentTest, SpentTokenIsRefusedAndNothingInstalled) {
  const std::string token = gateway_.NewToken(pki_.AgencyUri("mx-fgr", "feadle"));
  TemporaryFolder other;
  ASSERT_OK_AND_ASSIGN(const auto first, certs::Keystore::Open(other.path(), random_));
  ASSERT_THAT(Enroll(token, *first, clock_, random_, sleeper_).status(), IsOk());
  EXPECT_THAT(EnrollWith(token).status(), ReasonIs(v1::ERROR_REASON_TOKEN_REFUSED));
  EXPECT_FALSE(keystore_->enrolled());
}

TEST_F(EnrollmentTest, AnswerForAnotherKeyIsNotInstalled) {
  gateway_.spoil_enroll = [this](v1::EnrollResponse* response) {
    response->mutable_certificates()->set_tls_chain_pem(pki_.IssueAgency("mx-fgr", "feadle").tls.chain_pem);
  };
  EXPECT_THAT(EnrollWith(gateway_.NewToken(pki_.AgencyUri("mx-fgr", "feadle"))).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("another key")));
  EXPECT_FALSE(keystore_->enrolled());
}

TEST_F(EnrollmentTest, BundleWithoutTheTokensRootIsNotInstalled) {
  TestPki other("mx.enlace.test", absl::Now());
  gateway_.spoil_enroll = [&other](v1::EnrollResponse* response) {
    response->mutable_certificates()->set_trust_bundle_pem(other.root_pem());
  };
  EXPECT_THAT(EnrollWith(gateway_.NewToken(pki_.AgencyUri("mx-fgr", "feadle"))).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("bundle")));
}

TEST_F(EnrollmentTest, FolderOfAnotherIdentityIsLeftAlone) {
  ASSERT_THAT(EnrollWith(gateway_.NewToken(pki_.AgencyUri("mx-fgr", "feadle"))).status(), IsOk());
  EXPECT_THAT(EnrollWith(gateway_.NewToken(pki_.AgencyUri("mx-cndh", "main"))).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("another identity folder")));
}

TEST_F(EnrollmentTest, BrokenAnswerIsNotRepeatedForTheTokenMayBeSpent) {
  const std::string token = gateway_.NewToken(pki_.AgencyUri("mx-fgr", "feadle"));
  gateway_.enroll_end = grpc::Status(grpc::StatusCode::UNAVAILABLE, "Socket closed");
  EXPECT_THAT(EnrollWith(token).status(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_TRUE(sleeper_.slept.empty());
  EXPECT_FALSE(keystore_->enrolled());
}

TEST_F(EnrollmentTest, RenewalChangesTheTlsKeyAndKeepsOldSealingKeys) {
  FakeAgency agency(gateway_, "mx-fgr", "feadle");
  const std::string tls = agency.keystore->tls_key().key_id();
  const std::string sealing = agency.keystore->sealing().front().key.key_id();
  EXPECT_THAT(Renew(*agency.session, *agency.keystore, /*new_sealing_key=*/true), IsOk());
  EXPECT_NE(agency.keystore->tls_key().key_id(), tls);
  ASSERT_EQ(agency.keystore->sealing().size(), 2U);
  EXPECT_TRUE(agency.keystore->sealing()[0].key.key_id() == sealing ||
              agency.keystore->sealing()[1].key.key_id() == sealing);
  EXPECT_THAT(Renew(*agency.session, *agency.keystore, /*new_sealing_key=*/false), IsOk());
  EXPECT_EQ(agency.keystore->sealing().size(), 2U);
}

TEST_F(EnrollmentTest, RenewalIsDueAfterTwoThirdsOfTheLife) {
  FakeAgency agency(gateway_, "mx-fgr", "feadle");
  const certs::Certificate& leaf = agency.keystore->tls_chain().front();
  const absl::Time due = leaf.not_before() + (leaf.not_after() - leaf.not_before()) * 2 / 3;
  EXPECT_FALSE(NeedsRenewal(*agency.keystore, due - absl::Seconds(5)).tls);
  EXPECT_TRUE(NeedsRenewal(*agency.keystore, due).tls);
  EXPECT_TRUE(NeedsRenewal(*agency.keystore, due + absl::Minutes(5)).sealing);
  EXPECT_FALSE(NeedsRenewal(*keystore_, due).any());
}

TEST_F(EnrollmentTest, ACertificateOfTheNextRootIsTakenWhereTheBundleHasBoth) {
  TestPki next("mx.enlace.test", absl::Now());
  gateway_.spoil_enroll = [this, &next](v1::EnrollResponse* response) {
    response->mutable_certificates()->set_trust_bundle_pem(next.root_pem() + pki_.root_pem());
  };
  EXPECT_THAT(EnrollWith(gateway_.NewToken(pki_.AgencyUri("mx-fgr", "feadle"))), IsOk());
  EXPECT_EQ(keystore_->bundle().size(), 2U);
}

}  // namespace
}  // namespace enlace::client
