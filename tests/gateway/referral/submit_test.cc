#include "gateway/referral/submit.h"

#include <algorithm>

#include "gateway/referral/access.h"
#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

using store::v1::Event;

absl::StatusOr<Decision> SubmitTo(const v1::SubmitReferralRequest& request, std::vector<v1::PlannedLeg> route,
                                  const store::v1::CaseState* existing = nullptr,
                                  const char* origin = kSender) {
  return Submit({.origin = Agency(origin),
                 .request = request,
                 .route = std::move(route),
                 .held_reason = "nobody is competent",
                 .existing = existing,
                 .now = kNow});
}

void Exclude(const char* agency, v1::SubmitReferralRequest* request) {
  request->add_excluded_agencies()->set_agency_id(agency);
  request->mutable_excluded_agencies(request->excluded_agencies_size() - 1)->set_ground("conflict");
}

TEST(SubmitTest, NewCaseIsOpenedSubmittedAndDispatched) {
  auto request = Submission();
  Exclude(kOther, &request);
  ASSERT_OK_AND_ASSIGN(const Decision decision, SubmitTo(request, {Planned(kRecipient)}));
  ASSERT_EQ(decision.events.size(), 4u);
  EXPECT_EQ(decision.events[0].event_case(), Event::kCaseOpened);
  EXPECT_EQ(decision.events[1].event_case(), Event::kAgencyExcluded);
  EXPECT_EQ(decision.events[2].event_case(), Event::kReferralSubmitted);
  EXPECT_EQ(decision.events[3].leg_transitioned().transition(), 3u);
  EXPECT_EQ(decision.case_id, base::DeriveCaseId(kSender, kRequestId));
  EXPECT_EQ(decision.referral_id, base::DeriveReferralId(kSender, kRequestId));
  const auto& submitted = decision.events[2].referral_submitted();
  EXPECT_EQ(submitted.legs(0).state(), v1::LEG_STATE_SUBMITTED);
  EXPECT_EQ(submitted.legs(0).leg_id(), base::DeriveLegId(decision.referral_id, 0));
  EXPECT_EQ(submitted.sealed().cms(), "");
  EXPECT_EQ(submitted.referral().short_code(), base::ShortCode(decision.referral_id));
  ASSERT_EQ(decision.notices.size(), 1u);
  EXPECT_EQ(decision.notices[0].agency_id, kRecipient);
  EXPECT_EQ(decision.notices[0].kind, v1::FEED_KIND_LEG_DISPATCHED);
  EXPECT_EQ(decision.notices[0].event, 3u);
}

TEST(SubmitTest, WithoutRouteOneLegIsHeldWithItsReason) {
  ASSERT_OK_AND_ASSIGN(const Decision decision, SubmitTo(Submission({}), {}));
  const auto& moved = decision.events.back().leg_transitioned();
  EXPECT_EQ(moved.transition(), 2u);
  EXPECT_EQ(moved.leg().state(), v1::LEG_STATE_HELD);
  EXPECT_EQ(moved.leg().held_reason(), "nobody is competent");
  EXPECT_FALSE(moved.leg().has_recipient());
  ASSERT_EQ(decision.notices.size(), 2u);
  EXPECT_EQ(decision.notices[0].agency_id, kSender);
  EXPECT_EQ(decision.notices[1].agency_id, "");
}

TEST(SubmitTest, APurposeWithoutAnybodyIsHeldBesideWhatIsDispatchedAndOverseersHearOfIt) {
  auto request = Submission();
  v1::PlannedLeg overseer = Planned(kOther, v1::LEG_PURPOSE_OVERSIGHT);
  overseer.set_access(v1::ACCESS_GRADE_OVERSIGHT);
  const SubmitInput input{.origin = Agency(kSender),
                          .request = request,
                          .route = {Planned(kRecipient), overseer},
                          .unserved = {{v1::LEG_PURPOSE_PROTECTION, "the mandate has lapsed"},
                                       {v1::LEG_PURPOSE_OVERSIGHT, "nobody"}},
                          .held_reminder = absl::Hours(6),
                          .now = kNow};
  ASSERT_OK_AND_ASSIGN(const Decision decision, Submit(input));
  const auto& moved = decision.events.back().leg_transitioned();
  EXPECT_EQ(moved.transition(), 2u);
  EXPECT_EQ(moved.leg().purpose(), v1::LEG_PURPOSE_PROTECTION);
  EXPECT_EQ(moved.leg().held_reason(), "the mandate has lapsed");
  EXPECT_EQ(base::FromProto(moved.leg().review_time()), kNow + absl::Hours(6));
  std::vector<std::string> told;
  for (const NoticeTarget& notice : decision.notices) {
    if (notice.event == decision.events.size() - 1) told.push_back(notice.agency_id);
  }
  EXPECT_THAT(told, ::testing::ElementsAre(kSender, kOther));
  store::v1::CaseState state;
  ApplyAll(decision.events, &state);
  ASSERT_EQ(state.referrals(0).legs_size(), 3);
  EXPECT_EQ(DeriveState(state.referrals(0)), v1::REFERRAL_STATE_OPEN_UNANSWERED);
}

