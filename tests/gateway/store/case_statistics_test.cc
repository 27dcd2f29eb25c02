#include "gateway/store/case_statistics.h"

#include <algorithm>

#include "gateway/store/case_rows.h"
#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using referral::kOther;
using referral::kRecipient;
using referral::kSender;
using referral::kStranger;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kMark[] = "SECRET";

// Fills every text of the message, and of the messages in it, with a mark.
void Mark(Message* message, int depth = 0) {
  const google::protobuf::Descriptor* type = message->GetDescriptor();
  const google::protobuf::Reflection* fields = message->GetReflection();
  for (int i = 0; i < type->field_count() && depth < 6; ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->is_map()) continue;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      if (field->is_repeated()) {
        fields->AddString(message, field, kMark);
      } else {
        fields->SetString(message, field, kMark);
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Mark(field->is_repeated() ? fields->AddMessage(message, field) : fields->MutableMessage(message, field),
           depth + 1);
    }
  }
}

class CaseStatisticsTest : public ::testing::Test {
 protected:
  authz::StatisticsGrant GrantOf(const std::string& agency_id, const std::string& mechanism = "mechanism-1") {
    identity::Caller caller;
    caller.kind =
        agency_id.empty() ? identity::Caller::Kind::kAdministrator : identity::Caller::Kind::kAgency;
    caller.agency_id = agency_id;
    caller.agency_kind = enlace::v1::AGENCY_KIND_PROTECTION_UNIT;
    return *authorizer_.AuthorizeStatistics(caller, "XX", mechanism, "XX");
  }
  void Put(const v1::CaseState& state) {
    const auto transaction = store_.Begin();
    ASSERT_THAT(PutProto(**transaction, Table::kCase, state.case_id(), state), IsOk());
    ASSERT_THAT((*transaction)->Commit(), IsOk());
  }
  struct Listed {
    v1::CaseState counted;
    KnownLegs known;
  };
  std::vector<Listed> List(const std::string& agency_id) {
    std::vector<Listed> out;
    const auto reader = store_.Read();
    EXPECT_THAT(ForEachListed(**reader, GrantOf(agency_id),
                              [&](const v1::CaseState& counted, const KnownLegs& known) {
                                out.push_back({counted, known});
                              }),
                IsOk());
    return out;
  }
  int Counted(const authz::StatisticsGrant& grant) {
    int count = 0;
    const auto reader = store_.Read();
    EXPECT_THAT(ForEachCounted(**reader, grant, [&](const v1::CaseState&) { ++count; }), IsOk());
    return count;
  }
  MemoryStore store_;
  const authz::Authorizer authorizer_{};
};

TEST_F(CaseStatisticsTest, WhatIsCutSaysWhoWasAskedAndByWhichRuleAndNothingElseInWords) {
  v1::CaseState state;
  Mark(&state);
  state.mutable_referrals(0)->mutable_origin()->set_kind(enlace::v1::AGENCY_KIND_OMBUDSMAN);
  v1::CaseState cut = CutForStatistics(state, kMark);
  ASSERT_THAT(cut.referrals(), SizeIs(1));
  // What stays in words: the mechanism, the subdivision, recipients and rules.
  v1::ReferralRecord* referral = cut.mutable_referrals(0);
  EXPECT_EQ(referral->legs(0).recipient().agency_id(), kMark);
  EXPECT_EQ(cut.clocks(0).rule_id(), kMark);
  EXPECT_EQ(referral->classification().territory().subdivision(), kMark);
  referral->mutable_classification()->clear_mechanism_id();
  referral->mutable_classification()->clear_territory();
  referral->mutable_legs(0)->clear_recipient();
  cut.mutable_clocks(0)->clear_rule_id();
  EXPECT_THAT(cut.SerializeAsString(), Not(HasSubstr(kMark)));
  EXPECT_EQ(referral->origin().kind(), enlace::v1::AGENCY_KIND_OMBUDSMAN);
}

