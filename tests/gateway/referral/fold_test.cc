#include "gateway/referral/fold.h"

#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

using store::v1::CaseState;
using store::v1::Event;
using enum v1::LegState;

TEST(FoldTest, EventsOfASubmissionGiveTheCase) {
  const CaseState state = NewCase();
  EXPECT_EQ(state.case_id(), base::DeriveCaseId(kSender, kRequestId));
  ASSERT_EQ(state.referrals_size(), 1);
  EXPECT_EQ(state.referrals(0).origin().agency_id(), kSender);
  EXPECT_EQ(state.referrals(0).sealed().digest(), base::Sha256("cms"));
  EXPECT_EQ(state.referrals(0).sealed().cms(), "");
  EXPECT_EQ(FirstLeg(state).state(), LEG_STATE_DISPATCHED);
  EXPECT_EQ(FirstLeg(state).version(), 2u);
  EXPECT_EQ(base::FromProto(state.update_time()), kNow);
}

TEST(FoldTest, EveryEventAppliedTwiceChangesNothingTheSecondTime) {
  const auto request = Submission();
  const auto decision = Submit({.origin = Agency(kSender),
                                .request = request,
                                .route = {Planned(kRecipient)},
                                .held_reason = "",
                                .existing = nullptr,
                                .now = kNow});
  CaseState once;
  ApplyAll(decision->events, &once);
  CaseState twice = once;
  ApplyAll(decision->events, &twice);
  EXPECT_EQ(once.SerializeAsString(), twice.SerializeAsString());
}

TEST(FoldTest, EventsAboutOthersChangeNothing) {
  const CaseState before = NewCase();
  CaseState state = before;
  const absl::Time later = kNow + absl::Hours(1);
  for (const char* kind :
       {"feed_acknowledged", "agency_written", "token_created", "token_spent", "certificate_issued",
        "certificate_revoked", "rules_loaded", "notice", "connections_cut"}) {
    Event event;
    const auto* field = Event::descriptor()->FindFieldByName(kind);
    ASSERT_NE(field, nullptr) << kind;
    event.GetReflection()->MutableMessage(&event, field);
    Apply(event, later, Agency(kSender), &state);
  }
  Apply(Event(), later, Agency(kSender), &state);
  EXPECT_EQ(state.SerializeAsString(), before.SerializeAsString());
}

TEST(FoldTest, UnknownReferralsAndLegsAreIgnored) {
  CaseState state = NewCase();
  Event event;
  event.mutable_leg_transitioned()->set_referral_id("unknown");
  Apply(event, kNow, Agency(kSender), &state);
  event.mutable_leg_opened()->set_referral_id("unknown");
  Apply(event, kNow, Agency(kSender), &state);
  event.mutable_clock_ended()->set_clock_id("unknown");
  Apply(event, kNow, Agency(kSender), &state);
  EXPECT_EQ(state.referrals(0).legs_size(), 1);
}

TEST(FoldTest, AnUnknownLegOfAKnownReferralIsIgnored) {
  CaseState state = NewCase();
  Event event;
  event.mutable_leg_transitioned()->set_referral_id(state.referrals(0).referral_id());
  event.mutable_leg_transitioned()->mutable_leg()->set_leg_id("unknown");
  event.mutable_leg_transitioned()->mutable_leg()->set_version(9);
  Apply(event, kNow, Agency(kSender), &state);
  EXPECT_EQ(state.referrals(0).legs_size(), 1);
  EXPECT_EQ(FirstLeg(state).version(), 2u);
}

TEST(FoldTest, ALegIsOpenedOnce) {
  CaseState state = NewCase();
  Event event;
  event.mutable_leg_opened()->set_referral_id(state.referrals(0).referral_id());
  event.mutable_leg_opened()->mutable_leg()->set_leg_id("second");
  event.mutable_leg_opened()->mutable_note()->set_digest("digest");
  for (int i = 0; i < 2; ++i) Apply(event, kNow, Agency(kRecipient), &state);
  EXPECT_EQ(state.referrals(0).legs_size(), 2);
  EXPECT_EQ(state.referrals(0).notes_size(), 1);
}

