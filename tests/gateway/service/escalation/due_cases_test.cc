#include "gateway/service/escalation/due_cases.h"

#include <algorithm>

#include "gateway/base/time_text.h"
#include "gateway/delivery/feed_reader.h"
#include "gateway/service/replay/replay.h"
#include "gateway/store/due_rows.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class DueCasesTest : public GatewayFixture {
 protected:
  // As it is stored: more time passes than a certificate lives.
  std::vector<v1::FeedItem> Feed(const std::string& agency) {
    std::vector<v1::FeedItem> items =
        delivery::ReadFeed(**store_.Read(), agency, absl::nullopt, 10000)->items;
    std::erase_if(items, [](const v1::FeedItem& item) { return item.kind() == v1::FEED_KIND_CERTIFICATE; });
    return items;
  }
  // Records of the enrolment lie behind: those to come have the clock's own times.
  DueCasesTest() {
    EnrolScene();
    clock_.Advance(absl::Hours(1));
  }

  // Lets the time pass and does what is due then.
  void Pass(absl::Duration time) {
    clock_.Advance(time);
    ASSERT_THAT(due_.DoDue(clock_.Now()), IsOk());
  }
  // The steps that the agency was told of, in order.
  std::vector<std::string> Told(const std::string& agency_id) {
    std::vector<std::string> steps;
    for (const v1::FeedItem& item : Feed(agency_id)) {
      if (item.kind() == v1::FEED_KIND_CLOCK) {
        steps.push_back(item.clock().rule_id() + " " + item.clock().step_id());
      }
    }
    return steps;
  }
  // An urgent petition that is received now: three hours for the answer.
  v1::Referral Petition(const std::vector<std::string>& excluded = {}) {
    v1::SubmitReferralRequest request = Submission(kSender, Urgent(), excluded);
    *request.mutable_petition_time() = base::ToProto(clock_.Now());
    const auto response = Call(api().submit_referral, CallerOf(kSender), request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->referral() : v1::Referral();
  }
  void Answer(const v1::Referral& referral) {
    Accept(referral, kFederal);
    v1::ReportProtectionStatusRequest request;
    request.set_request_id(NewId());
    request.mutable_key()->set_case_id(referral.case_id());
    request.set_officer_pseudonym("p-1");
    request.mutable_status()->set_procedure(v1::PROCEDURE_TYPE_URGENT);
    request.mutable_status()->set_risk(v1::RISK_LEVEL_EXTREME);
    *request.mutable_status()->mutable_as_of_time() = base::ToProto(clock_.Now());
    v1::ReportedAct* act = request.mutable_status()->add_acts();
    act->set_event(v1::CLOCK_EVENT_RESPONSE_GIVEN);
    *act->mutable_occur_time() = base::ToProto(clock_.Now());
    ASSERT_THAT(Call(api().report_protection_status, CallerOf(kFederal), request), IsOk());
  }
  // Puts another row in the place of the case's; the row that stood there.
  absl::StatusOr<std::string> Replace(const std::string& case_id, const std::string& row) {
    ASSIGN_OR_RETURN(const auto transaction, store_.Begin());
    ASSIGN_OR_RETURN(const absl::optional<std::string> before,
                     transaction->Get(store::Table::kCase, case_id));
    RETURN_IF_ERROR(transaction->Put(store::Table::kCase, case_id, row));
    RETURN_IF_ERROR(transaction->Commit());
    return before.value_or("");
  }
  size_t DueRows() { return store::NextDueCases(**store_.Read(), 10)->size(); }

  DueCases due_{core(), [this] { Pump(); }};
};

TEST_F(DueCasesTest, AnUnansweredPetitionRemindsThenTellsTheSenderThenTheOmbudsman) {
  Petition();
  Pass(absl::Minutes(89));
  EXPECT_THAT(Told(kFederal), IsEmpty());
  Pass(absl::Minutes(1));
  EXPECT_THAT(Told(kFederal), ElementsAre("MX-1 reminder-50"));
  Pass(absl::Minutes(54));
  EXPECT_THAT(Told(kFederal), ElementsAre("MX-1 reminder-50", "MX-1 reminder-80"));
  EXPECT_THAT(Told(kSender), IsEmpty());
  Pass(absl::Minutes(36));
  EXPECT_THAT(Told(kSender), ElementsAre("MX-1 breach"));
  EXPECT_THAT(Told(kOmbudsman), IsEmpty());
  Pass(absl::Minutes(90));
  EXPECT_THAT(Told(kOmbudsman), ElementsAre("MX-1 ombudsman"));
  EXPECT_THAT(Told(kProsecutor), IsEmpty());
}

