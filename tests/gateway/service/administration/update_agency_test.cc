#include "gateway/service/administration/update_agency.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class UpdateAgencyTest : public GatewayFixture {
 protected:
  absl::StatusOr<v1::UpdateAgencyResponse> Update(const v1::Agency& agency) {
    v1::UpdateAgencyRequest request;
    request.set_request_id(NewId());
    *request.mutable_agency() = agency;
    return Call(api().update_agency, Administrator(), request);
  }
};

TEST_F(UpdateAgencyTest, ChangesTheEntryAndKeepsStateAndAge) {
  RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
  EnrolAgency(kSender);
  const v1::Agency before = roster_.Agencies()[0];
  clock_.Advance(absl::Hours(1));
  v1::Agency changed = Entry(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH", "MX-SON"});
  changed.set_state(v1::AGENCY_STATE_SUSPENDED);
  ASSERT_OK_AND_ASSIGN(const v1::UpdateAgencyResponse response, Update(changed));
  EXPECT_EQ(response.agency().territories_size(), 2);
  EXPECT_EQ(response.agency().state(), v1::AGENCY_STATE_ACTIVE);
  EXPECT_EQ(response.agency().create_time().seconds(), before.create_time().seconds());
  EXPECT_EQ(roster_.Agencies()[0].territories_size(), 2);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "agency.updated");
}

TEST_F(UpdateAgencyTest, AnUnknownAgencyIsNotFound) {
  EXPECT_THAT(Update(Entry("nobody", v1::AGENCY_KIND_MINISTRY, {})), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

}  // namespace
}  // namespace enlace::service
