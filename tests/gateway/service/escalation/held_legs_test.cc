#include "gateway/service/escalation/held_legs.h"

#include "gateway/base/time_text.h"
#include "gateway/delivery/feed_reader.h"
#include "gateway/service/escalation/due_cases.h"
#include "gateway/store/case_rows.h"
#include "gateway/store/due_rows.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class HeldLegsTest : public GatewayFixture {
 protected:
  // As it is stored, without notices of certificates: more time passes than a certificate lives.
  std::vector<v1::FeedItem> Feed(const std::string& agency) {
    std::vector<v1::FeedItem> items =
        delivery::ReadFeed(**store_.Read(), agency, absl::nullopt, 10000)->items;
    std::erase_if(items, [](const v1::FeedItem& item) { return item.kind() == v1::FEED_KIND_CERTIFICATE; });
    return items;
  }
  void Pass(absl::Duration time) {
    clock_.Advance(time);
    ASSERT_THAT(due_.DoDue(clock_.Now()), IsOk());
  }
  void EnrolSender() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
    // Records of the enrolment lie behind: those to come have the clock's own times.
    clock_.Advance(absl::Hours(1));
  }
  // What the sender hears of the leg, without clocks.
  std::vector<v1::FeedKind> Heard() {
    std::vector<v1::FeedKind> kinds;
    for (const v1::FeedItem& item : Feed(kSender)) {
      if (item.kind() != v1::FEED_KIND_CLOCK) kinds.push_back(item.kind());
    }
    return kinds;
  }
  v1::Leg HeldLegOf(const v1::Referral& referral) { return StateOf(referral.case_id()).referrals(0).legs(0); }
  // Puts the referral back to where nobody has it, sealed as it was.
  void HoldAgain(const v1::Referral& referral) {
    Rewrite(referral, [](store::v1::ReferralRecord* record) {
      record->mutable_legs()->DeleteSubrange(1, record->legs_size() - 1);
      record->mutable_legs(0)->clear_recipient();
      record->mutable_legs(0)->clear_purpose();
      record->mutable_legs(0)->set_state(v1::LEG_STATE_HELD);
    });
  }
  // Puts its first leg back to where nobody could serve its purpose.
  void HoldFirstLeg(const v1::Referral& referral) {
    Rewrite(referral, [](store::v1::ReferralRecord* record) {
      record->mutable_legs(0)->clear_recipient();
      record->mutable_legs(0)->set_state(v1::LEG_STATE_HELD);
    });
  }
  template <typename Change>
  void Rewrite(const v1::Referral& referral, Change change) {
    const store::v1::CaseState before = StateOf(referral.case_id());
    store::v1::CaseState after = before;
    change(after.mutable_referrals(0));
    auto transaction = store_.Begin();
    const authz::Grant grant = authorizer_.AuthorizeGateway(referral.case_id());
    ASSERT_THAT(store::WriteCase(**transaction, grant, before, after), IsOk());
    ASSERT_THAT((*transaction)->Commit(), IsOk());
  }

  DueCases due_{core(), [this] { Pump(); }};
};

TEST_F(HeldLegsTest, TheSenderIsToldAgainEveryDayForAsLongAsItTakes) {
  EnrolSender();
  const v1::Referral referral = MustSubmit(kSender, Ordinary());
  EXPECT_THAT(Heard(), SizeIs(1));
  for (int day = 1; day <= 400; ++day) {
    Pass(absl::Hours(24));
    ASSERT_THAT(Heard(), SizeIs(day + 1));
  }
  EXPECT_THAT(Heard(), Each(v1::FEED_KIND_LEG_CHANGED));
  EXPECT_EQ(HeldLegOf(referral).state(), v1::LEG_STATE_HELD);
}

TEST_F(HeldLegsTest, NothingIsSaidBeforeItsTime) {
  EnrolSender();
  MustSubmit(kSender, Urgent());
  Pass(absl::Hours(23));
  EXPECT_THAT(Heard(), SizeIs(1));
}

TEST_F(HeldLegsTest, OnceSomebodyIsCompetentTheSenderIsAskedToSealAgainAtOnce) {
  EnrolSender();
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  RegisterAgency(kFederal, v1::AGENCY_KIND_PROTECTION_UNIT);
  Pass(absl::Minutes(1));
  EXPECT_THAT(Heard(), ElementsAre(v1::FEED_KIND_LEG_CHANGED, v1::FEED_KIND_LEG_CHANGED));
  EXPECT_THAT(HeldLegOf(referral).held_reason(), HasSubstr("no valid sealing certificate"));
  EnrolAgency(kFederal);
  Pass(absl::Minutes(1));
  EXPECT_EQ(Heard().back(), v1::FEED_KIND_RESEAL_REQUESTED);
  EXPECT_THAT(HeldLegOf(referral).held_reason(), HasSubstr(kFederal));
  const size_t heard = Heard().size();
  Pass(absl::Hours(3));
  EXPECT_THAT(Heard(), SizeIs(heard));
}

