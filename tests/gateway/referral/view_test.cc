#include "gateway/referral/view.h"

#include "gateway/referral/access.h"
#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

using enum v1::LegState;
constexpr auto kFull = v1::ACCESS_GRADE_FULL;

// Two recipients, an overseer, a note to the first recipient, clocks and an
// exclusion.
store::v1::CaseState Rich(v1::AccessGrade grade) {
  auto state =
      CaseIn(LEG_STATE_ACCEPTED, {Planned(kRecipient, v1::LEG_PURPOSE_INVESTIGATION, grade),
                                  Planned(kOther, v1::LEG_PURPOSE_PROTECTION),
                                  Planned(kOverseer, v1::LEG_PURPOSE_OVERSIGHT, v1::ACCESS_GRADE_OVERSIGHT)});
  auto& referral = *state.mutable_referrals(0);
  referral.mutable_legs(1)->set_routing_rule_id("secret-rule");
  v1::SealedNote& note = *referral.add_notes();
  *note.mutable_sealed() = Sealed({kRecipient});
  *referral.add_notes()->mutable_sealed() = Sealed({kOther});
  v1::Clock& statutory = *state.add_clocks();
  statutory.set_referral_id(referral.referral_id());
  *statutory.mutable_responsible() = Agency(kOther);
  *statutory.mutable_start_time() = base::ToProto(kNow - absl::Hours(2));
  *statutory.mutable_due_time() = base::ToProto(kNow - absl::Hours(1));
  v1::Clock& of_leg = *state.add_clocks();
  of_leg.set_referral_id(referral.referral_id());
  of_leg.set_leg_id(referral.legs(1).leg_id());
  state.add_exclusions()->set_agency_id("hidden-agency");
  return state;
}

v1::Referral View(const store::v1::CaseState& state, const char* agency, v1::AccessGrade grade = kFull) {
  return ViewReferral(state, state.referrals(0), agency, grade, kNow);
}

TEST(ViewTest, SenderSeesAll) {
  const auto state = Rich(kFull);
  const v1::Referral view = View(state, kSender);
  EXPECT_EQ(view.legs_size(), 3);
  EXPECT_EQ(view.legs(1).routing_rule_id(), "secret-rule");
  EXPECT_EQ(view.clocks_size(), 2);
  EXPECT_EQ(view.clocks(0).state(), v1::CLOCK_STATE_OVERDUE);
  EXPECT_TRUE(view.has_sealed() && view.has_classification() && view.has_disclosure());
  EXPECT_EQ(view.notes_size(), 0);
  EXPECT_EQ(view.state(), v1::REFERRAL_STATE_OPEN_ANSWERED);
}

TEST(ViewTest, FullRecipientSeesItsOwnAndWhoElseHasIt) {
  const auto state = Rich(kFull);
  const v1::Referral view = View(state, kRecipient);
  ASSERT_EQ(view.legs_size(), 3);
  EXPECT_NE(view.legs(0).leg_id(), "");
  EXPECT_EQ(view.legs(1).leg_id(), "");
  EXPECT_EQ(view.legs(1).routing_rule_id(), "");
  EXPECT_EQ(view.legs(1).version(), 0u);
  EXPECT_EQ(view.legs(1).recipient().agency_id(), kOther);
  EXPECT_EQ(view.legs(1).state(), LEG_STATE_DISPATCHED);
  EXPECT_EQ(view.clocks_size(), 1);
  EXPECT_TRUE(view.has_sealed());
  EXPECT_EQ(view.notes_size(), 1);
}

TEST(ViewTest, SummaryHasClassificationButNoPayload) {
  const v1::Referral view = View(Rich(v1::ACCESS_GRADE_SUMMARY), kRecipient);
  EXPECT_TRUE(view.has_classification() && view.has_disclosure());
  EXPECT_FALSE(view.has_sealed());
  EXPECT_EQ(view.legs_size(), 3);
}

