#include "gateway/service/administration/suspend_agency.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class SuspendAgencyTest : public GatewayFixture {
 protected:
  SuspendAgencyTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
  }
  absl::StatusOr<v1::SuspendAgencyResponse> Suspend(const std::string& id, const std::string& reason) {
    v1::SuspendAgencyRequest request;
    request.set_request_id(NewId());
    request.set_agency_id(id);
    request.set_reason(reason);
    return Call(api().suspend_agency, Administrator(), request);
  }
};

TEST_F(SuspendAgencyTest, TheAgencyIsOutWithTheNextCall) {
  ASSERT_OK_AND_ASSIGN(const v1::SuspendAgencyResponse response, Suspend(kSender, "audit"));
  EXPECT_THAT(identifier_->Identify(Keys(kSender).tls.ToPem()), ReasonIs(v1::ERROR_REASON_AGENCY_SUSPENDED));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "agency.suspended");
  EXPECT_EQ(proven.record.purpose(), "audit");
}

TEST_F(SuspendAgencyTest, TheReasonIsRequired) {
  EXPECT_EQ(base::FieldOf(Suspend(kSender, "").status()), "reason");
  EXPECT_THAT(Suspend("nobody", "audit"), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

}  // namespace
}  // namespace enlace::service