TEST(SubmitTest, ClocksStartAtTheEventsOwnTimes) {
  auto request = Submission();
  *request.mutable_event_time() = base::ToProto(kNow - absl::Hours(80));
  ASSERT_OK_AND_ASSIGN(const Decision decision, SubmitTo(request, {Planned(kRecipient)}));
  ASSERT_EQ(decision.clock_events.size(), 2u);
  EXPECT_EQ(decision.clock_events[0].event, v1::CLOCK_EVENT_CRIME_COMMITTED);
  EXPECT_EQ(decision.clock_events[0].at, kNow - absl::Hours(80));
  EXPECT_EQ(decision.clock_events[1].event, v1::CLOCK_EVENT_PETITION_RECEIVED);
}

TEST(SubmitTest, SenderCannotExcludeItselfNorSealWithoutItself) {
  auto request = Submission();
  Exclude(kSender, &request);
  const auto excluded = SubmitTo(request, {Planned(kRecipient)});
  EXPECT_EQ(base::FieldOf(excluded.status()), "excluded_agencies[0].agency_id");
  request = Submission();
  *request.mutable_sealed() = Sealed({kRecipient});
  EXPECT_EQ(base::FieldOf(SubmitTo(request, {Planned(kRecipient)}).status()), "sealed.recipients");
}

TEST(SubmitTest, RouteToAnExcludedOrUnsealedAgencyHasChanged) {
  auto request = Submission();
  Exclude(kRecipient, &request);
  EXPECT_THAT(SubmitTo(request, {Planned(kRecipient)}), ReasonIs(v1::ERROR_REASON_ROUTE_CHANGED));
  EXPECT_THAT(SubmitTo(Submission(), {Planned(kOther)}), ReasonIs(v1::ERROR_REASON_ROUTE_CHANGED));
}

