#include "gateway/service/administration/create_enrollment_token.h"

#include "gateway/base/enrollment_token.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class CreateEnrollmentTokenTest : public GatewayFixture {
 protected:
  CreateEnrollmentTokenTest() { RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"}); }
  v1::CreateEnrollmentTokenRequest Request(const std::string& unit = "main") {
    v1::CreateEnrollmentTokenRequest request;
    request.set_request_id(NewId());
    request.mutable_agency()->set_agency_id(kSender);
    request.mutable_agency()->set_unit_id(unit);
    return request;
  }
  absl::StatusOr<v1::CreateEnrollmentTokenResponse> Create(const v1::CreateEnrollmentTokenRequest& request) {
    return Call(api().create_enrollment_token, Administrator(), request);
  }
};

TEST_F(CreateEnrollmentTokenTest, TheTokenSaysWhereAsWhomAndWhomToTrust) {
  ASSERT_OK_AND_ASSIGN(const v1::CreateEnrollmentTokenResponse response, Create(Request()));
  ASSERT_OK_AND_ASSIGN(const base::EnrollmentToken token, base::ParseEnrollmentToken(response.token()));
  EXPECT_EQ(token.address, core().enrollment_address);
  EXPECT_EQ(token.root_der, pki_.authority().root().der());
  EXPECT_EQ(token.uri, identity::AgencyUri(kTrustDomain, kSender, "main"));
  EXPECT_EQ(response.expire_time().seconds(), absl::ToUnixSeconds(clock_.Now() + absl::Hours(24)));
  EXPECT_THAT(VerifyTrust(response.receipt()), IsOk());
}

TEST_F(CreateEnrollmentTokenTest, ARepetitionGetsTheSameTokenAndAnotherRequestAnother) {
  const v1::CreateEnrollmentTokenRequest request = Request();
  ASSERT_OK_AND_ASSIGN(const v1::CreateEnrollmentTokenResponse first, Create(request));
  ASSERT_OK_AND_ASSIGN(const v1::CreateEnrollmentTokenResponse again, Create(request));
  EXPECT_EQ(again.token(), first.token());
  ASSERT_OK_AND_ASSIGN(const v1::CreateEnrollmentTokenResponse other, Create(Request()));
  EXPECT_NE(other.token(), first.token());
}

TEST_F(CreateEnrollmentTokenTest, TheStoreNeverHoldsTheSecret) {
  ASSERT_OK_AND_ASSIGN(const v1::CreateEnrollmentTokenResponse response, Create(Request()));
  ASSERT_OK_AND_ASSIGN(const base::EnrollmentToken token, base::ParseEnrollmentToken(response.token()));
  const std::string secret(token.secret.RevealSecret());
  ASSERT_OK_AND_ASSIGN(const auto reader, store_.Read());
  for (const store::Table table : {store::Table::kToken, store::Table::kRequest, store::Table::kBundle}) {
    ASSERT_OK_AND_ASSIGN(const std::vector<store::Row> rows, reader->Scan(table, {}));
    ASSERT_FALSE(rows.empty());
    for (const store::Row& row : rows) {
      EXPECT_EQ((row.key + row.value).find(secret), std::string::npos);
      EXPECT_EQ((row.key + row.value).find(response.token()), std::string::npos);
    }
  }
}

TEST_F(CreateEnrollmentTokenTest, OnlyForUnitsOfAnEntryAndForAWeekAtMost) {
  EXPECT_EQ(base::FieldOf(Create(Request("annex")).status()), "agency.unit_id");
  v1::CreateEnrollmentTokenRequest request = Request();
  request.set_life_seconds(604801);
  EXPECT_EQ(base::FieldOf(Create(request).status()), "life_seconds");
  request = Request();
  request.mutable_agency()->set_agency_id("nobody");
  EXPECT_THAT(Create(request), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  request.clear_subject();
  EXPECT_THAT(Create(request), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::service
