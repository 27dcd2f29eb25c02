#include "client/referral_reclassifier.h"

#include "certs/x509/signature.h"
#include "gateway/base/identifier.h"
#include "gateway/ledger/verify/signed_act.h"
#include "tests/client/referral_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class ReferralReclassifierTest : public ReferralFixture {
 protected:
  // Sent to the prosecutor; from then on the police are competent beside it.
  std::string Sent() {
    const auto sent = Send(Referral());
    EXPECT_THAT(sent.status(), IsOk());
    gateway_.routes = {RouteTo(prosecutor_, "mx-fgr")};
    gateway_.routes.front().MergeFrom(RouteTo(police_, "mx-pol"));
    return base::DeriveReferralId("mx-uep", kRequestId);
  }
  absl::StatusOr<v1::ReclassifyReferralResponse> Reclassify(const Reclassification& what) {
    ASSIGN_OR_RETURN(const auto reclassifier,
                     ReferralReclassifier::New(*unit_.session, *unit_.keystore, unit_.logs()));
    return reclassifier->Reclassify(what);
  }
  static Reclassification Said(const std::string& referral_id) {
    Reclassification what;
    what.request_id = "0b9d3c52-5a57-4d0a-8a0e-1f4f2f6f7d11";
    what.referral_id = referral_id;
    what.perpetrator = v1::PERPETRATOR_CATEGORY_STATE_AGENT;
    what.officer_pseudonym = "of-17";
    return what;
  }
};

TEST_F(ReferralReclassifierTest, TheContentIsSealedAnewToThoseWithoutALeg) {
  const std::string id = Sent();
  ASSERT_OK_AND_ASSIGN(const v1::ReclassifyReferralResponse response, Reclassify(Said(id)));
  ASSERT_EQ(response.opened_legs_size(), 1);
  EXPECT_EQ(response.opened_legs(0).recipient().agency_id(), "mx-pol");
  const v1::ReclassifyReferralRequest& request = gateway_.reclassified.front();
  ASSERT_EQ(request.planned_legs_size(), 1);
  EXPECT_EQ(request.planned_legs(0).recipient().agency_id(), "mx-pol");
  EXPECT_EQ(request.sealed_note().recipients_size(), 2);
  EXPECT_EQ(request.SerializeAsString().find("followed twice"), std::string::npos);
  ASSERT_OK_AND_ASSIGN(const ReadReferral read, Read(police_, id));
  ASSERT_TRUE(read.content.has_value());
  EXPECT_EQ(read.content->narrative(), "followed twice on the way home");
  EXPECT_THAT(read.sender_uri, HasSubstr("mx-uep"));
}

TEST_F(ReferralReclassifierTest, ResolvesInTheCaseByTheNewCategory) {
  const std::string id = Sent();
  ASSERT_THAT(Reclassify(Said(id)).status(), IsOk());
  EXPECT_EQ(gateway_.resolved.back().case_id(), base::DeriveCaseId("mx-uep", kRequestId));
  EXPECT_EQ(gateway_.resolved.back().classification().perpetrator(), v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  EXPECT_EQ(gateway_.resolved.back().classification().mechanism_id(), "mx-federal");
}

TEST_F(ReferralReclassifierTest, WhereNobodyIsNewNothingIsSealed) {
  const std::string id = Sent();
  gateway_.routes = {RouteTo(prosecutor_, "mx-fgr")};
  ASSERT_OK_AND_ASSIGN(const v1::ReclassifyReferralResponse response, Reclassify(Said(id)));
  EXPECT_EQ(response.opened_legs_size(), 0);
  EXPECT_FALSE(gateway_.reclassified.front().has_sealed_note());
}

TEST_F(ReferralReclassifierTest, ContentThatIsGivenTakesThePlaceOfOurOwnCopy) {
  const std::string id = Sent();
  Reclassification what = Said(id);
  what.content.emplace().set_narrative("what is known now");
  ASSERT_THAT(Reclassify(what).status(), IsOk());
  ASSERT_OK_AND_ASSIGN(const ReadReferral read, Read(police_, id));
  EXPECT_EQ(read.content->narrative(), "what is known now");
  ASSERT_OK_AND_ASSIGN(const ReadReferral first, Read(prosecutor_, id));
  EXPECT_EQ(first.content->narrative(), "followed twice on the way home");
}

TEST_F(ReferralReclassifierTest, RouteThatChangedIsSealedAgainUnderADerivedRequest) {
  const std::string id = Sent();
  gateway_.route_changes = 1;
  ASSERT_THAT(Reclassify(Said(id)).status(), IsOk());
  ASSERT_EQ(gateway_.reclassified.size(), 2U);
  EXPECT_EQ(gateway_.reclassified[1].request_id(), ResendRequestId(Said(id).request_id, 1));
}

TEST_F(ReferralReclassifierTest, RouteThatNeverSettlesIsGivenBackToTheCaller) {
  const std::string id = Sent();
  gateway_.route_changes = kMostResends;
  EXPECT_THAT(Reclassify(Said(id)).status(), ReasonIs(v1::ERROR_REASON_ROUTE_CHANGED));
  EXPECT_EQ(gateway_.reclassified.size(), static_cast<size_t>(kMostResends));
}

TEST_F(ReferralReclassifierTest, ItIsSignedByTheKeyThatCalls) {
  ASSERT_THAT(Reclassify(Said(Sent())).status(), IsOk());
  const v1::ReclassifyReferralRequest& request = gateway_.reclassified.front();
  ASSERT_OK_AND_ASSIGN(const std::string text,
                       ledger::SignedActText("mx.enlace.test/caselog/1", "mx-uep", request));
  EXPECT_THAT(certs::VerifySignature(unit_.keystore->tls_key().spki_der(), text, request.act_signature()),
              IsOk());
}

TEST_F(ReferralReclassifierTest, KeyOfAStrangerIsNeverSealedTo) {
  const std::string id = Sent();
  gateway_.routes = {RouteTo(police_, "mx-other")};
  EXPECT_THAT(Reclassify(Said(id)).status(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_TRUE(gateway_.reclassified.empty());
}

TEST_F(ReferralReclassifierTest, ARecipientDoesNotEvenAsk) {
  const std::string id = Sent();
  ASSERT_OK_AND_ASSIGN(
      const auto reclassifier,
      ReferralReclassifier::New(*prosecutor_.session, *prosecutor_.keystore, prosecutor_.logs()));
  EXPECT_THAT(reclassifier->Reclassify(Said(id)), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  EXPECT_TRUE(gateway_.reclassified.empty());
}

}  // namespace
}  // namespace enlace::client