TEST_F(DueCasesTest, AFeedItemSaysWhichClockAndHowFar) {
  Petition();
  Pass(absl::Hours(3));
  const v1::FeedItem item = Feed(kSender).back();
  EXPECT_EQ(item.clock().level(), v1::ESCALATION_LEVEL_BREACH);
  EXPECT_EQ(item.clock().authority(), v1::CLOCK_AUTHORITY_STATUTE);
  EXPECT_EQ(base::FromProto(item.clock().due_time()), clock_.Now());
  EXPECT_FALSE(item.short_code().empty());
  EXPECT_FALSE(item.has_actor());
}

TEST_F(DueCasesTest, EachStepIsARecordOfTheGatewayInTheCaseLog) {
  const v1::Referral referral = Petition();
  const uint64_t size = LogSize();
  Pass(absl::Hours(3));
  ASSERT_EQ(LogSize(), size + 3);
  const store::v1::Record record = RecordAt(size + 2);
  EXPECT_EQ(record.event_type(), "clock.escalated");
  EXPECT_EQ(record.case_id(), referral.case_id());
  EXPECT_FALSE(record.has_actor());
  EXPECT_THAT(record.event().step_taken().told_agency_ids(), ElementsAre(kFederal, kSender));
  EXPECT_EQ(Feed(kSender).back().position(), size + 2);
}

TEST_F(DueCasesTest, ARestartTakesNoStepTwiceAndForgetsNone) {
  Petition();
  Pass(absl::Hours(2));
  const uint64_t size = LogSize();
  DueCases restarted(core(), [this] { Pump(); });
  ASSERT_THAT(restarted.DoDue(clock_.Now()), IsOk());
  EXPECT_EQ(LogSize(), size);
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(restarted.DoDue(clock_.Now()), IsOk());
  EXPECT_THAT(Told(kSender), ElementsAre("MX-1 breach"));
}

TEST_F(DueCasesTest, SaysWhenTheNextStepIsDue) {
  Petition();
  const absl::Time received = clock_.Now();
  EXPECT_EQ(*due_.DoDue(clock_.Now()), received + absl::Minutes(90));
  EXPECT_EQ(*due_.DoDue(received + absl::Hours(3)), received + absl::Minutes(225));
  EXPECT_EQ(*due_.DoDue(received + absl::Hours(5)), absl::InfiniteFuture());
}

TEST_F(DueCasesTest, AnAnsweredPetitionTakesNoFurtherStep) {
  const v1::Referral referral = Petition();
  Pass(absl::Hours(2));
  Answer(referral);
  Pass(absl::Hours(100));
  EXPECT_THAT(Told(kSender), IsEmpty());
}

TEST_F(DueCasesTest, StepsArriveWithTheTimeThatIsJudgedAndNotWithThatOfTheRecord) {
  Petition();
  const absl::Time judged = clock_.Now();
  clock_.Advance(absl::Hours(1000));
  ASSERT_THAT(due_.DoDue(judged), IsOk());
  EXPECT_THAT(Told(kFederal), IsEmpty());
}

TEST_F(DueCasesTest, AnExcludedOmbudsmanIsToldNothing) {
  Petition({kOmbudsman});
  Pass(absl::Hours(100));
  EXPECT_THAT(Feed(kOmbudsman), IsEmpty());
  EXPECT_FALSE(Told(kSender).empty());
}

TEST_F(DueCasesTest, AnAgencyThatIsBroughtInSeesTheStatusAndNothingMore) {
  const v1::Referral referral = Petition();
  RegisterAgency("comite", v1::AGENCY_KIND_RISK_COMMITTEE);
  EnrolAgency("comite");
  Pass(absl::Hours(4));
  EXPECT_THAT(Told("comite"), ElementsAre("MX-1 council"));
  ASSERT_OK_AND_ASSIGN(const v1::GetCaseStatusResponse seen,
                       Call(api().get_case_status, CallerOf("comite"), LookAt(referral.case_id())));
  EXPECT_EQ(seen.status().access(), v1::ACCESS_GRADE_STATUS_ONLY);
  EXPECT_FALSE(seen.status().referrals(0).has_classification());
  EXPECT_FALSE(seen.status().clocks().empty());
}