TEST(ViewTest, StatusOnlySeesItsOwnLegAndNobodyElse) {
  const v1::Referral view = View(Rich(v1::ACCESS_GRADE_STATUS_ONLY), kRecipient);
  EXPECT_EQ(view.legs_size(), 1);
  EXPECT_FALSE(view.has_classification() || view.has_disclosure() || view.has_sealed() ||
               view.has_petition_time());
  ASSERT_EQ(view.clocks_size(), 1);
  EXPECT_FALSE(view.clocks(0).has_responsible());
}

TEST(ViewTest, OverseerSeesStatesAndClocksAndNoContent) {
  auto state = Rich(kFull);
  *state.mutable_referrals(0)->add_notes()->mutable_sealed() = Sealed({kOverseer});
  state.mutable_referrals(0)->mutable_legs(1)->set_held_reason("words");
  const v1::Referral view = View(state, kOverseer);
  EXPECT_EQ(view.legs_size(), 3);
  EXPECT_EQ(view.legs(1).held_reason(), "");
  EXPECT_EQ(view.clocks_size(), 2);
  EXPECT_TRUE(view.has_classification());
  EXPECT_FALSE(view.has_sealed());
  EXPECT_EQ(view.notes_size(), 0);
}

TEST(ViewTest, StaleGrantShowsNoMoreThanTheCaseEntitlesTo) {
  auto state = Rich(kFull);
  state.mutable_referrals(0)->mutable_legs(0)->set_state(LEG_STATE_DECLINED);
  const v1::Referral declined = View(state, kRecipient, kFull);
  EXPECT_FALSE(declined.has_sealed() || declined.has_classification());
  EXPECT_EQ(declined.notes_size(), 0);
  EXPECT_EQ(declined.legs_size(), 1);
  for (const char* agency : {kStranger, ""}) {
    EXPECT_EQ(View(state, agency, kFull).ByteSizeLong(), 0u);
    EXPECT_EQ(ViewCase(state, agency, kFull, kNow).ByteSizeLong(), 0u);
  }
  state.add_exclusions()->set_agency_id(kRecipient);
  EXPECT_EQ(View(state, kRecipient, kFull).ByteSizeLong(), 0u);
  EXPECT_EQ(ViewCase(state, kRecipient, kFull, kNow).ByteSizeLong(), 0u);
}

TEST(ViewTest, LowGrantCutsEvenTheSender) {
  const v1::Referral view = View(Rich(kFull), kSender, v1::ACCESS_GRADE_STATUS_ONLY);
  EXPECT_FALSE(view.has_sealed() || view.has_classification());
}

TEST(ViewTest, ExclusionsAreInNoView) {
  const auto state = Rich(kFull);
  for (const char* agency : {kSender, kRecipient, kOther, kOverseer}) {
    EXPECT_EQ(View(state, agency).SerializeAsString().find("hidden-agency"), std::string::npos);
    EXPECT_EQ(ViewCase(state, agency, kFull, kNow).SerializeAsString().find("hidden-agency"),
              std::string::npos);
  }
}

TEST(ViewTest, HeldLegIsTheSendersOwn) {
  auto state = Rich(kFull);
  state.mutable_referrals(0)->mutable_legs(1)->set_state(LEG_STATE_HELD);
  EXPECT_EQ(View(state, kRecipient).legs_size(), 2);
  EXPECT_FALSE(MayKnowLeg(state, state.referrals(0), state.referrals(0).legs(1), kOther));
  EXPECT_TRUE(MayKnowLeg(state, state.referrals(0), state.referrals(0).legs(1), kSender));
}

