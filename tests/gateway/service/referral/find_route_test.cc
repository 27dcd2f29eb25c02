#include "gateway/service/referral/find_route.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FindRouteTest : public GatewayFixture {
 protected:
  absl::StatusOr<FoundRoute> Find(const v1::Classification& classification) {
    const std::vector<v1::Agency> agencies = roster_.Agencies();
    RouteQuestion question{classification, kSender};
    question.now = clock_.Now();
    question.agencies = agencies;
    return FindRoute(core(), **store_.Read(), question);
  }
  static std::vector<std::string> RecipientsOf(const FoundRoute& found) {
    std::vector<std::string> out;
    for (const mechanism::Choice& choice : found.route.choices)
      out.push_back(choice.leg.recipient().agency_id());
    return out;
  }
};

TEST_F(FindRouteTest, RecipientsOfContentComeWithTheirCertificates) {
  EnrolScene();
  ASSERT_OK_AND_ASSIGN(const FoundRoute found, Find(Urgent()));
  EXPECT_THAT(RecipientsOf(found), ElementsAre(kFederal, kProsecutor, kOmbudsman));
  ASSERT_EQ(found.certificates.count(kFederal), 1u);
  EXPECT_EQ(found.certificates.at(kFederal)[0].certificate_der(), Keys(kFederal).sealing.der());
  EXPECT_EQ(found.certificates.count(kOmbudsman), 0u);
}

TEST_F(FindRouteTest, AnAgencyWithoutSealingCertificateIsLeftOut) {
  EnrolScene();
  RegisterAgency("mecanismo-nuevo", v1::AGENCY_KIND_PROTECTION_UNIT);
  ASSERT_OK_AND_ASSIGN(const FoundRoute found, Find(Urgent()));
  EXPECT_THAT(RecipientsOf(found), ElementsAre(kFederal, kProsecutor, kOmbudsman));
}

TEST_F(FindRouteTest, TheNextRuleDecidesWhereTheCompetentAgencyCannotBeSealedTo) {
  constexpr char kNational[] = "fiscalia-nacional";
  EnrolScene();
  RegisterAgency(kNational, v1::AGENCY_KIND_PROSECUTOR);
  EnrolAgency(kNational);
  ASSERT_OK_AND_ASSIGN(const FoundRoute before, Find(Urgent()));
  EXPECT_THAT(RecipientsOf(before), ElementsAre(kFederal, kProsecutor, kOmbudsman));
  Revoke(Keys(kProsecutor).sealing);
  ASSERT_OK_AND_ASSIGN(const FoundRoute found, Find(Urgent()));
  EXPECT_THAT(RecipientsOf(found), ElementsAre(kFederal, kNational, kOmbudsman));
  EXPECT_EQ(found.certificates.count(kNational), 1u);
}

TEST_F(FindRouteTest, ASuspendedAgencysCertificateIsStillGoodForSealing) {
  EnrolScene();
  Suspend(kProsecutor);
  ASSERT_OK_AND_ASSIGN(const FoundRoute found, Find(Urgent()));
  ASSERT_EQ(found.certificates.count(kProsecutor), 1u);
  EXPECT_EQ(found.certificates.at(kProsecutor)[0].certificate_der(), Keys(kProsecutor).sealing.der());
}

TEST_F(FindRouteTest, NothingIsSealedToARevokedCertificateSuspendedOrNot) {
  EnrolScene();
  Suspend(kProsecutor);
  Revoke(Keys(kProsecutor).sealing);
  ASSERT_OK_AND_ASSIGN(const FoundRoute found, Find(Urgent()));
  EXPECT_EQ(found.certificates.count(kProsecutor), 0u);
  EXPECT_THAT(RecipientsOf(found), ElementsAre(kFederal, kOmbudsman));
}

TEST_F(FindRouteTest, IfNobodyIsLeftTheReasonNamesTheAgencyAndTheRemedy) {
  RegisterAgency(kFederal, v1::AGENCY_KIND_PROTECTION_UNIT);
  ASSERT_OK_AND_ASSIGN(const FoundRoute found, Find(Urgent()));
  EXPECT_THAT(found.route.choices, IsEmpty());
  EXPECT_THAT(found.route.held_reason, HasSubstr(kFederal));
  EXPECT_THAT(found.route.held_reason, HasSubstr("enrol"));
}

TEST_F(FindRouteTest, AnUnknownMechanismNamesTheField) {
  v1::Classification classification = Urgent();
  classification.set_mechanism_id("atlantis");
  EXPECT_EQ(base::FieldOf(Find(classification).status()), "classification.mechanism_id");
}

}  // namespace
}  // namespace enlace::service