TEST(FoldTest, AnAgencyIsExcludedSinceTheFirstTime) {
  CaseState state = NewCase();
  Event event;
  event.mutable_agency_excluded()->mutable_excluded()->set_agency_id(kOther);
  for (const absl::Duration after : {absl::ZeroDuration(), absl::Hours(1)}) {
    *event.mutable_agency_excluded()->mutable_since() = base::ToProto(kNow + after);
    Apply(event, kNow + after, Agency(kSender), &state);
  }
  ASSERT_EQ(state.exclusions_size(), 1);
  EXPECT_EQ(base::FromProto(state.exclusions(0).since()), kNow);
}

Event Excluded(const std::string& agency_id) {
  Event event;
  event.mutable_agency_excluded()->mutable_excluded()->set_agency_id(agency_id);
  return event;
}

Event Lifted(const std::string& agency_id) {
  Event event;
  event.mutable_exclusion_lifted()->set_agency_id(agency_id);
  return event;
}

TEST(FoldTest, ALiftedExclusionLeavesTheLegsBeforeItBarred) {
  CaseState state = NewCase();
  Apply(Lifted(kRecipient), kNow, Agency(kSender), &state);
  EXPECT_EQ(state.barred_leg_ids_size(), 0);  // Nothing was excluded.
  Apply(Excluded(kRecipient), kNow, Agency(kSender), &state);
  EXPECT_TRUE(IsKeptOut(state, kRecipient));
  for (int i = 0; i < 2; ++i) Apply(Lifted(kRecipient), kNow, v1::AgencyRef(), &state);
  EXPECT_FALSE(IsExcluded(state, kRecipient));
  ASSERT_EQ(state.barred_leg_ids_size(), 1);
  EXPECT_TRUE(IsBarred(state, FirstLeg(state)));
  EXPECT_TRUE(IsKeptOut(state, kRecipient));
  EXPECT_FALSE(IsKeptOut(state, kSender));
  EXPECT_FALSE(IsKeptOut(state, kStranger));
}

TEST(FoldTest, ANewLegOrOneThatIsReopenedLetsTheAgencyInAgain) {
  CaseState lifted = NewCase();
  Apply(Excluded(kRecipient), kNow, Agency(kSender), &lifted);
  Apply(Lifted(kRecipient), kNow, v1::AgencyRef(), &lifted);
  CaseState with_new = lifted;
  Event opened;
  opened.mutable_leg_opened()->set_referral_id(lifted.referrals(0).referral_id());
  opened.mutable_leg_opened()->mutable_leg()->set_leg_id("second");
  *opened.mutable_leg_opened()->mutable_leg()->mutable_recipient() = Agency(kRecipient);
  Apply(opened, kNow, Agency(kSender), &with_new);
  EXPECT_FALSE(IsKeptOut(with_new, kRecipient));
  EXPECT_TRUE(IsBarred(with_new, FirstLeg(with_new)));
  CaseState reopened = lifted;
  Event moved;
  moved.mutable_leg_transitioned()->set_referral_id(lifted.referrals(0).referral_id());
  *moved.mutable_leg_transitioned()->mutable_leg() = FirstLeg(lifted);
  moved.mutable_leg_transitioned()->mutable_leg()->set_version(9);
  moved.mutable_leg_transitioned()->mutable_leg()->set_state(v1::LEG_STATE_IN_PROGRESS);
  Apply(moved, kNow, Agency(kSender), &reopened);
  EXPECT_FALSE(IsBarred(reopened, FirstLeg(reopened)));
  EXPECT_FALSE(IsKeptOut(reopened, kRecipient));
}

TEST(FoldTest, TheTimeOfACaseNeverGoesBack) {
  CaseState state = NewCase();
  Event event;
  event.mutable_native_number_linked()->set_agency_id(kRecipient);
  Apply(event, kNow - absl::Hours(1), Agency(kRecipient), &state);
  EXPECT_EQ(base::FromProto(state.update_time()), kNow);
  Apply(event, kNow + absl::Hours(1), Agency(kRecipient), &state);
  EXPECT_EQ(base::FromProto(state.update_time()), kNow + absl::Hours(1));
}

