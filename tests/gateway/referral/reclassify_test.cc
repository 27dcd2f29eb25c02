#include "gateway/referral/reclassify.h"

#include "gateway/base/errors.h"
#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::ReclassifyReferralRequest Request(const store::v1::CaseState& state,
                                      const std::vector<v1::PlannedLeg>& planned = {}) {
  v1::ReclassifyReferralRequest request;
  request.set_request_id(kRequestId);
  request.set_referral_id(state.referrals(0).referral_id());
  request.set_perpetrator(v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  request.set_officer_pseudonym("officer-1");
  std::vector<std::string> readers = {kSender};
  for (const v1::PlannedLeg& leg : planned) {
    *request.add_planned_legs() = leg;
    if (leg.access() == v1::ACCESS_GRADE_FULL) readers.push_back(leg.recipient().agency_id());
  }
  if (readers.size() > 1) *request.mutable_sealed_note() = Sealed(readers, "note");
  return request;
}

absl::StatusOr<ReclassifyResult> Decide(const store::v1::CaseState& state,
                                        const std::vector<v1::PlannedLeg>& route) {
  const v1::ReclassifyReferralRequest request = Request(state, route);
  return Reclassify({state, state.referrals(0), request, route, kNow});
}

absl::Status May(const store::v1::CaseState& state, const std::string& agency,
                 v1::PerpetratorCategory perpetrator = v1::PERPETRATOR_CATEGORY_STATE_AGENT) {
  return MayReclassify(state, state.referrals(0), agency, perpetrator);
}

// Held for want of anybody competent.
store::v1::CaseState HeldCase() { return NewCase({}); }

TEST(ReclassifyTest, TheClearClassificationChangesAndTheRecordKeepsWhatWasSaid) {
  store::v1::CaseState state = NewCase();
  ASSERT_OK_AND_ASSIGN(const ReclassifyResult result, Decide(state, {}));
  ASSERT_THAT(result.events, SizeIs(1));
  EXPECT_EQ(result.events[0].referral_reclassified().from(), v1::PERPETRATOR_CATEGORY_UNIDENTIFIED);
  EXPECT_EQ(result.events[0].referral_reclassified().to(), v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  ApplyAll(result.events, &state);
  EXPECT_EQ(state.referrals(0).classification().perpetrator(), v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  EXPECT_THAT(result.opened, IsEmpty());
}

TEST(ReclassifyTest, WhoeverIsCompetentNowGetsALegWithTheNoteAndNobodyLosesOne) {
  store::v1::CaseState state = NewCase();
  ASSERT_OK_AND_ASSIGN(const ReclassifyResult result, Decide(state, {Planned(kOther)}));
  ApplyAll(result.events, &state, Agency(kSender));
  ASSERT_THAT(state.referrals(0).legs(), SizeIs(2));
  EXPECT_EQ(state.referrals(0).legs(0).state(), v1::LEG_STATE_DISPATCHED);
  EXPECT_EQ(state.referrals(0).legs(1).recipient().agency_id(), kOther);
  EXPECT_EQ(state.referrals(0).legs(1).state(), v1::LEG_STATE_DISPATCHED);
  EXPECT_EQ(state.referrals(0).legs(1).leg_id(), base::DeriveLegId(state.referrals(0).referral_id(), 1));
  ASSERT_THAT(state.referrals(0).notes(), SizeIs(1));
  EXPECT_EQ(state.referrals(0).notes(0).author().agency_id(), kSender);
  EXPECT_EQ(state.referrals(0).notes(0).leg_id(), state.referrals(0).legs(1).leg_id());
  EXPECT_EQ(state.referrals(0).notes(0).sealed().cms(), "");
}

TEST(ReclassifyTest, PartiesAreToldOfTheChangeAndTheNewRecipientOfItsLeg) {
  const store::v1::CaseState state = NewCase();
  ASSERT_OK_AND_ASSIGN(const ReclassifyResult result, Decide(state, {Planned(kOther)}));
  ASSERT_THAT(result.notices, SizeIs(2));
  EXPECT_EQ(result.notices[0].agency_id, kRecipient);
  EXPECT_EQ(result.notices[0].kind, v1::FEED_KIND_REFERRAL_RECLASSIFIED);
  EXPECT_EQ(result.notices[0].event, 0u);
  EXPECT_EQ(result.notices[1].agency_id, kOther);
  EXPECT_EQ(result.notices[1].kind, v1::FEED_KIND_LEG_DISPATCHED);
  EXPECT_EQ(result.notices[1].event, 2u);
}

TEST(ReclassifyTest, ALegThatWasHeldForWantOfSomebodyGoesToTheFirstWhoActs) {
  store::v1::CaseState state = HeldCase();
  const std::vector<v1::PlannedLeg> route = {
      Planned(kOverseer, v1::LEG_PURPOSE_OVERSIGHT, v1::ACCESS_GRADE_OVERSIGHT), Planned(kRecipient)};
  ASSERT_OK_AND_ASSIGN(const ReclassifyResult result, Decide(state, route));
  ApplyAll(result.events, &state, Agency(kSender));
  ASSERT_THAT(state.referrals(0).legs(), SizeIs(2));
  EXPECT_EQ(state.referrals(0).legs(0).recipient().agency_id(), kRecipient);
  EXPECT_EQ(state.referrals(0).legs(0).state(), v1::LEG_STATE_DISPATCHED);
  EXPECT_EQ(state.referrals(0).legs(0).held_reason(), "");
  EXPECT_EQ(state.referrals(0).legs(1).recipient().agency_id(), kOverseer);
  ASSERT_THAT(state.referrals(0).notes(), SizeIs(1));
  EXPECT_EQ(state.referrals(0).notes(0).leg_id(), state.referrals(0).legs(0).leg_id());
}

TEST(ReclassifyTest, APurposeThatIsLeftWithoutAnybodyIsHeldOnce) {
  store::v1::CaseState state = NewCase();
  const v1::ReclassifyReferralRequest request = Request(state);
  for (const size_t opened : {1u, 0u}) {
    ReclassifyInput input{state, state.referrals(0), request, {}, kNow};
    input.unserved = {{v1::LEG_PURPOSE_PROTECTION, "nobody has a mandate"}};
    ASSERT_OK_AND_ASSIGN(const ReclassifyResult result, Reclassify(input));
    ASSERT_THAT(result.opened, SizeIs(opened));
    ApplyAll(result.events, &state, Agency(kSender));
  }
  const v1::Leg& held = state.referrals(0).legs(1);
  EXPECT_EQ(held.state(), v1::LEG_STATE_HELD);
  EXPECT_EQ(held.purpose(), v1::LEG_PURPOSE_PROTECTION);
  EXPECT_EQ(held.held_reason(), "nobody has a mandate");
  EXPECT_EQ(base::FromProto(held.review_time()), kNow + absl::Hours(24));
}

TEST(ReclassifyTest, AHeldPurposeGoesToWhoeverServesItAndWhatStaysWithoutAnybodyIsHeldAgain) {
  store::v1::CaseState state = HeldCase();
  const std::vector<v1::PlannedLeg> route = {Planned(kRecipient)};
  const v1::ReclassifyReferralRequest request = Request(state, route);
  ReclassifyInput input{state, state.referrals(0), request, route, kNow};
  input.unserved = {{v1::LEG_PURPOSE_PROTECTION, "nobody has a mandate"}};
  ASSERT_OK_AND_ASSIGN(const ReclassifyResult first, Reclassify(input));
  ApplyAll(first.events, &state, Agency(kSender));
  ASSERT_THAT(state.referrals(0).legs(), SizeIs(2));
  EXPECT_EQ(state.referrals(0).legs(0).state(), v1::LEG_STATE_DISPATCHED);
  EXPECT_EQ(state.referrals(0).legs(1).state(), v1::LEG_STATE_HELD);

  const std::vector<v1::PlannedLeg> later = {Planned(kOther, v1::LEG_PURPOSE_PROTECTION)};
  ASSERT_OK_AND_ASSIGN(const ReclassifyResult second, Decide(state, later));
  ApplyAll(second.events, &state, Agency(kSender));
  ASSERT_THAT(state.referrals(0).legs(), SizeIs(2));
  EXPECT_EQ(state.referrals(0).legs(1).recipient().agency_id(), kOther);
  EXPECT_EQ(state.referrals(0).legs(1).state(), v1::LEG_STATE_DISPATCHED);
}

TEST(ReclassifyTest, ARouteToAnExcludedAgencyOrPastTheSealIsAnotherRoute) {
  store::v1::CaseState state = NewCase();
  const v1::ReclassifyReferralRequest unsealed = Request(state);
  EXPECT_THAT(Reclassify({state, state.referrals(0), unsealed, {Planned(kOther)}, kNow}),
              ReasonIs(v1::ERROR_REASON_ROUTE_CHANGED));
  state.add_exclusions()->set_agency_id(kOther);
  EXPECT_THAT(Decide(state, {Planned(kOther)}), ReasonIs(v1::ERROR_REASON_ROUTE_CHANGED));
}

TEST(ReclassifyTest, OnlyThoseWithoutAnOpenLegOfThePurposeAreLeft) {
  const std::vector<v1::PlannedLeg> route = {Planned(kRecipient), Planned(kOther),
                                             Planned(kRecipient, v1::LEG_PURPOSE_PROTECTION)};
  const auto left = [&](const store::v1::CaseState& state) {
    std::vector<std::string> out;
    for (const v1::PlannedLeg& leg : WithoutOpenLeg(state.referrals(0), route)) {
      out.push_back(absl::StrCat(leg.recipient().agency_id(), " ", leg.purpose()));
    }
    return out;
  };
  EXPECT_THAT(left(NewCase()), ElementsAre(absl::StrCat(kOther, " ", v1::LEG_PURPOSE_INVESTIGATION),
                                           absl::StrCat(kRecipient, " ", v1::LEG_PURPOSE_PROTECTION)));
  EXPECT_THAT(left(CaseIn(v1::LEG_STATE_RETURNED_NOT_COMPETENT)), SizeIs(3));
}

TEST(MayReclassifyTest, OnlyTheSenderMayAndStrangersLearnNothing) {
  const store::v1::CaseState state = NewCase();
  EXPECT_THAT(May(state, kSender), IsOk());
  EXPECT_THAT(May(state, kRecipient), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  EXPECT_EQ(May(state, kStranger), base::NotFound());
  EXPECT_EQ(May(state, kStranger, v1::PERPETRATOR_CATEGORY_UNIDENTIFIED), base::NotFound());
}

TEST(MayReclassifyTest, AnExcludedSenderLearnsNothing) {
  store::v1::CaseState state = NewCase();
  state.add_exclusions()->set_agency_id(kSender);
  EXPECT_EQ(May(state, kSender), base::NotFound());
}

TEST(MayReclassifyTest, TheSameCategoryIsRefusedNamingTheField) {
  const absl::Status same = May(NewCase(), kSender, v1::PERPETRATOR_CATEGORY_UNIDENTIFIED);
  EXPECT_EQ(base::FieldOf(same), "perpetrator");
}

TEST(MayReclassifyTest, AnEndedReferralIsRefusedButNotOneThatItsRecipientsSentAway) {
  for (const v1::LegState ended :
       {v1::LEG_STATE_CLOSED, v1::LEG_STATE_WITHDRAWN_BY_SENDER, v1::LEG_STATE_REVOKED}) {
    EXPECT_THAT(May(CaseIn(ended), kSender), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET)) << ended;
  }
  EXPECT_THAT(May(CaseIn(v1::LEG_STATE_RETURNED_NOT_COMPETENT), kSender), IsOk());
  store::v1::CaseState state = NewCase();
  *state.mutable_referrals(0)->mutable_consent_withdraw_time() = base::ToProto(kNow);
  EXPECT_THAT(May(state, kSender), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST(ValidateReclassifyTest, EveryFieldIsNamed) {
  const store::v1::CaseState state = NewCase();
  const auto refused = [&](auto spoil) {
    v1::ReclassifyReferralRequest request = Request(state, {Planned(kOther)});
    spoil(&request);
    return base::FieldOf(ValidateReclassify(request));
  };
  EXPECT_EQ(refused([](auto*) {}), "");
  EXPECT_EQ(refused([](auto* r) { r->set_request_id("x"); }), "request_id");
  EXPECT_EQ(refused([](auto* r) { r->set_referral_id("x"); }), "referral_id");
  EXPECT_EQ(refused([](auto* r) { r->clear_perpetrator(); }), "perpetrator");
  EXPECT_EQ(refused([](auto* r) { r->set_perpetrator(static_cast<v1::PerpetratorCategory>(99)); }),
            "perpetrator");
  EXPECT_EQ(refused([](auto* r) { r->clear_officer_pseudonym(); }), "officer_pseudonym");
  EXPECT_EQ(refused([](auto* r) { r->clear_sealed_note(); }), "sealed_note.recipients");
  EXPECT_EQ(refused([](auto* r) { r->mutable_sealed_note()->clear_digest(); }), "sealed_note.digest");
  EXPECT_EQ(refused([](auto* r) { r->mutable_planned_legs(0)->clear_purpose(); }), "planned_legs[0].purpose");
}

}  // namespace
}  // namespace enlace::referral