TEST_F(CaseStatisticsTest, ClocksMeasuresAndTimesStayWithTheirReferralAndLeg) {
  v1::CaseState state = referral::NewCase({referral::Planned(kRecipient), referral::Planned(kOther)});
  const enlace::v1::Leg& leg = state.referrals(0).legs(1);
  state.add_measures()->set_referral_id(state.referrals(0).referral_id());
  enlace::v1::Clock* clock = state.add_clocks();
  clock->set_referral_id(state.referrals(0).referral_id());
  clock->set_leg_id(leg.leg_id());
  const v1::CaseState cut = CutForStatistics(state, "mechanism-1");
  const v1::ReferralRecord& referral = cut.referrals(0);
  EXPECT_NE(referral.referral_id(), state.referrals(0).referral_id());
  EXPECT_EQ(cut.measures(0).referral_id(), referral.referral_id());
  EXPECT_EQ(cut.clocks(0).referral_id(), referral.referral_id());
  EXPECT_EQ(cut.clocks(0).leg_id(), referral.legs(1).leg_id());
  ASSERT_THAT(referral.leg_times(), SizeIs(2));
  EXPECT_EQ(referral.leg_times(1).leg_id(), referral.legs(1).leg_id());
  EXPECT_TRUE(referral.leg_times(1).has_dispatch_time());
}

TEST_F(CaseStatisticsTest, CasesOfOtherMechanismsAreNotThere) {
  Put(referral::NewCase());
  EXPECT_EQ(Counted(GrantOf(kSender)), 1);
  EXPECT_EQ(Counted(GrantOf(kSender, "mechanism-2")), 0);
}

TEST_F(CaseStatisticsTest, MoreCasesThanAPageAreAllCounted) {
  v1::CaseState state = referral::NewCase();
  for (int i = 0; i < 450; ++i) {
    state.set_case_id("case-" + std::to_string(i));
    Put(state);
  }
  EXPECT_EQ(Counted(GrantOf(kSender)), 450);
}

TEST_F(CaseStatisticsTest, ACaseIsCountedForTheExcludedTooAndNotListed) {
  v1::CaseState state = referral::NewCase();
  state.add_exclusions()->set_agency_id(kStranger);
  Put(state);
  EXPECT_EQ(Counted(GrantOf(kStranger)), 1);
  EXPECT_THAT(List(kStranger), IsEmpty());
  EXPECT_THAT(List(kOther), SizeIs(1));
}

TEST_F(CaseStatisticsTest, OnlyWhoMayKnowOfTheLegIsGivenItsReferral) {
  Put(referral::NewCase({referral::Planned(kRecipient, enlace::v1::LEG_PURPOSE_INVESTIGATION,
                                           enlace::v1::ACCESS_GRADE_STATUS_ONLY),
                         referral::Planned(kOther)}));
  EXPECT_THAT(List(kSender)[0].known, SizeIs(2));
  EXPECT_THAT(List(kRecipient)[0].known, SizeIs(1));  // its own leg alone
  EXPECT_EQ(List(kRecipient)[0].known.begin()->first,
            List(kRecipient)[0].counted.referrals(0).legs(0).leg_id());
  EXPECT_THAT(List(kStranger)[0].known, IsEmpty());
  EXPECT_THAT(List("")[0].known, IsEmpty());
}

TEST_F(CaseStatisticsTest, ADamagedRowEndsTheCountingInsteadOfBeingLeftOut) {
  const auto transaction = store_.Begin();
  ASSERT_THAT((*transaction)->Put(Table::kCase, "case", "\xff\xff"), IsOk());
  ASSERT_THAT((*transaction)->Commit(), IsOk());
  const auto reader = store_.Read();
  EXPECT_THAT(ForEachCounted(**reader, GrantOf(kSender), [](const v1::CaseState&) {}),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace enlace::store
