#include "gateway/service/report/get_unanswered.h"

#include "gateway/base/digest.h"
#include "gateway/base/time_text.h"
#include "gateway/store/tables.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class GetUnansweredTest : public GatewayFixture {
 protected:
  static constexpr char kCouncil[] = "junta-de-gobierno";

  GetUnansweredTest() {
    EnrolScene();
    RegisterAgency(kCouncil, v1::AGENCY_KIND_PROTECTION_COUNCIL);
    EnrolAgency(kCouncil);
    // Records of the enrolment lie behind: those to come have the clock's own times.
    clock_.Advance(absl::Hours(1));
  }
  v1::Referral Petition(const std::vector<std::string>& excluded = {}) {
    v1::SubmitReferralRequest request = Submission(kSender, Urgent(), excluded);
    *request.mutable_petition_time() = base::ToProto(clock_.Now());
    const auto response = Call(api().submit_referral, CallerOf(kSender), request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->referral() : v1::Referral();
  }
  static v1::GetUnansweredRequest Request() {
    v1::GetUnansweredRequest request;
    request.set_mechanism_id("mx-federal");
    request.set_officer_pseudonym("v-1");
    request.set_purpose("oversight");
    return request;
  }
  absl::StatusOr<v1::GetUnansweredResponse> List(const std::string& caller,
                                                 const v1::GetUnansweredRequest& request = Request()) {
    return Call(api().get_unanswered, CallerOf(caller), request);
  }
  std::vector<std::string> Recipients(const v1::GetUnansweredResponse& response) {
    std::vector<std::string> out;
    for (const v1::UnansweredLeg& leg : response.list().legs()) out.push_back(leg.recipient().agency_id());
    return out;
  }
};

TEST_F(GetUnansweredTest, LongestWaitComesFirstWithItsOverdueClocksAndAnAnswerTakesALegOff) {
  const v1::Referral first = Petition();
  Accept(first, kProsecutor);
  clock_.Advance(absl::Hours(5));
  Petition();
  ASSERT_OK_AND_ASSIGN(const v1::GetUnansweredResponse response, List(kOmbudsman));
  EXPECT_THAT(Recipients(response), ElementsAre(kFederal, kProsecutor, kFederal));
  const v1::UnansweredLeg& longest = response.list().legs(0);
  EXPECT_EQ(longest.waiting_hours(), 5u);
  EXPECT_EQ(longest.recipient_name(), "Agency mecanismo-federal");
  ASSERT_THAT(longest.overdue_clocks(), testing::Not(IsEmpty()));
  EXPECT_EQ(longest.overdue_clocks(0).rule_id(), "MX-1");
  EXPECT_EQ(longest.overdue_clocks(0).authority(), v1::CLOCK_AUTHORITY_STATUTE);
}

TEST_F(GetUnansweredTest, ThePartyIsGivenTheReferralAndTheCouncilIsNot) {
  const v1::Referral referral = Petition();
  ASSERT_OK_AND_ASSIGN(const v1::GetUnansweredResponse party, List(kFederal));
  ASSERT_OK_AND_ASSIGN(const v1::GetUnansweredResponse council, List(kCouncil));
  EXPECT_EQ(party.list().legs(0).referral_id(), referral.referral_id());
  EXPECT_EQ(party.list().legs(0).short_code(), referral.short_code());
  ASSERT_THAT(council.list().legs(), SizeIs(2));
  for (const std::string& name : {referral.case_id(), referral.referral_id(), referral.short_code()}) {
    EXPECT_EQ(council.SerializeAsString().find(name), std::string::npos) << name;
  }
}

TEST_F(GetUnansweredTest, TheExcludedSeeTheListOfAGatewayWithoutTheCase) {
  ASSERT_OK_AND_ASSIGN(const v1::GetUnansweredResponse before, List(kOmbudsman));
  Petition({kOmbudsman});
  clock_.Advance(absl::Hours(1));
  ASSERT_OK_AND_ASSIGN(const v1::GetUnansweredResponse after, List(kOmbudsman));
  v1::UnansweredList expected = before.list();
  *expected.mutable_at_time() = after.list().at_time();
  EXPECT_EQ(after.document(), expected.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const v1::GetUnansweredResponse council, List(kCouncil));
  EXPECT_THAT(council.list().legs(), SizeIs(2));
}