TEST(ViewTest, SecretFileShowsStageAndAuthorsToFullAccessOnly) {
  auto state = Rich(kFull);
  v1::InvestigationStatus& report = *state.add_investigations();
  *report.mutable_prosecutor() = Agency("another");
  report.set_stage(v1::INVESTIGATION_STAGE_TRIAL);
  report.set_national_stage_code("JO");
  report.add_authors();
  report.set_source_is_secret(true);
  const auto overseer = ViewCase(state, kOverseer, kFull, kNow).investigations(0);
  EXPECT_EQ(overseer.stage(), v1::INVESTIGATION_STAGE_UNSPECIFIED);
  EXPECT_EQ(overseer.authors_size(), 0);
  EXPECT_EQ(overseer.national_stage_code(), "");
  EXPECT_EQ(ViewCase(state, kRecipient, kFull, kNow).investigations(0).authors_size(), 1);
  state.mutable_investigations(0)->set_source_is_secret(false);
  EXPECT_EQ(ViewCase(state, kOverseer, kFull, kNow).investigations(0).authors_size(), 1);
}

TEST(ViewTest, ASecretFileIsOpenToThoseWhoKeepIt) {
  auto state = Rich(v1::ACCESS_GRADE_SUMMARY);
  v1::InvestigationStatus& report = *state.add_investigations();
  *report.mutable_prosecutor() = Agency(kRecipient);
  report.add_authors();
  report.set_source_is_secret(true);
  EXPECT_EQ(ViewCase(state, kRecipient, kFull, kNow).investigations(0).authors_size(), 1);
  EXPECT_EQ(ViewCase(state, kOverseer, kFull, kNow).investigations(0).authors_size(), 0);
}

TEST(ViewTest, TimesOfTheEventAreForThoseWhoKnowWhatItWas) {
  auto state = Rich(v1::ACCESS_GRADE_STATUS_ONLY);
  *state.mutable_referrals(0)->mutable_event_time() = base::ToProto(kNow - absl::Hours(9));
  EXPECT_TRUE(View(state, kSender).has_event_time());
  EXPECT_FALSE(View(state, kRecipient).has_event_time());
  state.mutable_referrals(0)->clear_petition_time();
  EXPECT_FALSE(View(state, kSender).has_petition_time());
}

TEST(ViewTest, ClocksOfALegAreForItsRecipientAndThoseOfAnotherReferralForNobodyHere) {
  auto state = Rich(kFull);
  auto& referral = *state.mutable_referrals(0);
  state.add_clocks()->set_referral_id("another referral");
  v1::Clock& of_no_leg = *state.add_clocks();
  of_no_leg.set_referral_id(referral.referral_id());
  of_no_leg.set_leg_id("no such leg");
  EXPECT_EQ(View(state, kRecipient).clocks_size(), 1);
  EXPECT_EQ(View(state, kOther).clocks_size(), 2);
  EXPECT_EQ(View(state, kSender).clocks_size(), 3);
  EXPECT_EQ(ViewCase(state, kRecipient, kFull, kNow).clocks_size(), 1);
  EXPECT_EQ(ViewCase(state, kOther, kFull, kNow).clocks_size(), 2);
}

TEST(ViewTest, WhoeverIsResponsibleForAClockIsToldSo) {
  auto state = Rich(v1::ACCESS_GRADE_STATUS_ONLY);
  *state.mutable_clocks(0)->mutable_responsible() = Agency(kRecipient);
  EXPECT_EQ(View(state, kRecipient).clocks(0).responsible().agency_id(), kRecipient);
}

TEST(ViewTest, NotesAreForThoseWhoStillWorkOnTheReferral) {
  auto state = Rich(kFull);
  auto& leg = *state.mutable_referrals(0)->mutable_legs(0);
  EXPECT_EQ(View(state, kRecipient).notes_size(), 1);
  leg.set_access(v1::ACCESS_GRADE_SUMMARY);
  EXPECT_EQ(View(state, kRecipient).notes_size(), 1) << "a note is sealed to whoever it is for";
  leg.set_state(LEG_STATE_RETURNED_NOT_COMPETENT);
  EXPECT_EQ(View(state, kRecipient).notes_size(), 0);
  // Two legs: what one of them still shows, the other cannot take away, but an
  // overseer's leg brings no content.
  leg.set_state(LEG_STATE_REVOKED);
  v1::Leg second = leg;
  second.set_leg_id("second");
  second.set_state(LEG_STATE_ACCEPTED);
  *state.mutable_referrals(0)->add_legs() = second;
  EXPECT_EQ(View(state, kRecipient).notes_size(), 1);
  state.mutable_referrals(0)->mutable_legs(3)->set_access(v1::ACCESS_GRADE_OVERSIGHT);
  EXPECT_EQ(View(state, kRecipient).notes_size(), 0);
  EXPECT_EQ(View(state, kRecipient, v1::ACCESS_GRADE_SUMMARY).notes_size(), 0);
}

