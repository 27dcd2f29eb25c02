#include "client/leg_actions.h"

#include "certs/x509/signature.h"
#include "gateway/ledger/verify/signed_act.h"
#include "tests/client/referral_fixture.h"

namespace enlace::client {
namespace {

class LegActionsTest : public ReferralFixture {
 protected:
  void SetUp() override {
    ReferralFixture::SetUp();
    const auto sent = Send(Referral());
    ASSERT_THAT(sent, IsOk());
    referral_ = sent->referral;
  }
  absl::StatusOr<v1::AdvanceLegResponse> Accept(FakeAgency& agency,
                                                const std::optional<content::v1::NoteContent>& note) {
    ASSIGN_OR_RETURN(const auto actions, LegActions::New(*agency.session, *agency.keystore, agency.logs()));
    ASSIGN_OR_RETURN(const v1::Leg leg, actions->FindLeg(referral_, ""));
    v1::AdvanceLegRequest action;
    action.mutable_accept();
    action.set_officer_pseudonym("of-3");
    return actions->Advance(referral_, leg, action, note);
  }
  v1::Referral referral_;
};

TEST_F(LegActionsTest, FillsInWhatTheDecisionRestsOn) {
  ASSERT_OK_AND_ASSIGN(const auto response, Accept(prosecutor_, std::nullopt));
  EXPECT_EQ(response.leg().state(), v1::LEG_STATE_ACCEPTED);
  const v1::AdvanceLegRequest& request = gateway_.advanced.front();
  EXPECT_EQ(request.referral_id(), referral_.referral_id());
  EXPECT_EQ(request.expected_version(), 2U);
  EXPECT_EQ(request.officer_pseudonym(), "of-3");
  EXPECT_EQ(request.request_id().size(), 36U);
}

TEST_F(LegActionsTest, TransferIsProvedByTheRecordOfTheLegThatItOpens) {
  ASSERT_OK_AND_ASSIGN(const auto actions,
                       LegActions::New(*prosecutor_.session, *prosecutor_.keystore, prosecutor_.logs()));
  ASSERT_OK_AND_ASSIGN(const v1::Leg leg, actions->FindLeg(referral_, ""));
  v1::AdvanceLegRequest action;
  action.mutable_transfer()->mutable_successor()->set_agency_id("mx-pol");
  ASSERT_OK_AND_ASSIGN(const auto response, actions->Advance(referral_, leg, action));
  EXPECT_EQ(response.receipt().leg_id(), "OPENED");
}

TEST_F(LegActionsTest, EveryActIsSignedByTheKeyThatCalls) {
  ASSERT_THAT(Accept(prosecutor_, std::nullopt), IsOk());
  const v1::AdvanceLegRequest& request = gateway_.advanced.front();
  ASSERT_OK_AND_ASSIGN(const std::string text,
                       ledger::SignedActText("mx.enlace.test/caselog/1", "mx-fgr", request));
  EXPECT_THAT(
      certs::VerifySignature(prosecutor_.keystore->tls_key().spki_der(), text, request.act_signature()),
      IsOk());
}

TEST_F(LegActionsTest, NotesOfBothSidesReachTheOther) {
  content::v1::NoteContent note;
  note.set_text("which municipality?");
  ASSERT_THAT(Accept(prosecutor_, note), IsOk());
  note.set_text("Guadalupe y Calvo");
  ASSERT_THAT(Accept(unit_, note), IsOk());
  ASSERT_OK_AND_ASSIGN(const ReadReferral at_unit, Read(unit_, referral_.referral_id()));
  ASSERT_EQ(at_unit.notes.size(), 2U);
  EXPECT_EQ(at_unit.notes[0].content->text(), "which municipality?");
  ASSERT_OK_AND_ASSIGN(const ReadReferral at_prosecutor, Read(prosecutor_, referral_.referral_id()));
  EXPECT_EQ(at_prosecutor.notes[1].content->text(), "Guadalupe y Calvo");
  ASSERT_OK_AND_ASSIGN(const ReadReferral at_police, Read(police_, referral_.referral_id()));
  EXPECT_FALSE(at_police.notes[0].content.has_value());
}

TEST_F(LegActionsTest, NoteIsNotSealedToAKeyOfAStranger) {
  gateway_.agencies["mx-uep"] = gateway_.agencies["mx-pol"];
  content::v1::NoteContent note;
  note.set_text("x");
  EXPECT_THAT(Accept(prosecutor_, note).status(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_TRUE(gateway_.advanced.empty());
}

TEST_F(LegActionsTest, StaleDecisionComesBackAsConflict) {
  gateway_.refusals.push_back(Refused(grpc::StatusCode::ABORTED, v1::ERROR_REASON_VERSION_CONFLICT, ""));
  EXPECT_THAT(Accept(prosecutor_, std::nullopt).status(), ReasonIs(v1::ERROR_REASON_VERSION_CONFLICT));
}

TEST_F(LegActionsTest, LegThatIsNotUniqueMustBeNamed) {
  ASSERT_OK_AND_ASSIGN(const auto actions, LegActions::New(*unit_.session, *unit_.keystore, unit_.logs()));
  v1::Leg* second = referral_.add_legs();
  second->set_leg_id("SECOND");
  EXPECT_THAT(actions->FindLeg(referral_, "").status(), StatusIs(absl::StatusCode::kInvalidArgument));
  ASSERT_OK_AND_ASSIGN(const v1::Leg leg, actions->FindLeg(referral_, "SECOND"));
  EXPECT_EQ(leg.leg_id(), "SECOND");
  EXPECT_THAT(actions->FindLeg(referral_, "THIRD").status(), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_OK_AND_ASSIGN(const auto strangers,
                       LegActions::New(*police_.session, *police_.keystore, police_.logs()));
  EXPECT_THAT(strangers->FindLeg(referral_, "").status(), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(LegActionsTest, ActionIsRequired) {
  ASSERT_OK_AND_ASSIGN(const auto actions, LegActions::New(*unit_.session, *unit_.keystore, unit_.logs()));
  EXPECT_THAT(actions->Advance(referral_, referral_.legs(0), v1::AdvanceLegRequest()).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::client