TEST_F(GetUnansweredTest, TheListIsSignedByItsReceipt) {
  Petition();
  ASSERT_OK_AND_ASSIGN(const v1::GetUnansweredResponse response, List(kOmbudsman));
  EXPECT_EQ(response.receipt().kind(), v1::RECEIPT_KIND_REPORT);
  EXPECT_EQ(response.document(), response.list().SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "unanswered.drawn");
  EXPECT_EQ(proven.record.event().report_drawn().digest(), base::Sha256({response.document()}));
  EXPECT_EQ(proven.record.actor().agency_id(), kOmbudsman);
}

TEST_F(GetUnansweredTest, TheListCanBeOfAnEarlierTimeAndOfOneAgency) {
  const v1::Referral referral = Petition();
  const absl::Time then = clock_.Now() + absl::Hours(2);
  clock_.Advance(absl::Hours(3));
  Accept(referral, kFederal);
  clock_.Advance(absl::Seconds(1));
  v1::GetUnansweredRequest request = Request();
  *request.mutable_at_time() = base::ToProto(then);
  request.set_agency_id(kFederal);
  ASSERT_OK_AND_ASSIGN(const v1::GetUnansweredResponse earlier, List(kOmbudsman, request));
  EXPECT_THAT(Recipients(earlier), ElementsAre(kFederal));
  EXPECT_EQ(earlier.list().legs(0).waiting_hours(), 2u);
  request.set_at_least_hours(3);
  ASSERT_OK_AND_ASSIGN(const v1::GetUnansweredResponse longer, List(kOmbudsman, request));
  EXPECT_THAT(longer.list().legs(), IsEmpty());
  request.clear_at_time();
  request.clear_at_least_hours();
  ASSERT_OK_AND_ASSIGN(const v1::GetUnansweredResponse now, List(kOmbudsman, request));
  EXPECT_THAT(now.list().legs(), IsEmpty());
}

TEST_F(GetUnansweredTest, TheFutureAndUnknownMechanismsAreRefusedByField) {
  v1::GetUnansweredRequest request = Request();
  *request.mutable_at_time() = base::ToProto(clock_.Now() + absl::Minutes(1));
  EXPECT_EQ(base::FieldOf(List(kOmbudsman, request).status()), "at_time");
  request = Request();
  request.set_mechanism_id("atlantis");
  EXPECT_EQ(base::FieldOf(List(kOmbudsman, request).status()), "mechanism_id");
}

TEST_F(GetUnansweredTest, ALongListIsAskedForInPartsInsteadOfBeingCut) {
  store::v1::CaseState state = StateOf(Petition().case_id());
  store::v1::ReferralRecord* referral = state.mutable_referrals(0);
  const v1::Leg leg = referral->legs(0);
  for (int i = 0; i < 5000; ++i) {
    *referral->add_legs() = leg;
    referral->mutable_legs(referral->legs_size() - 1)->set_leg_id("leg-" + std::to_string(i));
    store::v1::LegTimes* times = referral->add_leg_times();
    *times = referral->leg_times(0);
    times->set_leg_id("leg-" + std::to_string(i));
  }
  auto transaction = store_.Begin();
  ASSERT_THAT(store::PutProto(**transaction, store::Table::kCase, state.case_id(), state), IsOk());
  ASSERT_THAT((*transaction)->Commit(), IsOk());
  EXPECT_EQ(base::FieldOf(List(kOmbudsman).status()), "at_least_hours");
  v1::GetUnansweredRequest request = Request();
  request.set_agency_id(leg.recipient().agency_id() == kFederal ? kProsecutor : kFederal);
  EXPECT_THAT(List(kOmbudsman, request), IsOk());
}

TEST_F(GetUnansweredTest, WhoHasNoBusinessWithStatisticsGetsNoList) {
  for (const char* id : {kSender, kProsecutor, kPolice}) {
    EXPECT_THAT(List(id), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED)) << id;
  }
  EXPECT_THAT(Call(api().get_unanswered, Administrator(), Request()), IsOk());
}

}  // namespace
}  // namespace enlace::service