TEST_F(HeldLegsTest, AMandateThatIsRenewedIsNoticedAtOnce) {
  EnrolSender();
  RegisterAgency(kFederal, v1::AGENCY_KIND_PROTECTION_UNIT);
  EnrolAgency(kFederal);
  SetMandate(kFederal, clock_.Now() - absl::Hours(1));
  MustSubmit(kSender, Urgent());
  Pass(absl::Minutes(1));
  EXPECT_THAT(Heard(), SizeIs(1));
  SetMandate(kFederal);
  Pass(absl::Minutes(1));
  EXPECT_EQ(Heard().back(), v1::FEED_KIND_RESEAL_REQUESTED);
}

TEST_F(HeldLegsTest, WhatSomebodyCanOpenIsDispatchedByItself) {
  EnrolScene();
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  HoldAgain(referral);
  EXPECT_THAT(*store::HeldCases(**store_.Read(), "", 10), ElementsAre(referral.case_id()));
  Pass(absl::Minutes(1));
  const store::v1::ReferralRecord after = StateOf(referral.case_id()).referrals(0);
  ASSERT_THAT(after.legs(), SizeIs(3));
  for (const v1::Leg& leg : after.legs()) EXPECT_EQ(leg.state(), v1::LEG_STATE_DISPATCHED);
  EXPECT_EQ(after.legs(0).recipient().agency_id(), kFederal);
  EXPECT_TRUE(after.legs(0).held_reason().empty());
  EXPECT_EQ(Feed(kFederal).back().kind(), v1::FEED_KIND_LEG_DISPATCHED);
  EXPECT_THAT(*store::HeldCases(**store_.Read(), "", 10), IsEmpty());
}

TEST_F(HeldLegsTest, AMandateThatLapsedBesideOthersInForceIsHeldAndTold) {
  EnrolScene();
  SetMandate(kFederal, clock_.Now() - absl::Hours(1));
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  store::v1::ReferralRecord record = StateOf(referral.case_id()).referrals(0);
  ASSERT_THAT(record.legs(), SizeIs(3));
  EXPECT_EQ(record.legs(0).recipient().agency_id(), kProsecutor);
  EXPECT_EQ(record.legs(2).state(), v1::LEG_STATE_HELD);
  EXPECT_EQ(record.legs(2).purpose(), v1::LEG_PURPOSE_PROTECTION);
  EXPECT_THAT(record.legs(2).held_reason(), HasSubstr(kFederal));
  EXPECT_EQ(Heard().back(), v1::FEED_KIND_LEG_CHANGED);
  EXPECT_EQ(Feed(kOmbudsman).back().leg_state(), v1::LEG_STATE_HELD);

  // The prosecutor, which was asked already, is not asked again in its place.
  SetMandate(kFederal);
  Pass(absl::Minutes(1));
  record = StateOf(referral.case_id()).referrals(0);
  ASSERT_THAT(record.legs(), SizeIs(3));
  EXPECT_EQ(Heard().back(), v1::FEED_KIND_RESEAL_REQUESTED);
}

TEST_F(HeldLegsTest, APurposeThatWaitsIsDispatchedToWhoeverServesItAlone) {
  EnrolScene();
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  HoldFirstLeg(referral);
  Pass(absl::Minutes(1));
  const store::v1::ReferralRecord after = StateOf(referral.case_id()).referrals(0);
  ASSERT_THAT(after.legs(), SizeIs(3));
  EXPECT_EQ(after.legs(0).recipient().agency_id(), kFederal);
  EXPECT_EQ(after.legs(0).state(), v1::LEG_STATE_DISPATCHED);
}

TEST_F(HeldLegsTest, WhatTheWholeReferralWaitedForAndStillLacksIsHeldByPurpose) {
  EnrolScene();
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  HoldAgain(referral);
  SetMandate(kFederal, clock_.Now() - absl::Hours(1));
  Pass(absl::Minutes(1));
  const store::v1::ReferralRecord after = StateOf(referral.case_id()).referrals(0);
  ASSERT_THAT(after.legs(), SizeIs(3));
  EXPECT_EQ(after.legs(0).recipient().agency_id(), kProsecutor);
  EXPECT_EQ(after.legs(1).state(), v1::LEG_STATE_HELD);
  EXPECT_EQ(after.legs(1).purpose(), v1::LEG_PURPOSE_PROTECTION);
  // The overseer hears of its own leg; what was held before it is for the sender.
  EXPECT_EQ(Feed(kOmbudsman).back().leg_state(), v1::LEG_STATE_DISPATCHED);
}

TEST_F(HeldLegsTest, AnOmbudsmanAloneDoesNotEndTheSearch) {
  EnrolSender();
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  RegisterAgency(kOmbudsman, v1::AGENCY_KIND_OMBUDSMAN);
  Pass(absl::Minutes(1));
  EXPECT_EQ(HeldLegOf(referral).state(), v1::LEG_STATE_HELD);
}

TEST_F(HeldLegsTest, AnExcludedAgencyIsNotAskedWhenItBecomesCompetent) {
  EnrolScene();
  const v1::Referral referral = MustSubmit(kSender, Urgent(), {kFederal, kProsecutor, kOmbudsman});
  Suspend(kFederal);
  Reinstate(kFederal);
  Pass(absl::Hours(25));
  EXPECT_EQ(HeldLegOf(referral).state(), v1::LEG_STATE_HELD);
  for (const char* agency : {kFederal, kProsecutor, kOmbudsman}) EXPECT_THAT(Feed(agency), IsEmpty());
}

}  // namespace
}  // namespace enlace::service