TEST(FoldTest, NotesKeepTheirAuthorAndTime) {
  CaseState state = CaseIn(LEG_STATE_RECEIVED);
  const auto result = Decide(state, kRecipient, Command(state, v1::AdvanceLegRequest::kRequestInformation));
  ApplyAll(result->events, &state, Agency(kRecipient));
  ASSERT_EQ(state.referrals(0).notes_size(), 1);
  EXPECT_EQ(state.referrals(0).notes(0).author().agency_id(), kRecipient);
  EXPECT_EQ(state.referrals(0).notes(0).entered(), LEG_STATE_INFORMATION_REQUESTED);
  EXPECT_EQ(base::FromProto(state.referrals(0).notes(0).record_time()), kNow);
}

TEST(FoldTest, LatestReportOfEachOfficeStays) {
  CaseState state = NewCase();
  for (const char* office : {"a-office", "b-office", "a-office"}) {
    Event event;
    event.mutable_investigation_reported()->mutable_prosecutor()->set_agency_id(office);
    Apply(event, kNow, Agency(office), &state);
    event.mutable_protection_reported()->mutable_unit()->set_agency_id(office);
    Apply(event, kNow, Agency(office), &state);
    event.mutable_native_number_linked()->set_agency_id(office);
    Apply(event, kNow, Agency(office), &state);
  }
  EXPECT_EQ(state.investigations_size(), 2);
  EXPECT_EQ(state.protections_size(), 2);
  EXPECT_EQ(state.native_numbers_size(), 2);
  Event unit;
  unit.mutable_investigation_reported()->mutable_prosecutor()->set_agency_id("a-office");
  unit.mutable_investigation_reported()->mutable_prosecutor()->set_unit_id("unit-2");
  Apply(unit, kNow, Agency("a-office"), &state);
  EXPECT_EQ(state.investigations_size(), 3) << "two units of an agency keep two files";
}

TEST(FoldTest, ANumberEndsWithTheAccessOfItsAgencyUntilItIsTiedAgain) {
  CaseState state = NewCase({Planned(kRecipient), Planned(kOther)});
  Event linked;
  for (const char* agency : {kRecipient, kOther}) {
    linked.mutable_native_number_linked()->set_agency_id(agency);
    linked.mutable_native_number_linked()->set_native_number_hash("hash");
    Apply(linked, kNow, Agency(agency), &state);
  }
  Event moved;
  moved.mutable_leg_transitioned()->set_referral_id(state.referrals(0).referral_id());
  v1::Leg* leg = moved.mutable_leg_transitioned()->mutable_leg();
  const auto move_to = [&](v1::LegState to) {
    *leg = state.referrals(0).legs(1);
    leg->set_state(to);
    leg->set_version(leg->version() + 1);
    Apply(moved, kNow, Agency(kSender), &state);
  };
  move_to(LEG_STATE_DECLINED);
  EXPECT_FALSE(state.native_numbers(1).ended());
  move_to(LEG_STATE_REVOKED);
  EXPECT_FALSE(state.native_numbers(0).ended());
  EXPECT_TRUE(state.native_numbers(1).ended());
  move_to(LEG_STATE_ACCEPTED);
  EXPECT_TRUE(state.native_numbers(1).ended());
  Apply(linked, kNow, Agency(kOther), &state);
  EXPECT_FALSE(state.native_numbers(1).ended());
  Event excluded;
  excluded.mutable_agency_excluded()->mutable_excluded()->set_agency_id(kRecipient);
  Apply(excluded, kNow, Agency(kSender), &state);
  EXPECT_TRUE(state.native_numbers(0).ended());
}

TEST(FoldTest, ClocksStartAndEnd) {
  CaseState state = NewCase();
  Event event;
  event.mutable_clock_started()->set_clock_id("c1");
  Apply(event, kNow, v1::AgencyRef(), &state);
  event.mutable_clock_ended()->set_clock_id("c1");
  event.mutable_clock_ended()->set_state(v1::CLOCK_STATE_VOID);
  Apply(event, kNow, v1::AgencyRef(), &state);
  ASSERT_EQ(state.clocks_size(), 1);
  EXPECT_EQ(ClockStateAt(state.clocks(0), kNow), v1::CLOCK_STATE_VOID);
}

