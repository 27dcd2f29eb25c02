#include "gateway/service/enrollment/enroll.h"

#include <cstdlib>
#include <thread>

#include "absl/strings/str_cat.h"
#include "certs/x509/signing_request.h"
#include "gateway/base/enrollment_token.h"
#include "gateway/base/files.h"
#include "gateway/store/certificate_rows.h"
#include "tests/support/gateway_fixture.h"
#include "tests/support/temporary_folder.h"

namespace enlace::service {
namespace {

constexpr char kUnit[] = "uep-sonora";

class EnrollTest : public GatewayFixture {
 protected:
  explicit EnrollTest(Mode mode = Mode::kManual) : GatewayFixture(mode) {
    RegisterAgency(kUnit, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-SON"});
  }
  absl::StatusOr<v1::EnrollResponse> Spend(const v1::EnrollRequest& request) {
    return Call(api().enroll, identity::Caller(), request);
  }
};

TEST_F(EnrollTest, TheCertificatesAreForTheKeysAndTheCallerIsKnown) {
  const v1::EnrollRequest request = NewEnrollment(TokenFor(kUnit), kUnit);
  ASSERT_OK_AND_ASSIGN(const v1::EnrollResponse response, Spend(request));
  ASSERT_OK_AND_ASSIGN(const auto chain,
                       certs::Certificate::ChainFromPem(response.certificates().tls_chain_pem()));
  ASSERT_EQ(chain.size(), 2u);
  EXPECT_EQ(chain[0].key_id(), Keys(kUnit).tls_key.key_id());
  ASSERT_OK_AND_ASSIGN(const identity::Caller caller, identifier_->Identify(chain[0].ToPem()));
  EXPECT_EQ(caller.agency_id, kUnit);
  EXPECT_EQ(caller.agency_kind, v1::AGENCY_KIND_STATE_PROTECTION_UNIT);
  EXPECT_EQ(roster_.Agencies()[0].state(), v1::AGENCY_STATE_ACTIVE);
}

TEST_F(EnrollTest, TheReceiptProvesTheIssuance) {
  ASSERT_OK_AND_ASSIGN(const v1::EnrollResponse response, Spend(NewEnrollment(TokenFor(kUnit), kUnit)));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "certificate.issued");
  EXPECT_EQ(proven.record.actor().agency_id(), kUnit);
}

TEST_F(EnrollTest, TheSameRequestGetsTheSameCertificatesAgain) {
  const v1::EnrollRequest request = NewEnrollment(TokenFor(kUnit), kUnit);
  ASSERT_OK_AND_ASSIGN(const v1::EnrollResponse first, Spend(request));
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  clock_.Advance(absl::Hours(48));  // The token has expired meanwhile.
  ASSERT_OK_AND_ASSIGN(const v1::EnrollResponse again, Spend(request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size);
}

TEST_F(EnrollTest, ASpentTokenIsRefusedForOtherKeys) {
  const std::string token = TokenFor(kUnit);
  ASSERT_THAT(Spend(NewEnrollment(token, kUnit)), IsOk());
  const absl::Status refused = Spend(NewEnrollment(token, kUnit)).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_TOKEN_REFUSED));
}

TEST_F(EnrollTest, EveryWrongTokenGetsOneAnswer) {
  const std::string token = TokenFor(kUnit, 60);
  const v1::EnrollRequest late = NewEnrollment(token, kUnit);
  clock_.Advance(absl::Minutes(2));
  const absl::Status expired = Spend(late).status();
  EXPECT_THAT(expired, ReasonIs(v1::ERROR_REASON_TOKEN_REFUSED));
  EXPECT_THAT(Spend(NewEnrollment("enlace1.garbage", kUnit)), SameRefusalAs(expired));
  v1::EnrollRequest empty = late;
  empty.clear_token();
  EXPECT_THAT(Spend(empty), SameRefusalAs(expired));
}

TEST_F(EnrollTest, ARequestForAnotherNameIsRefusedAndTheTokenStays) {
  const std::string token = TokenFor(kUnit);
  v1::EnrollRequest request = NewEnrollment(token, kUnit);
  const v1::EnrollRequest good = request;
  const std::string foreign = identity::AgencyUri(kTrustDomain, "somebody-else", "main");
  ASSERT_OK_AND_ASSIGN(*request.mutable_tls_csr_der(),
                       certs::MakeSigningRequest(Keys(kUnit).tls_key, foreign));
  EXPECT_THAT(Spend(request), ReasonIs(v1::ERROR_REASON_CSR_REFUSED));
  EXPECT_THAT(Spend(good), IsOk());
}

TEST_F(EnrollTest, TheTwoKeysMustDiffer) {
  v1::EnrollRequest request = NewEnrollment(TokenFor(kUnit), kUnit);
  request.set_sealing_csr_der(request.tls_csr_der());
  EXPECT_THAT(Spend(request), ReasonIs(v1::ERROR_REASON_CSR_REFUSED));
  request.clear_sealing_csr_der();
  EXPECT_EQ(base::FieldOf(Spend(request).status()), "sealing_csr_der");
}

TEST_F(EnrollTest, AFailedCommitSpendsNothingAndNobodyIsKnown) {
  const v1::EnrollRequest request = NewEnrollment(TokenFor(kUnit), kUnit);
  store_.FailNext(Step::kCommit, absl::UnavailableError("disk full"));
  EXPECT_THAT(Spend(request), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_EQ(roster_.Agencies()[0].state(), v1::AGENCY_STATE_REGISTERED);
  EXPECT_THAT(Spend(request), IsOk());
}

TEST_F(EnrollTest, ASuspendedAgencyStaysOutThoughItEnrols) {
  const v1::EnrollRequest request = NewEnrollment(TokenFor(kUnit), kUnit);
  v1::SuspendAgencyRequest suspend;
  suspend.set_request_id(NewId());
  suspend.set_agency_id(kUnit);
  suspend.set_reason("audit");
  ASSERT_THAT(Call(api().suspend_agency, Administrator(), suspend), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::EnrollResponse response, Spend(request));
  ASSERT_OK_AND_ASSIGN(const certs::Certificate tls,
                       certs::Certificate::FromPem(response.certificates().tls_chain_pem()));
  EXPECT_THAT(identifier_->Identify(tls.ToPem()), ReasonIs(v1::ERROR_REASON_AGENCY_SUSPENDED));
}

TEST_F(EnrollTest, ATokenOfAUnitThatWasTakenOutMeanwhileIsRefused) {
  const v1::EnrollRequest request = NewEnrollment(TokenFor(kUnit), kUnit);
  v1::UpdateAgencyRequest update;
  update.set_request_id(NewId());
  *update.mutable_agency() = Entry(kUnit, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-SON"});
  update.mutable_agency()->set_unit_ids(0, "another");
  ASSERT_THAT(Call(api().update_agency, Administrator(), update), IsOk());
  EXPECT_THAT(Spend(request), ReasonIs(v1::ERROR_REASON_TOKEN_REFUSED));
  update.set_request_id(NewId());
  update.mutable_agency()->add_unit_ids("main");
  ASSERT_THAT(Call(api().update_agency, Administrator(), update), IsOk());
  EXPECT_THAT(Spend(request), IsOk());  // Nothing was spent.
}

TEST_F(EnrollTest, ATokenThatNamesAnotherRootOrHolderThanItWasMadeForIsRefused) {
  v1::EnrollRequest request = NewEnrollment(TokenFor(kUnit), kUnit);
  const v1::EnrollRequest good = request;
  ASSERT_OK_AND_ASSIGN(base::EnrollmentToken token, base::ParseEnrollmentToken(good.token()));
  const std::string root = token.root_der, uri = token.uri;
  token.root_der = TestPki("other.test").authority().root().der();
  request.set_token(*base::FormatEnrollmentToken(token));
  EXPECT_THAT(Spend(request), ReasonIs(v1::ERROR_REASON_TOKEN_REFUSED));
  token.root_der = root;
  token.uri = identity::AgencyUri(kTrustDomain, "somebody-else", "main");
  request.set_token(*base::FormatEnrollmentToken(token));
  EXPECT_THAT(Spend(request), ReasonIs(v1::ERROR_REASON_TOKEN_REFUSED));
  EXPECT_THAT(Spend(good), IsOk());
}

TEST_F(EnrollTest, TheSecretAloneIsForEstAlone) {
  v1::EnrollRequest request = NewEnrollment(TokenFor(kUnit), kUnit);
  ASSERT_OK_AND_ASSIGN(const base::EnrollmentToken token, base::ParseEnrollmentToken(request.token()));
  request.set_token(base::FormatTokenSecret(token));
  EXPECT_THAT(Spend(request), ReasonIs(v1::ERROR_REASON_TOKEN_REFUSED));
}

class EstEnrollTest : public EnrollTest {
 protected:
  explicit EstEnrollTest(Mode mode = Mode::kManual) : EnrollTest(mode) {}
  absl::StatusOr<v1::EnrollResponse> Spend(const v1::EnrollRequest& request) {
    return Call(api().est_enroll, identity::Caller(), request);
  }
  // As an EST client says it: the secret as the password, one key.
  v1::EnrollRequest Simple(const std::string& token) {
    v1::EnrollRequest request = NewEnrollment(token, kUnit);
    request.set_token(base::FormatTokenSecret(*base::ParseEnrollmentToken(token)));
    request.clear_sealing_csr_der();
    return request;
  }
  std::vector<v1::Certificate> Issued() {
    std::string after;
    const auto reader = state_.Read();
    return *store::ListCertificates(**reader, identity::AgencyUri(kTrustDomain, kUnit, "main"), 100, &after);
  }
};

TEST_F(EstEnrollTest, OneKeyAndTheSecretAloneWillDo) {
  ASSERT_OK_AND_ASSIGN(const v1::EnrollResponse response, Spend(Simple(TokenFor(kUnit))));
  EXPECT_TRUE(response.certificates().sealing_chain_pem().empty());
  ASSERT_OK_AND_ASSIGN(const identity::Caller caller,
                       identifier_->Identify(response.certificates().tls_chain_pem()));
  EXPECT_EQ(caller.agency_id, kUnit);
  EXPECT_EQ(roster_.Agencies()[0].state(), v1::AGENCY_STATE_ACTIVE);
  EXPECT_EQ(Issued().size(), 1u);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "certificate.issued");
}

TEST_F(EstEnrollTest, TheWholeTokenWillDoToo) {
  v1::EnrollRequest request = NewEnrollment(TokenFor(kUnit), kUnit);
  request.clear_sealing_csr_der();
  EXPECT_THAT(Spend(request), IsOk());
}

TEST_F(EstEnrollTest, ARequestWithoutNameGetsTheNameOfTheToken) {
  const TemporaryFolder folder;
  const std::string command = absl::StrCat(
      "openssl req -new -nodes -subj /CN=somebody -outform DER -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
      "-keyout ",
      folder.File("key"), " -out ", folder.File("csr"), " 2>/dev/null");
  ASSERT_EQ(std::system(command.c_str()), 0);
  v1::EnrollRequest request = Simple(TokenFor(kUnit));
  request.set_tls_csr_der(*base::ReadFile(folder.File("csr")));
  ASSERT_OK_AND_ASSIGN(const v1::EnrollResponse response, Spend(request));
  ASSERT_OK_AND_ASSIGN(const certs::Certificate tls,
                       certs::Certificate::FromPem(response.certificates().tls_chain_pem()));
  EXPECT_THAT(tls.uris(), ::testing::ElementsAre(identity::AgencyUri(kTrustDomain, kUnit, "main")));
  EXPECT_EQ(tls.subject().find("somebody"), std::string::npos);
}

TEST_F(EstEnrollTest, AForeignNameIsRefusedAndTheTokenStays) {
  const v1::EnrollRequest good = Simple(TokenFor(kUnit));
  v1::EnrollRequest request = good;
  const std::string foreign = identity::AgencyUri(kTrustDomain, "somebody-else", "main");
  request.set_tls_csr_der(*certs::MakeSigningRequest(Keys(kUnit).tls_key, foreign));
  EXPECT_THAT(Spend(request), ReasonIs(v1::ERROR_REASON_CSR_REFUSED));
  EXPECT_THAT(Spend(good), IsOk());
}

TEST_F(EstEnrollTest, WrongSpentAndLateSecretsGetOneAnswer) {
  v1::EnrollRequest unknown = Simple(TokenFor(kUnit));
  base::EnrollmentToken guess;
  guess.secret = base::Secret(std::string(32, 'g'));
  unknown.set_token(base::FormatTokenSecret(guess));
  const absl::Status refused = Spend(unknown).status();
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_TOKEN_REFUSED));
  const std::string token = TokenFor(kUnit);
  ASSERT_THAT(Spend(Simple(token)), IsOk());
  EXPECT_THAT(Spend(Simple(token)), SameRefusalAs(refused));
  const v1::EnrollRequest late = Simple(TokenFor(kUnit, 60));
  clock_.Advance(absl::Minutes(2));
  EXPECT_THAT(Spend(late), SameRefusalAs(refused));
}

