#include "gateway/referral/withdraw_consent.h"

#include <gtest/gtest.h>

#include <set>

#include "gateway/referral/access.h"
#include "gateway/referral/gateway_moves.h"
#include "gateway/referral/measures.h"
#include "gateway/referral/view.h"
#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

constexpr char kOrganization[] = "organization";

// Legs in all that a leg can be: to the recipient (accepted), another (received), the
// organisation, the overseer, and one each that closed, declined and was revoked.
store::v1::CaseState ManyLegs() {
  v1::PlannedLeg accompanying =
      Planned(kOrganization, v1::LEG_PURPOSE_INFORMATION, v1::ACCESS_GRADE_STATUS_ONLY);
  accompanying.mutable_recipient()->set_kind(v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION);
  store::v1::CaseState state =
      NewCase({Planned(kRecipient), Planned(kOther), accompanying,
               Planned(kOverseer, v1::LEG_PURPOSE_OVERSIGHT, v1::ACCESS_GRADE_OVERSIGHT), Planned("closed"),
               Planned("declined"), Planned("revoked"), Planned("complete")});
  auto& legs = *state.mutable_referrals(0)->mutable_legs();
  legs[0].set_state(v1::LEG_STATE_ACCEPTED);
  legs[1].set_state(v1::LEG_STATE_RECEIVED);
  legs[4].set_state(v1::LEG_STATE_CLOSED);
  legs[5].set_state(v1::LEG_STATE_DECLINED);
  legs[6].set_state(v1::LEG_STATE_REVOKED);
  legs[7].set_state(v1::LEG_STATE_COMPLETED);
  return state;
}

v1::WithdrawConsentRequest Request(const store::v1::CaseState& state) {
  v1::WithdrawConsentRequest request;
  request.set_request_id(kRequestId);
  request.set_referral_id(state.referrals(0).referral_id());
  request.set_reason("subject-asked");
  request.set_officer_pseudonym("officer-1");
  return request;
}

absl::StatusOr<ConsentResult> Withdraw(const store::v1::CaseState& state, const std::string& caller) {
  return WithdrawConsent(state, state.referrals(0), Agency(caller), Request(state), kNow + absl::Hours(1));
}

store::v1::CaseState After(const store::v1::CaseState& before, const std::string& caller) {
  store::v1::CaseState state = before;
  const ConsentResult result = Withdraw(before, caller).value();
  ApplyAll(result.events, &state, Agency(caller), kNow + absl::Hours(1));
  return state;
}

TEST(WithdrawConsentTest, EveryFaultOfTheFormNamesItsField) {
  v1::WithdrawConsentRequest whole = Request(NewCase());
  EXPECT_THAT(ValidateWithdrawConsent(whole), IsOk());
  for (const char* field : {"request_id", "referral_id", "reason", "officer_pseudonym"}) {
    v1::WithdrawConsentRequest request = whole;
    request.GetReflection()->SetString(&request, request.GetDescriptor()->FindFieldByName(field), "");
    EXPECT_EQ(base::FieldOf(ValidateWithdrawConsent(request)), field);
    request.GetReflection()->SetString(&request, request.GetDescriptor()->FindFieldByName(field), "a b");
    EXPECT_EQ(base::FieldOf(ValidateWithdrawConsent(request)), field);
  }
}

TEST(WithdrawConsentTest, EveryOpenLegEndsBeforeAcceptanceByT18AndAfterItByT19) {
  const store::v1::CaseState before = ManyLegs();
  ASSERT_OK_AND_ASSIGN(const ConsentResult result, Withdraw(before, kSender));
  ASSERT_EQ(result.ended.size(), 5u);
  EXPECT_EQ(result.ended[0].state(), v1::LEG_STATE_REVOKED);
  EXPECT_EQ(result.ended[1].state(), v1::LEG_STATE_WITHDRAWN_BY_SENDER);
  EXPECT_EQ(result.ended[4].state(), v1::LEG_STATE_REVOKED) << "complete, and not closed";
  const store::v1::CaseState after = After(before, kSender);
  for (const v1::Leg& leg : after.referrals(0).legs()) EXPECT_FALSE(Has(kOpen, leg.state()));
  EXPECT_EQ(base::FromProto(after.referrals(0).consent_withdraw_time()), kNow + absl::Hours(1));
}

