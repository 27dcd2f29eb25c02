#include "gateway/service/directory/agency_view.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class AgencyViewTest : public GatewayFixture {
 protected:
  AgencyViewTest() { RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"}); }
  absl::StatusOr<v1::Agency> View(v1::Agency entry) {
    ASSIGN_OR_RETURN(const auto reader, core().store.Read());
    return WithSealingCertificates(core(), *reader, std::move(entry));
  }
};

TEST_F(AgencyViewTest, AnAgencyThatHasNotEnrolledHasNoKeys) {
  ASSERT_OK_AND_ASSIGN(const v1::Agency view,
                       View(Entry(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"})));
  EXPECT_EQ(view.sealing_certificates_size(), 0);
}

TEST_F(AgencyViewTest, KeysComeFromTheStoreAndNeverFromTheEntry) {
  EnrolAgency(kSender);
  v1::Agency entry = Entry(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
  entry.add_sealing_certificates()->set_key_id("forged");
  ASSERT_OK_AND_ASSIGN(const v1::Agency view, View(entry));
  ASSERT_EQ(view.sealing_certificates_size(), 1);
  EXPECT_EQ(view.sealing_certificates(0).key_id(), Keys(kSender).sealing.key_id());
}

TEST_F(AgencyViewTest, EachKeyComesWithItsIssuerUntilThatIsRetired) {
  EnrolAgency(kSender);
  const v1::Agency entry = Entry(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
  ASSERT_OK_AND_ASSIGN(const v1::Agency view, View(entry));
  ASSERT_EQ(view.sealing_certificates_size(), 1);
  const certs::Authority& authority = pki_.authority();
  EXPECT_EQ(view.sealing_certificates(0).issuer_der(), authority.issuing().der());
  pki_.authorities().Put({authority.root(), authority.issuing(), v1::AUTHORITY_STATE_RETIRED});
  ASSERT_OK_AND_ASSIGN(const v1::Agency after, View(entry));
  EXPECT_EQ(after.sealing_certificates_size(), 0);
}

}  // namespace
}  // namespace enlace::service
