#include "gateway/service/directory/get_agency.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class GetAgencyTest : public GatewayFixture {
 protected:
  GetAgencyTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
  }
  absl::StatusOr<v1::GetAgencyResponse> Get(const std::string& id) {
    v1::GetAgencyRequest request;
    request.set_agency_id(id);
    return Call(api().get_agency, CallerOf(kSender), request);
  }
};

TEST_F(GetAgencyTest, ShowsTheEntryWithValidSealingCertificates) {
  ASSERT_OK_AND_ASSIGN(const v1::GetAgencyResponse response, Get(kSender));
  EXPECT_EQ(response.agency().state(), v1::AGENCY_STATE_ACTIVE);
  ASSERT_EQ(response.agency().sealing_certificates_size(), 1);
  EXPECT_EQ(response.agency().sealing_certificates(0).key_id(), Keys(kSender).sealing.key_id());
}

TEST_F(GetAgencyTest, ExpiredCertificatesAreNotShown) {
  const identity::Caller caller = CallerOf(kSender);
  clock_.SetTime(Keys(kSender).sealing.not_after());
  v1::GetAgencyRequest request;
  request.set_agency_id(kSender);
  ASSERT_OK_AND_ASSIGN(const v1::GetAgencyResponse response, Call(api().get_agency, caller, request));
  EXPECT_EQ(response.agency().sealing_certificates_size(), 0);
}

TEST_F(GetAgencyTest, UnknownAndMalformedIdsAreRefused) {
  EXPECT_THAT(Get("nobody"), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(base::FieldOf(Get("UPPER").status()), "agency_id");
}

}  // namespace
}  // namespace enlace::service