TEST(WithdrawConsentTest, EveryHolderIsToldByARecordOfItsOwn) {
  ASSERT_OK_AND_ASSIGN(const ConsentResult result, Withdraw(ManyLegs(), kSender));
  std::set<size_t> records;
  std::set<std::string> told;
  for (const NoticeTarget& notice : result.notices) {
    if (notice.kind != v1::FEED_KIND_ACCESS_ENDED) continue;
    EXPECT_TRUE(told.insert(notice.agency_id).second);
    EXPECT_TRUE(records.insert(notice.event).second) << "two holders share a record";
  }
  EXPECT_EQ(told, (std::set<std::string>{kRecipient, kOther, kOrganization, kOverseer, "closed", "declined",
                                         "complete"}));
}

TEST(WithdrawConsentTest, NobodyButTheSenderKeepsAnyAccess) {
  const store::v1::CaseState after = After(ManyLegs(), kSender);
  for (const AccessGrant& grant : AccessOf(after)) {
    if (grant.agency_id == kOrganization) {
      EXPECT_EQ(grant.grade, v1::ACCESS_GRADE_STATUS_ONLY) << "it sees that all has ended";
    } else {
      EXPECT_EQ(grant.agency_id, kSender);
    }
  }
  const v1::Referral seen = ViewReferral(after, after.referrals(0), "closed", v1::ACCESS_GRADE_FULL, kNow);
  EXPECT_FALSE(seen.has_sealed());
  EXPECT_EQ(seen.ByteSizeLong(), 0u);
  EXPECT_FALSE(
      ViewReferral(after, after.referrals(0), kOrganization, v1::ACCESS_GRADE_FULL, kNow).has_sealed());
  EXPECT_TRUE(ViewReferral(after, after.referrals(0), kSender, v1::ACCESS_GRADE_FULL, kNow).has_sealed());
}

TEST(WithdrawConsentTest, ALegThatWasTakenFromAnOrganisationBeforeGivesItNothing) {
  store::v1::CaseState before = ManyLegs();
  before.mutable_referrals(0)->mutable_legs(2)->set_state(v1::LEG_STATE_REVOKED);
  const store::v1::CaseState after = After(before, kSender);
  EXPECT_EQ(GradeIn(after, after.referrals(0), kOrganization), v1::ACCESS_GRADE_UNSPECIFIED);
}

TEST(WithdrawConsentTest, TheOrganisationWithdrawsAndTheSenderIsToldOfEachLeg) {
  ASSERT_OK_AND_ASSIGN(const ConsentResult result, Withdraw(ManyLegs(), kOrganization));
  std::set<size_t> told;
  for (const NoticeTarget& notice : result.notices) {
    if (notice.agency_id == kSender && notice.kind == v1::FEED_KIND_LEG_CHANGED) told.insert(notice.event);
  }
  EXPECT_EQ(told.size(), result.ended.size());
}

TEST(WithdrawConsentTest, OnlyTheSenderAndWhoAccompaniesThemWithdraw) {
  const store::v1::CaseState state = ManyLegs();
  EXPECT_THAT(Withdraw(state, kRecipient), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  EXPECT_THAT(Withdraw(state, kOverseer), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  EXPECT_THAT(Withdraw(state, kStranger), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_THAT(Withdraw(state, "revoked"), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST(WithdrawConsentTest, ASecondTimeThereIsNothingLeftToEnd) {
  const store::v1::CaseState after = After(ManyLegs(), kSender);
  EXPECT_THAT(Withdraw(after, kSender), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_THAT(Withdraw(after, kOrganization), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_THAT(Withdraw(after, kRecipient), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST(WithdrawConsentTest, ClocksFallAwayWithThePetitionAlone) {
  const store::v1::CaseState state = ManyLegs();
  v1::WithdrawConsentRequest request = Request(state);
  EXPECT_FALSE(
      WithdrawConsent(state, state.referrals(0), Agency(kSender), request, kNow).value().void_clocks);
  request.set_petition_withdrawn(true);
  EXPECT_TRUE(WithdrawConsent(state, state.referrals(0), Agency(kSender), request, kNow).value().void_clocks);
}

TEST(WithdrawConsentTest, NoLegIsOpenedOrReopenedAfterwards) {
  const store::v1::CaseState after = After(ManyLegs(), kSender);
  EXPECT_THAT(OpenLeg(after, after.referrals(0).referral_id(), Planned("new"), kNow),
              StatusIs(absl::StatusCode::kFailedPrecondition, ::testing::HasSubstr("send a new referral")));
  v1::AdvanceLegRequest reopen = Command(after, v1::AdvanceLegRequest::kReopen);
  reopen.set_leg_id(after.referrals(0).legs(4).leg_id());
  reopen.set_expected_version(after.referrals(0).legs(4).version());
  EXPECT_THAT(Decide(after, kSender, reopen),
              StatusIs(absl::StatusCode::kFailedPrecondition, ::testing::HasSubstr("T17: the consent")));
}

}  // namespace
}  // namespace enlace::referral