TEST(FoldTest, AStepIsTakenOnce) {
  CaseState state = NewCase();
  Event event;
  event.mutable_clock_started()->set_clock_id("c1");
  event.mutable_clock_started()->add_steps()->set_step_id("breach");
  Apply(event, kNow, v1::AgencyRef(), &state);
  event.mutable_step_taken()->set_clock_id("c1");
  event.mutable_step_taken()->set_step_id("breach");
  event.mutable_step_taken()->add_missing_kinds(v1::AGENCY_KIND_OMBUDSMAN);
  Apply(event, kNow, v1::AgencyRef(), &state);
  Apply(event, kNow + absl::Hours(1), v1::AgencyRef(), &state);
  const v1::ClockStep& step = state.clocks(0).steps(0);
  EXPECT_EQ(base::FromProto(step.taken_time()), kNow);
  ASSERT_EQ(step.missing_kinds_size(), 1);
}

TEST(FoldTest, AReminderChangesAHeldLegAndNoOther) {
  CaseState state = NewCase({});
  Event event;
  event.mutable_leg_reminded()->set_referral_id(state.referrals(0).referral_id());
  event.mutable_leg_reminded()->set_leg_id(FirstLeg(state).leg_id());
  event.mutable_leg_reminded()->set_held_reason("still nobody");
  *event.mutable_leg_reminded()->mutable_review_time() = base::ToProto(kNow);
  Apply(event, kNow, v1::AgencyRef(), &state);
  EXPECT_EQ(FirstLeg(state).held_reason(), "still nobody");
  EXPECT_EQ(base::FromProto(FirstLeg(state).review_time()), kNow);
  CaseState dispatched = NewCase();
  event.mutable_leg_reminded()->set_leg_id(FirstLeg(dispatched).leg_id());
  Apply(event, kNow, v1::AgencyRef(), &dispatched);
  EXPECT_FALSE(FirstLeg(dispatched).has_review_time());
}

