#include "gateway/service/administration/reinstate_agency.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class ReinstateAgencyTest : public GatewayFixture {
 protected:
  ReinstateAgencyTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
  }
  v1::ReinstateAgencyRequest Request() {
    v1::ReinstateAgencyRequest request;
    request.set_request_id(NewId());
    request.set_agency_id(kSender);
    request.set_reason("audit-done");
    return request;
  }
  void Suspend() {
    v1::SuspendAgencyRequest suspend;
    suspend.set_request_id(NewId());
    suspend.set_agency_id(kSender);
    suspend.set_reason("audit");
    ASSERT_THAT(Call(api().suspend_agency, Administrator(), suspend), IsOk());
  }
};

TEST_F(ReinstateAgencyTest, TheAgencyIsBackWithItsCertificates) {
  Suspend();
  ASSERT_OK_AND_ASSIGN(const v1::ReinstateAgencyResponse response,
                       Call(api().reinstate_agency, Administrator(), Request()));
  EXPECT_THAT(identifier_->Identify(Keys(kSender).tls.ToPem()), IsOk());
  EXPECT_THAT(VerifyTrust(response.receipt()), IsOk());
}

TEST_F(ReinstateAgencyTest, ARepetitionDoesNotUndoALaterSuspension) {
  const v1::ReinstateAgencyRequest request = Request();
  ASSERT_THAT(Call(api().reinstate_agency, Administrator(), request), IsOk());
  Suspend();
  ASSERT_THAT(Call(api().reinstate_agency, Administrator(), request), IsOk());
  EXPECT_THAT(identifier_->Identify(Keys(kSender).tls.ToPem()), ReasonIs(v1::ERROR_REASON_AGENCY_SUSPENDED));
}

TEST_F(ReinstateAgencyTest, OnlyAdministratorsReinstate) {
  EXPECT_THAT(Call(api().reinstate_agency, CallerOf(kSender), Request()),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