TEST(SubmitTest, OneRecipientHasOneLegForOnePurpose) {
  EXPECT_THAT(SubmitTo(Submission(), {Planned(kRecipient), Planned(kRecipient)}),
              ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_THAT(SubmitTo(Submission(), {Planned(kRecipient), Planned(kRecipient, v1::LEG_PURPOSE_PROTECTION)}),
              IsOk());
}

TEST(SubmitTest, TwoUnitsOfAnAgencyAreTwoRecipients) {
  v1::PlannedLeg unit = Planned(kRecipient);
  unit.mutable_recipient()->set_unit_id("unit-2");
  EXPECT_THAT(SubmitTo(Submission(), {Planned(kRecipient), unit}), IsOk());
  EXPECT_THAT(
      SubmitTo(Submission({Planned(kRecipient), Planned(kOther)}), {Planned(kRecipient), Planned(kOther)}),
      IsOk());
}

TEST(SubmitTest, ARouteToWhomTheCaseExcludedBeforeHasChanged) {
  auto state = NewCase();
  state.add_exclusions()->set_agency_id(kOther);
  EXPECT_THAT(SubmitTo(Submission({Planned(kOther)}), {Planned(kOther)}, &state),
              ReasonIs(v1::ERROR_REASON_ROUTE_CHANGED));
  EXPECT_THAT(SubmitTo(Submission(), {Planned(kRecipient)}, &state), IsOk());
}

TEST(SubmitTest, ExclusionEndsWhatTheAgencyHasOpenInTheCase) {
  auto state = CaseIn(v1::LEG_STATE_ACCEPTED);
  auto request = Submission({});
  request.set_request_id("1b9f2c4e-53e1-4b7a-9a44-0d6a5f1e2c3d");
  Exclude(kRecipient, &request);
  ASSERT_OK_AND_ASSIGN(const Decision decision, SubmitTo(request, {}, &state));
  EXPECT_EQ(decision.events[0].event_case(), Event::kAgencyExcluded);
  EXPECT_EQ(decision.events[1].leg_transitioned().transition(), 19u);
  ApplyAll(decision.events, &state, Agency(kSender));
  EXPECT_EQ(FirstLeg(state).state(), v1::LEG_STATE_REVOKED);
  EXPECT_EQ(GradeIn(state, kRecipient), v1::ACCESS_GRADE_UNSPECIFIED);
  EXPECT_EQ(state.exclusions(0).asserted_by_agency_id(), kSender);
  for (const NoticeTarget& notice : decision.notices) EXPECT_LT(notice.event, decision.events.size());
}

TEST(SubmitTest, AnAgencyThatIsExcludedTwiceIsExcludedOnce) {
  const auto state = CaseIn(v1::LEG_STATE_ACCEPTED);
  auto request = Submission({});
  Exclude(kRecipient, &request);
  ASSERT_OK_AND_ASSIGN(const Decision once, SubmitTo(request, {}, &state));
  Exclude(kRecipient, &request);
  ASSERT_OK_AND_ASSIGN(const Decision twice, SubmitTo(request, {}, &state));
  EXPECT_EQ(twice.events.size(), once.events.size());
  EXPECT_EQ(twice.notices.size(), once.notices.size());
}

TEST(SubmitTest, ExclusionsThatTogetherLeaveAReferralWithoutTakerAreToldSo) {
  auto state = NewCase({Planned(kRecipient), Planned(kOther)});
  auto request = Submission({});
  request.set_request_id("1b9f2c4e-53e1-4b7a-9a44-0d6a5f1e2c3d");
  Exclude(kRecipient, &request);
  Exclude(kOther, &request);
  ASSERT_OK_AND_ASSIGN(const Decision decision, SubmitTo(request, {}, &state));
  int told = 0;
  for (const NoticeTarget& notice : decision.notices) {
    const bool to_sender = notice.agency_id == kSender && notice.kind == v1::FEED_KIND_NO_TAKER;
    told += to_sender ? 1 : 0;
    if (!to_sender) continue;
    EXPECT_EQ(decision.events[notice.event].notice().referral_id(), state.referrals(0).referral_id());
  }
  EXPECT_EQ(told, 1);
}

TEST(SubmitTest, AnOverseerIsNotToldOfTheExclusionBeforeItsOwn) {
  auto state = NewCase({Planned(kRecipient), Planned(kOther)});
  state.mutable_referrals(0)->mutable_legs(1)->set_purpose(v1::LEG_PURPOSE_OVERSIGHT);
  auto request = Submission({});
  request.set_request_id("1b9f2c4e-53e1-4b7a-9a44-0d6a5f1e2c3d");
  Exclude(kRecipient, &request);
  ASSERT_OK_AND_ASSIGN(const Decision one, SubmitTo(request, {}, &state));
  const auto told = [](const Decision& decision) {
    return std::count_if(decision.notices.begin(), decision.notices.end(),
                         [](const NoticeTarget& notice) { return notice.agency_id == kOther; });
  };
  EXPECT_GT(told(one), 0);
  Exclude(kOther, &request);
  ASSERT_OK_AND_ASSIGN(const Decision both, SubmitTo(request, {}, &state));
  EXPECT_EQ(told(both), 0);
}

TEST(SubmitTest, RecipientCannotShutTheSenderOutOfItsCase) {
  const auto state = CaseIn(v1::LEG_STATE_ACCEPTED);
  auto request = Submission({});
  *request.mutable_sealed() = Sealed({kRecipient});
  Exclude(kSender, &request);
  EXPECT_THAT(SubmitTo(request, {}, &state, kRecipient), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST(SubmitTest, StrangersCannotAddToACase) {
  const auto state = NewCase();
  EXPECT_THAT(SubmitTo(Submission({}), {}, &state, kStranger), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

}  // namespace
}  // namespace enlace::referral