TEST_F(DueCasesTest, WhatTheDiskRefusesIsDoneLater) {
  Petition();
  clock_.Advance(absl::Minutes(90));
  store_.FailNext(Step::kCommit, absl::UnavailableError("disk full"));
  EXPECT_THAT(due_.DoDue(clock_.Now()), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_THAT(Told(kFederal), IsEmpty());
  ASSERT_THAT(due_.DoDue(clock_.Now()), IsOk());
  EXPECT_THAT(Told(kFederal), ElementsAre("MX-1 reminder-50"));
}

TEST_F(DueCasesTest, AHeldLegThatCannotBeWrittenKeepsBackNoStepOfAnotherCase) {
  Petition();
  v1::Classification abroad = Ordinary();
  abroad.mutable_territory()->set_country("GT");
  abroad.mutable_territory()->set_subdivision("GT-GU");
  MustSubmit(kSender, abroad);
  clock_.Advance(absl::Hours(25));
  store_.FailNext(Step::kCommit, absl::UnavailableError("disk full"));
  EXPECT_THAT(due_.DoDue(clock_.Now()), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_THAT(Told(kFederal), ::testing::Contains("MX-1 breach"));
}

TEST_F(DueCasesTest, ACaseThatCannotBeReadKeepsBackNoOtherAndStaysDue) {
  const std::string damaged = Petition().case_id();
  clock_.Advance(absl::Minutes(1));
  Petition();
  ASSERT_OK_AND_ASSIGN(const std::string kept, Replace(damaged, "no case at all"));
  clock_.Advance(absl::Minutes(90));
  DueCases one_by_one(
      core(), [this] { Pump(); }, 1);
  EXPECT_THAT(one_by_one.DoDue(clock_.Now()), Not(IsOk()));
  EXPECT_THAT(Told(kFederal), ElementsAre("MX-1 reminder-50"));
  EXPECT_THAT(one_by_one.DoDue(clock_.Now()), Not(IsOk()));
  EXPECT_THAT(Told(kFederal), SizeIs(1));
  ASSERT_THAT(Replace(damaged, kept), IsOk());
  ASSERT_THAT(one_by_one.DoDue(clock_.Now()), IsOk());
  EXPECT_THAT(Told(kFederal), SizeIs(2));
}

TEST_F(DueCasesTest, AHeldCaseThatCannotBeReadKeepsBackNoOther) {
  v1::Classification abroad = Ordinary();
  abroad.mutable_territory()->set_country("GT");
  abroad.mutable_territory()->set_subdivision("GT-GU");
  std::vector<std::string> cases = {MustSubmit(kSender, abroad).case_id(),
                                    MustSubmit(kSender, abroad).case_id()};
  std::sort(cases.begin(), cases.end());
  ASSERT_THAT(Replace(cases[0], "no case at all"), IsOk());
  const size_t before = Feed(kSender).size();
  clock_.Advance(absl::Hours(25));
  DueCases one_by_one(
      core(), [this] { Pump(); }, 1);
  EXPECT_THAT(one_by_one.DoDue(clock_.Now()), Not(IsOk()));
  ASSERT_THAT(Feed(kSender), SizeIs(before + 1));
  EXPECT_EQ(Feed(kSender).back().case_id(), cases[1]);
}

TEST_F(DueCasesTest, ACaseWithNothingToComeHasNoDueRow) {
  const v1::Referral referral = Petition();
  EXPECT_EQ(DueRows(), 1U);
  Pass(absl::Hours(100));
  EXPECT_EQ(DueRows(), 0U);
}

TEST_F(DueCasesTest, WhatTheRecordsLeadToIsWhatIsStored) {
  Petition();
  Petition({kFederal, kProsecutor, kOmbudsman});
  RegisterAgency("comite", v1::AGENCY_KIND_RISK_COMMITTEE);
  for (int i = 0; i < 12; ++i) {
    Pass(absl::Hours(5) / 6);
    ASSERT_OK_AND_ASSIGN(const ReplayReport report, Replay(state_));
    EXPECT_THAT(report.comparison.problems, IsEmpty());
  }
}

TEST_F(DueCasesTest, AClockThatWasSetIsInTheTrustLog) {
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  ASSERT_THAT(due_.TellClockSet(clock_.Now() - absl::Hours(1), clock_.Now()), IsOk());
  const store::v1::Record record = RecordAt(size, v1::LOG_ID_TRUST);
  EXPECT_EQ(record.event_type(), "clock.set");
  EXPECT_EQ(base::FromProto(record.event().clock_set().judged_time()), clock_.Now());
}

}  // namespace
}  // namespace enlace::service
