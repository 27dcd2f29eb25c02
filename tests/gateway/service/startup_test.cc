#include "gateway/service/startup.h"

#include <sys/stat.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "certs/x509/signing_request.h"
#include "gateway/base/enrollment_token.h"
#include "gateway/base/files.h"
#include "gateway/store/certificate_rows.h"
#include "gateway/store/tables.h"
#include "tests/support/gateway_fixture.h"
#include "tests/support/temporary_folder.h"

namespace enlace::service {
namespace {

// With a writer of its own: startup waits for what it writes.
class StartupTest : public GatewayFixture {
 protected:
  StartupTest() : GatewayFixture(Mode::kThread), file_(folder_.File("token")) {}
  TemporaryFolder folder_;
  const std::string file_;
};

TEST_F(StartupTest, TheRosterIsWhatTheStoreHolds) {
  EnrolScene();
  v1::RevokeCertificateRequest revoke;
  revoke.set_request_id(NewId());
  revoke.set_serial(Keys(kPolice).tls.serial());
  revoke.set_reason(v1::REVOCATION_REASON_KEY_COMPROMISE);
  ASSERT_THAT(Call(api().revoke_certificate, Administrator(), revoke), IsOk());
  identity::Roster fresh;
  ASSERT_THAT(LoadRoster(store_, &fresh), IsOk());
  EXPECT_EQ(fresh.Agencies().size(), 6u);
  EXPECT_THAT(fresh.CheckCertificate(Keys(kSender).tls.serial()), IsOk());
  EXPECT_THAT(fresh.CheckCertificate(Keys(kPolice).tls.serial()),
              ReasonIs(v1::ERROR_REASON_CERTIFICATE_REVOKED));
}

TEST_F(StartupTest, ARosterThatCannotBeReadIsNotServedFrom) {
  store_.FailNext(Step::kScan, absl::UnavailableError("disk"));
  identity::Roster fresh;
  EXPECT_FALSE(LoadRoster(store_, &fresh).ok());
}

TEST_F(StartupTest, ARosterWithADamagedRowIsNotServedFrom) {
  auto transaction = store_.Begin();
  ASSERT_THAT((*transaction)->Put(store::Table::kCertificate, "7", "\xff"), IsOk());
  ASSERT_THAT((*transaction)->Commit(), IsOk());
  identity::Roster fresh;
  EXPECT_THAT(LoadRoster(store_, &fresh), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(StartupTest, TheRosterHoldsMoreThanOnePageOfTheStore) {
  auto transaction = store_.Begin();
  v1::Certificate certificate;
  for (int i = 1000; i < 2200; ++i) {
    certificate.set_serial(absl::StrCat(i));
    ASSERT_THAT(store::PutCertificate(**transaction, certificate), IsOk());
  }
  ASSERT_THAT((*transaction)->Commit(), IsOk());
  identity::Roster fresh;
  ASSERT_THAT(LoadRoster(store_, &fresh), IsOk());
  EXPECT_THAT(fresh.CheckCertificate("2199"), IsOk());
}

TEST_F(StartupTest, TheLastRecordOfEitherLogSaysWhenTheLastRunWas) {
  EXPECT_EQ(*LastRecordTime(store_), absl::InfinitePast());
  EnrolScene();
  clock_.Advance(absl::Hours(1));
  MustSubmit(kSender, Urgent());
  ASSERT_OK_AND_ASSIGN(const absl::Time last, LastRecordTime(store_));
  EXPECT_GE(last, clock_.Now());
  EXPECT_LT(last, clock_.Now() + absl::Seconds(1));
}

TEST_F(StartupTest, TheRulesInForceAreOnTheTrustLog) {
  ASSERT_THAT(AnnounceRules(core()), IsOk());
  ASSERT_EQ(LogSize(v1::LOG_ID_TRUST), mechanisms_->Ids().size() + 1);  // And the files themselves.
  for (uint64_t index = 0; index < mechanisms_->Ids().size(); ++index) {
    const store::v1::RulesLoaded loaded = RecordAt(index, v1::LOG_ID_TRUST).event().rules_loaded();
    EXPECT_EQ(loaded.rules_digest(), std::string(mechanisms_->Digest(loaded.mechanism_id())));
  }
}

TEST_F(StartupTest, TheFirstAdministratorEnrolsWithTheFileAndItIsGoneAfterwards) {
  ASSERT_THAT(OfferFirstAdministrator(core(), random_, file_), IsOk());
  struct stat about;
  ASSERT_EQ(stat(file_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  ASSERT_OK_AND_ASSIGN(const std::string token, base::ReadFile(file_));
  const std::string uri = identity::AdministratorUri(kTrustDomain, "first");
  v1::EnrollRequest request;
  request.set_token(std::string(absl::StripSuffix(token, "\n")));
  request.set_tls_csr_der(*certs::MakeSigningRequest(*certs::PrivateKey::Generate(), uri));
  ASSERT_OK_AND_ASSIGN(const v1::EnrollResponse response, Call(api().enroll, identity::Caller(), request));
  ASSERT_OK_AND_ASSIGN(const certs::Certificate tls,
                       certs::Certificate::FromPem(response.certificates().tls_chain_pem()));
  ASSERT_OK_AND_ASSIGN(const identity::Caller first, identifier_->Identify(tls.ToPem()));
  EXPECT_EQ(first.administrator, "first");
  ASSERT_THAT(OfferFirstAdministrator(core(), random_, file_), IsOk());
  EXPECT_NE(stat(file_.c_str(), &about), 0);
}

TEST_F(StartupTest, WithoutAPlaceForTheTokenTheGatewayDoesNotServe) {
  EXPECT_FALSE(OfferFirstAdministrator(core(), random_, folder_.File("missing/token")).ok());
}

}  // namespace
}  // namespace enlace::service