TEST_F(EstEnrollTest, ASuspendedAgencyStaysOutThoughItEnrols) {
  const v1::EnrollRequest request = Simple(TokenFor(kUnit));
  Suspend(kUnit);
  ASSERT_OK_AND_ASSIGN(const v1::EnrollResponse response, Spend(request));
  EXPECT_THAT(identifier_->Identify(response.certificates().tls_chain_pem()),
              ReasonIs(v1::ERROR_REASON_AGENCY_SUSPENDED));
}

// Spends one token with 32 different keys at once, from as many threads.
template <typename Spend>
void Race(const std::vector<v1::EnrollRequest>& requests, Spend spend) {
  std::vector<absl::StatusOr<v1::EnrollResponse>> answers(requests.size(), absl::UnknownError("none"));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < requests.size(); ++i) {
    threads.emplace_back([&, i] { answers[i] = spend(requests[i]); });
  }
  for (std::thread& thread : threads) thread.join();
  int succeeded = 0;
  for (const auto& answer : answers) {
    succeeded += answer.ok();
    if (answer.ok()) continue;
    EXPECT_THAT(answer, ReasonIs(v1::ERROR_REASON_TOKEN_REFUSED));
  }
  EXPECT_EQ(succeeded, 1);
}

class ConcurrentEnrollTest : public EstEnrollTest {
 protected:
  ConcurrentEnrollTest() : EstEnrollTest(Mode::kThread) {}
  static constexpr int kThreads = 32;
};