TEST(ViewTest, NotesGoToNobodyButTheSenderOnceTheConsentIsWithdrawn) {
  auto state = Rich(kFull);
  auto& referral = *state.mutable_referrals(0);
  referral.mutable_legs(0)->mutable_recipient()->set_kind(v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION);
  v1::Leg ended = referral.legs(0);
  ended.set_leg_id("ended");
  ended.set_state(LEG_STATE_REVOKED);
  *ended.mutable_state_since() = base::ToProto(kNow);
  *referral.add_legs() = ended;
  referral.mutable_legs(0)->set_state(LEG_STATE_CLOSED);
  EXPECT_EQ(View(state, kRecipient).notes_size(), 1);
  *referral.mutable_consent_withdraw_time() = base::ToProto(kNow);
  EXPECT_EQ(View(state, kRecipient).referral_id(), referral.referral_id()) << "it sees that it has ended";
  EXPECT_EQ(View(state, kRecipient).notes_size(), 0) << "its closed leg grants nothing any more";
}

TEST(ViewTest, NotesGoToNobodyThroughALegFromBeforeALiftedExclusion) {
  auto state = Rich(kFull);
  auto& referral = *state.mutable_referrals(0);
  v1::Leg later = referral.legs(0);
  later.set_leg_id("later");
  later.set_state(LEG_STATE_DECLINED);
  *referral.add_legs() = later;
  referral.mutable_legs(0)->set_state(LEG_STATE_CLOSED);
  EXPECT_EQ(View(state, kRecipient).notes_size(), 1);
  state.add_barred_leg_ids(referral.legs(0).leg_id());
  EXPECT_EQ(View(state, kRecipient).referral_id(), referral.referral_id()) << "it sees what it declined";
  EXPECT_EQ(View(state, kRecipient).notes_size(), 0);
}

TEST(ViewTest, NobodyWithoutPartMayKnowALeg) {
  const auto state = Rich(kFull);
  for (const v1::Leg& leg : state.referrals(0).legs()) {
    EXPECT_FALSE(MayKnowLeg(state, state.referrals(0), leg, kStranger));
    EXPECT_TRUE(MayKnowLeg(state, state.referrals(0), leg, kOverseer));
  }
}

TEST(ViewTest, ReportsOnProtectionAreForEveryParty) {
  auto state = Rich(v1::ACCESS_GRADE_STATUS_ONLY);
  state.add_protections();
  for (const char* agency : {kSender, kRecipient, kOverseer}) {
    EXPECT_EQ(ViewCase(state, agency, kFull, kNow).protections_size(), 1) << agency;
  }
}

TEST(ViewTest, CaseShowsOnlyTheReferralsOfTheViewer) {
  auto state = Rich(kFull);
  *state.add_referrals() = NewCase({Planned(kOther)}).referrals(0);
  state.mutable_referrals(1)->set_referral_id("second");
  EXPECT_EQ(ViewCase(state, kRecipient, kFull, kNow).referrals_size(), 1);
  const v1::CaseStatus sender = ViewCase(state, kSender, kFull, kNow);
  EXPECT_EQ(sender.referrals_size(), 2);
  EXPECT_EQ(sender.access(), kFull);
  EXPECT_EQ(sender.clocks_size(), 2);
}

}  // namespace
}  // namespace enlace::referral
