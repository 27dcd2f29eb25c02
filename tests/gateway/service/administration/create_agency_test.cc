#include "gateway/service/administration/create_agency.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class CreateAgencyTest : public GatewayFixture {
 protected:
  v1::CreateAgencyRequest Request() {
    v1::CreateAgencyRequest request;
    request.set_request_id(NewId());
    *request.mutable_agency() = Entry(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    return request;
  }
};

TEST_F(CreateAgencyTest, TheEntryIsRegisteredReceiptedAndKnownAtOnce) {
  v1::CreateAgencyRequest request = Request();
  request.mutable_agency()->set_state(v1::AGENCY_STATE_ACTIVE);
  ASSERT_OK_AND_ASSIGN(const v1::CreateAgencyResponse response,
                       Call(api().create_agency, Administrator(), request));
  EXPECT_EQ(response.agency().state(), v1::AGENCY_STATE_REGISTERED);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "agency.created");
  EXPECT_EQ(proven.record.administrator(), "ana");
  ASSERT_EQ(roster_.Agencies().size(), 1u);
}

TEST_F(CreateAgencyTest, AnIdIsNeverReused) {
  ASSERT_THAT(Call(api().create_agency, Administrator(), Request()), IsOk());
  EXPECT_THAT(Call(api().create_agency, Administrator(), Request()),
              ReasonIs(v1::ERROR_REASON_ALREADY_EXISTS));
}

TEST_F(CreateAgencyTest, AFailedCommitLeavesTheRosterAlone) {
  store_.FailNext(Step::kCommit, absl::UnavailableError("disk full"));
  EXPECT_THAT(Call(api().create_agency, Administrator(), Request()),
              ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_TRUE(roster_.Agencies().empty());
}

TEST_F(CreateAgencyTest, AgenciesRegisterNobody) {
  RegisterAgency(kOmbudsman, v1::AGENCY_KIND_OMBUDSMAN);
  EnrolAgency(kOmbudsman);
  EXPECT_THAT(Call(api().create_agency, CallerOf(kOmbudsman), Request()),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