TEST_F(ConcurrentEnrollTest, OfManyWhoSpendATokenAtOnceOneSucceeds) {
  const std::string token = TokenFor(kUnit);
  std::vector<v1::EnrollRequest> requests;
  for (int i = 0; i < kThreads; ++i) requests.push_back(NewEnrollment(token, kUnit));
  Race(requests, [this](const v1::EnrollRequest& request) { return EnrollTest::Spend(request); });
  EXPECT_EQ(Issued().size(), 2u);  // For TLS and for sealing.
}

TEST_F(ConcurrentEnrollTest, OfManyEstClientsOneSucceeds) {
  const std::string token = TokenFor(kUnit);
  std::vector<v1::EnrollRequest> requests;
  for (int i = 0; i < kThreads; ++i) requests.push_back(Simple(token));
  Race(requests, [this](const v1::EnrollRequest& request) { return Spend(request); });
  EXPECT_EQ(Issued().size(), 1u);
}

TEST_F(ConcurrentEnrollTest, ByWhateverWayTheyComeOneSucceeds) {
  const std::string token = TokenFor(kUnit);
  std::vector<v1::EnrollRequest> requests;
  for (int i = 0; i < kThreads; ++i)
    requests.push_back(i % 2 == 0 ? NewEnrollment(token, kUnit) : Simple(token));
  Race(requests, [this](const v1::EnrollRequest& request) {
    return request.sealing_csr_der().empty() ? Spend(request) : EnrollTest::Spend(request);
  });
}

}  // namespace
}  // namespace enlace::service
