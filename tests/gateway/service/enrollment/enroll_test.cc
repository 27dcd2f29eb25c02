#include "gateway/service/enrollment/enroll.h"

#include <thread>

#include "certs/x509/signing_request.h"
#include "tests/support/gateway_fixture.h"

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

class ConcurrentEnrollTest : public EnrollTest {
 protected:
  ConcurrentEnrollTest() : EnrollTest(Mode::kThread) {}
};

TEST_F(ConcurrentEnrollTest, OfManyWhoSpendATokenAtOnceOneSucceeds) {
  const std::string token = TokenFor(kUnit);
  std::vector<v1::EnrollRequest> requests;
  for (int i = 0; i < 8; ++i) requests.push_back(NewEnrollment(token, kUnit));
  std::vector<absl::StatusOr<v1::EnrollResponse>> answers(requests.size(), absl::UnknownError("none"));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < requests.size(); ++i) {
    threads.emplace_back([&, i] { answers[i] = Spend(requests[i]); });
  }
  for (std::thread& thread : threads) thread.join();
  int succeeded = 0;
  for (const auto& answer : answers) {
    if (answer.ok()) {
      ++succeeded;
    } else {
      EXPECT_THAT(answer, ReasonIs(v1::ERROR_REASON_TOKEN_REFUSED));
    }
  }
  EXPECT_EQ(succeeded, 1);
}

}  // namespace
}  // namespace enlace::service
