#include "gateway/referral/parties.h"

#include <set>

#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

TEST(PartiesTest, AgenciesAreWhatTheLegMakesThem) {
  const auto state = NewCase(
      {Planned(kRecipient), Planned(kOverseer, v1::LEG_PURPOSE_OVERSIGHT, v1::ACCESS_GRADE_OVERSIGHT)});
  const auto& referral = state.referrals(0);
  EXPECT_EQ(PartyOf(referral, referral.legs(0), kSender), Party::kSender);
  EXPECT_EQ(PartyOf(referral, referral.legs(0), kRecipient), Party::kRecipient);
  EXPECT_EQ(PartyOf(referral, referral.legs(1), kRecipient), Party::kNone);
  EXPECT_EQ(PartyOf(referral, referral.legs(0), kOverseer), Party::kOversight);
  EXPECT_EQ(PartyOf(referral, referral.legs(1), kOverseer), Party::kOversight);
  EXPECT_EQ(PartyOf(referral, referral.legs(0), kStranger), Party::kNone);
  EXPECT_EQ(PartyOf(referral, referral.legs(0), ""), Party::kNone);
}

TEST(PartiesTest, CaseThatComesBackHasItsSenderOnBothSides) {
  auto state = NewCase();
  *state.mutable_referrals(0)->mutable_legs(0)->mutable_recipient() = Agency(kSender);
  EXPECT_EQ(PartyOf(state.referrals(0), FirstLeg(state), kSender), Party::kSenderAndRecipient);
}

TEST(PartiesTest, OmbudsmanOverseesWhateverItWasAskedFor) {
  auto state = NewCase();
  state.mutable_referrals(0)->mutable_legs(0)->mutable_recipient()->set_kind(v1::AGENCY_KIND_OMBUDSMAN);
  EXPECT_EQ(PartyOf(state.referrals(0), FirstLeg(state), kRecipient), Party::kOversight);
}

TEST(PartiesTest, OverseersAndStrangersActAsNobody) {
  for (const Actor actor : {Actor::kSender, Actor::kConsent, Actor::kRecipient, Actor::kAdapter,
                            Actor::kSenderOrRecipient, Actor::kGateway}) {
    EXPECT_FALSE(MayActAs(Party::kOversight, actor));
    EXPECT_FALSE(MayActAs(Party::kNone, actor));
    EXPECT_EQ(MayActAs(Party::kSenderAndRecipient, actor), actor != Actor::kGateway);
    EXPECT_EQ(MayActAs(Party::kGateway, actor), actor == Actor::kGateway);
  }
  EXPECT_FALSE(MayActAs(Party::kSender, Actor::kAdapter));
  EXPECT_FALSE(MayActAs(Party::kRecipient, Actor::kConsent));
  EXPECT_TRUE(MayActAs(Party::kRecipient, Actor::kSenderOrRecipient));
  EXPECT_TRUE(MayActAs(Party::kSender, Actor::kSenderOrRecipient));
}

TEST(PartiesTest, EveryPartyIsCalledByAnotherName) {
  std::set<std::string> names;
  for (const Party party : {Party::kNone, Party::kSender, Party::kRecipient, Party::kSenderAndRecipient,
                            Party::kGateway, Party::kOversight}) {
    names.insert(std::string(PartyText(party)));
  }
  EXPECT_EQ(names.size(), 6u);
  EXPECT_EQ(names.count(""), 0u);
}

TEST(PartiesTest, AnOverseerIsMadeByPurposeByGradeOrByItsKind) {
  v1::Leg leg;
  EXPECT_FALSE(MakesOverseer(leg));
  leg.set_access(v1::ACCESS_GRADE_OVERSIGHT);
  EXPECT_TRUE(MakesOverseer(leg));
}

}  // namespace
}  // namespace enlace::referral
