#include "gateway/service/administration/agency_entry.h"

#include "gateway/base/time_text.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class AgencyEntryTest : public GatewayFixture {
 protected:
  // The field that is refused once `change` was made to a good entry.
  std::string FieldAfter(const std::function<void(v1::Agency*)>& change) {
    v1::Agency agency = Entry(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    change(&agency);
    return base::FieldOf(ValidateAgency(agency));
  }
};

TEST_F(AgencyEntryTest, ACompleteEntryPasses) {
  EXPECT_THAT(ValidateAgency(Entry(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH", "MX-SON"})),
              IsOk());
}

TEST_F(AgencyEntryTest, EveryMistakeNamesItsField) {
  EXPECT_EQ(FieldAfter([](auto* a) { a->set_agency_id("X"); }), "agency.agency_id");
  EXPECT_EQ(FieldAfter([](auto* a) { a->clear_display_name(); }), "agency.display_name");
  EXPECT_EQ(FieldAfter([](auto* a) { a->clear_kind(); }), "agency.kind");
  EXPECT_EQ(FieldAfter([](auto* a) { a->set_country("mx"); }), "agency.country");
  EXPECT_EQ(FieldAfter([](auto* a) { a->add_territories("GT-01"); }), "agency.territories[1]");
  EXPECT_EQ(FieldAfter([](auto* a) { a->clear_unit_ids(); }), "agency.unit_ids");
  EXPECT_EQ(FieldAfter([](auto* a) { a->add_unit_ids("main"); }), "agency.unit_ids[1]");
  EXPECT_EQ(FieldAfter([](auto* a) { a->set_language("fr"); }), "agency.language");
  EXPECT_EQ(FieldAfter([](auto* a) { a->add_mandates(); }), "agency.mandates[0].legal_act");
}

TEST_F(AgencyEntryTest, AMandateEndsAfterItBegins) {
  EXPECT_EQ(FieldAfter([](auto* a) {
              v1::Mandate* mandate = a->add_mandates();
              mandate->set_legal_act("decree");
              *mandate->mutable_valid_from() = base::ToProto(absl::FromUnixSeconds(100));
              *mandate->mutable_valid_to() = base::ToProto(absl::FromUnixSeconds(100));
            }),
            "agency.mandates[0].valid_to");
}

TEST_F(AgencyEntryTest, AMandateGivesRolesByTheirCodes) {
  const auto with_role = [this](const char* role) {
    return FieldAfter([role](auto* a) {
      v1::Mandate* mandate = a->add_mandates();
      mandate->set_legal_act("decree");
      mandate->add_roles(role);
    });
  };
  EXPECT_EQ(with_role("ordinary_prosecution"), "");
  EXPECT_EQ(with_role("Ordinary Prosecution"), "agency.mandates[0].roles[0]");
}

TEST_F(AgencyEntryTest, AnUnknownAgencyIsNotFound) {
  EXPECT_THAT(ReadAgency(**store_.Read(), "nobody"), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

}  // namespace
}  // namespace enlace::service