TEST(FoldTest, AClockThatStartsAnewReplacesItselfAndAStoppedOneKeepsItsTime) {
  CaseState state = NewCase();
  Event event;
  for (const char* clock : {"c1", "c2", "c1"}) {
    event.mutable_clock_started()->set_clock_id(clock);
    *event.mutable_clock_started()->mutable_start_time() = base::ToProto(kNow);
    Apply(event, kNow, v1::AgencyRef(), &state);
  }
  ASSERT_EQ(state.clocks_size(), 2);
  event.mutable_clock_ended()->set_clock_id("c2");
  *event.mutable_clock_ended()->mutable_stop_time() = base::ToProto(kNow);
  Apply(event, kNow, v1::AgencyRef(), &state);
  EXPECT_EQ(ClockStateAt(state.clocks(0), kNow), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(ClockStateAt(state.clocks(1), kNow), v1::CLOCK_STATE_MET);
}

TEST(FoldTest, ClockIsInTimeAtTheVeryInstantItIsDue) {
  v1::Clock clock;
  EXPECT_EQ(ClockStateAt(clock, kNow), v1::CLOCK_STATE_WAITING_FOR_START);
  *clock.mutable_start_time() = base::ToProto(kNow - absl::Hours(1));
  EXPECT_EQ(ClockStateAt(clock, kNow), v1::CLOCK_STATE_RUNNING);
  *clock.mutable_due_time() = base::ToProto(kNow);
  EXPECT_EQ(ClockStateAt(clock, kNow), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(ClockStateAt(clock, kNow + absl::Microseconds(1)), v1::CLOCK_STATE_OVERDUE);
  *clock.mutable_stop_time() = base::ToProto(kNow);
  EXPECT_EQ(ClockStateAt(clock, kNow + absl::Hours(1)), v1::CLOCK_STATE_MET);
  *clock.mutable_stop_time() = base::ToProto(kNow + absl::Microseconds(1));
  EXPECT_EQ(ClockStateAt(clock, kNow + absl::Hours(1)), v1::CLOCK_STATE_MET_LATE);
}

store::v1::LegTimes TimesAfter(const std::vector<std::pair<v1::LegState, absl::Duration>>& moves) {
  store::v1::CaseState state;
  state.add_referrals()->set_referral_id("r");
  state.mutable_referrals(0)->add_legs()->set_leg_id("l");
  uint64_t version = 0;
  for (const auto& [to, after] : moves) {
    store::v1::Event event;
    store::v1::LegTransitioned& moved = *event.mutable_leg_transitioned();
    moved.set_referral_id("r");
    moved.mutable_leg()->set_leg_id("l");
    moved.mutable_leg()->set_state(to);
    moved.mutable_leg()->set_version(++version);
    *moved.mutable_occur_time() = base::ToProto(kNow + after);
    Apply(event, kNow + absl::Hours(1000), v1::AgencyRef(), &state);
  }
  return state.referrals(0).leg_times_size() == 0 ? store::v1::LegTimes() : state.referrals(0).leg_times(0);
}

TEST(FoldTest, ALegKeepsWhenItWasFirstHeldDispatchedAndDecided) {
  const store::v1::LegTimes times = TimesAfter({{LEG_STATE_HELD, absl::Hours(1)},
                                                {LEG_STATE_DISPATCHED, absl::Hours(2)},
                                                {v1::LEG_STATE_DELIVERY_FAILED, absl::Hours(3)},
                                                {LEG_STATE_DISPATCHED, absl::Hours(4)},
                                                {LEG_STATE_ACCEPTED, absl::Hours(5)},
                                                {v1::LEG_STATE_TRANSFERRED, absl::Hours(6)}});
  EXPECT_EQ(times.leg_id(), "l");
  EXPECT_EQ(base::FromProto(times.hold_time()), kNow + absl::Hours(1));
  EXPECT_EQ(base::FromProto(times.dispatch_time()), kNow + absl::Hours(2));
  EXPECT_EQ(base::FromProto(times.decide_time()), kNow + absl::Hours(5));
}

TEST(FoldTest, EveryWayToDecideIsADecisionAndReceptionIsNone) {
  for (const v1::LegState state : {LEG_STATE_ACCEPTED, LEG_STATE_DECLINED,
                                   v1::LEG_STATE_RETURNED_NOT_COMPETENT, v1::LEG_STATE_TRANSFERRED}) {
    EXPECT_TRUE(TimesAfter({{state, absl::ZeroDuration()}}).has_decide_time()) << state;
  }
  for (const v1::LegState state : {v1::LEG_STATE_RECEIVED, v1::LEG_STATE_WITHDRAWN_BY_SENDER}) {
    EXPECT_FALSE(TimesAfter({{state, absl::ZeroDuration()}}).has_decide_time()) << state;
  }
}

v1::ReferralState StateOf(const std::vector<v1::LegState>& states,
                          const std::vector<v1::LegPurpose>& purposes = {}) {
  store::v1::ReferralRecord referral;
  for (size_t i = 0; i < states.size(); ++i) {
    v1::Leg* leg = referral.add_legs();
    leg->set_state(states[i]);
    leg->set_purpose(i < purposes.size() ? purposes[i] : v1::LEG_PURPOSE_PROTECTION);
    // One in HELD waits for whom it will be addressed to.
    if (states[i] != LEG_STATE_HELD) leg->mutable_recipient()->set_agency_id("agency");
  }
  return DeriveState(referral);
}

TEST(FoldTest, ReferralStateFollowsFromEveryPairOfLegs) {
  for (int a = LEG_STATE_SUBMITTED; a <= v1::LegState_MAX; ++a) {
    for (int b = LEG_STATE_SUBMITTED; b <= v1::LegState_MAX; ++b) {
      const auto answered = [](int s) { return s >= LEG_STATE_ACCEPTED && s <= LEG_STATE_COMPLETED; };
      const auto held = [](int s) { return s == LEG_STATE_HELD; };
      const auto undecided = [&](int s) { return s < LEG_STATE_ACCEPTED && !held(s); };
      const auto closed = [](int s) { return s == LEG_STATE_CLOSED; };
      v1::ReferralState expected = v1::REFERRAL_STATE_NO_TAKER;
      if (closed(a) || closed(b)) expected = v1::REFERRAL_STATE_CLOSED;
      // Beside those that ended unaccepted, one that waits hides nothing.
      const bool waits = (held(a) && (held(b) || closed(b))) || (held(b) && closed(a));
      if (undecided(a) || undecided(b) || waits) expected = v1::REFERRAL_STATE_OPEN_UNANSWERED;
      if (answered(a) || answered(b)) expected = v1::REFERRAL_STATE_OPEN_ANSWERED;
      EXPECT_EQ(StateOf({static_cast<v1::LegState>(a), static_cast<v1::LegState>(b)}), expected)
          << a << " " << b;
    }
  }
  EXPECT_EQ(StateOf({}), v1::REFERRAL_STATE_NO_TAKER);
}

TEST(FoldTest, AMeasureIsKeptInItsLatestVersionHoweverOftenItIsTold) {
  auto state = NewCase();
  Event event;
  event.mutable_measure_changed()->set_referral_id(state.referrals(0).referral_id());
  event.mutable_measure_changed()->set_measure_id("M");
  event.mutable_measure_changed()->set_version(2);
  event.mutable_measure_changed()->set_state(v1::MEASURE_STATE_GRANTED);
  for (int i = 0; i < 2; ++i) ApplyAll({event}, &state);
  event.mutable_measure_changed()->set_version(1);
  event.mutable_measure_changed()->set_state(v1::MEASURE_STATE_REQUESTED);
  ApplyAll({event}, &state);
  ASSERT_EQ(state.measures_size(), 1);
  EXPECT_EQ(state.measures(0).state(), v1::MEASURE_STATE_GRANTED);
  event.mutable_measure_changed()->set_referral_id("OTHER");
  event.mutable_measure_changed()->set_measure_id("N");
  ApplyAll({event}, &state);
  EXPECT_EQ(state.measures_size(), 1) << "of a referral that the case does not have";
}

TEST(FoldTest, AConsentIsWithdrawnOnceAndEndsTheNumbersOfThoseWhoLoseAccess) {
  auto state = NewCase();
  state.mutable_referrals(0)->mutable_legs(0)->set_state(LEG_STATE_CLOSED);
  state.add_native_numbers()->set_agency_id(kRecipient);
  state.add_native_numbers()->set_agency_id(kSender);
  Event event;
  event.mutable_consent_withdrawn()->set_referral_id(state.referrals(0).referral_id());
  *event.mutable_consent_withdrawn()->mutable_withdraw_time() = base::ToProto(kNow);
  ApplyAll({event}, &state);
  *event.mutable_consent_withdrawn()->mutable_withdraw_time() = base::ToProto(kNow + absl::Hours(1));
  ApplyAll({event}, &state);
  EXPECT_EQ(base::FromProto(state.referrals(0).consent_withdraw_time()), kNow);
  EXPECT_TRUE(state.native_numbers(0).ended());
  EXPECT_FALSE(state.native_numbers(1).ended());
}

TEST(FoldTest, LegsThatOnlyInformDoNotHideThatNobodyTookTheCase) {
  for (const auto purpose : {v1::LEG_PURPOSE_OVERSIGHT, v1::LEG_PURPOSE_INFORMATION}) {
    EXPECT_EQ(StateOf({LEG_STATE_DECLINED, LEG_STATE_ACCEPTED}, {v1::LEG_PURPOSE_PROTECTION, purpose}),
              v1::REFERRAL_STATE_NO_TAKER);
    EXPECT_EQ(StateOf({LEG_STATE_ACCEPTED}, {purpose}), v1::REFERRAL_STATE_OPEN_ANSWERED);
  }
}

}  // namespace
}  // namespace enlace::referral
