#include "gateway/service/cases/advance_measure.h"

#include "gateway/base/time_text.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using Request = v1::AdvanceMeasureRequest;
using FillMeasure = std::function<void(Request*)>;

// The sender is a state unit; the federal unit accepted the leg for protection.
class AdvanceMeasureTest : public GatewayFixture {
 protected:
  AdvanceMeasureTest() {
    EnrolScene();
    referral_ = MustSubmit(kSender, Urgent(), {kPolice});
    Accept(referral_, kFederal);
  }

  Request Ask(const std::string& caller, const std::string& measure_id, const FillMeasure& fill) {
    Request request;
    request.set_request_id(NewId());
    request.set_referral_id(referral_.referral_id());
    request.set_measure_id(measure_id);
    request.set_officer_pseudonym("officer-" + caller);
    const store::v1::CaseState state = StateOf(referral_.case_id());
    for (const v1::Measure& measure : state.measures()) {
      if (measure.measure_id() == measure_id) request.set_expected_version(measure.version());
    }
    fill(&request);
    return request;
  }
  absl::StatusOr<v1::AdvanceMeasureResponse> Move(const std::string& caller, const std::string& measure_id,
                                                  const FillMeasure& fill) {
    return Call(api().advance_measure, CallerOf(caller), Ask(caller, measure_id, fill));
  }
  // Asks for a patrol; its id.
  std::string Open(v1::MeasureKind kind = v1::MEASURE_KIND_URGENT_PROTECTIVE) {
    const auto response = Move(kFederal, "", [kind](Request* request) {
      request->mutable_request()->set_kind(kind);
      request->mutable_request()->set_type(v1::MEASURE_TYPE_PATROL);
      request->mutable_request()->set_covers(v1::SUBJECT_KIND_INDIVIDUAL);
      request->mutable_request()->set_persons_covered(2);
    });
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->measure().measure_id() : "";
  }
  // Consulted, granted, begun.
  std::string Begin() {
    const std::string id = Open();
    EXPECT_THAT(Move(kFederal, id,
                     [](Request* r) { r->mutable_consult()->set_outcome(v1::CONSULTATION_OUTCOME_AGREED); }),
                IsOk());
    EXPECT_THAT(Move(kFederal, id, Grant()), IsOk());
    EXPECT_THAT(Move(kFederal, id, [](Request* r) { r->mutable_begin(); }), IsOk());
    return id;
  }
  static FillMeasure Grant() {
    return [](Request* request) { request->mutable_grant()->set_resolution_number("R-7/2026"); };
  }
  static FillMeasure Implement() {
    return [](Request* request) { request->mutable_implement(); };
  }
  static FillMeasure Confirm() {
    return [](Request* request) { request->mutable_confirm(); };
  }
  v1::ClockState StateOfClock(const std::string& rule_id) {
    const store::v1::CaseState state = StateOf(referral_.case_id());
    for (const v1::Clock& clock : state.clocks()) {
      if (clock.rule_id() == rule_id) return clock.state();
    }
    return v1::CLOCK_STATE_UNSPECIFIED;
  }
  std::vector<v1::Measure> SeenBy(const std::string& viewer) {
    const auto status = Call(api().get_case_status, CallerOf(viewer), LookAt(referral_.case_id()));
    EXPECT_THAT(status, IsOk());
    if (!status.ok()) return {};
    return {status->status().measures().begin(), status->status().measures().end()};
  }

  v1::Referral referral_;
};

TEST_F(AdvanceMeasureTest, ATransitionIsReceiptedAndToldToEveryOtherParty) {
  const std::string id = Open();
  ASSERT_OK_AND_ASSIGN(const v1::AdvanceMeasureResponse response, Move(kFederal, id, Grant()));
  EXPECT_EQ(response.measure().state(), v1::MEASURE_STATE_GRANTED);
  EXPECT_EQ(response.receipt().kind(), v1::RECEIPT_KIND_REPORT);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "measure.granted");
  EXPECT_EQ(proven.record.actor().agency_id(), kFederal);
  EXPECT_EQ(proven.record.officer_pseudonym(), "officer-mecanismo-federal");
  EXPECT_EQ(proven.record.referral_id(), referral_.referral_id());
  for (const char* party : {kSender, kProsecutor, kOmbudsman}) {
    const v1::FeedItem item = FeedOf(party).back();
    EXPECT_EQ(item.kind(), v1::FEED_KIND_MEASURE_CHANGED) << party;
    EXPECT_EQ(item.measure_id(), id);
    EXPECT_EQ(item.referral_id(), referral_.referral_id());
  }
  EXPECT_NE(FeedOf(kFederal).back().kind(), v1::FEED_KIND_MEASURE_CHANGED);
  EXPECT_THAT(FeedOf(kPolice), IsEmpty());
}

TEST_F(AdvanceMeasureTest, ARepetitionGetsTheFirstAnswerThoughTheMeasureHasMovedOn) {
  const std::string id = Open();
  const Request grant = Ask(kFederal, id, Grant());
  ASSERT_OK_AND_ASSIGN(const auto first, Call(api().advance_measure, CallerOf(kFederal), grant));
  ASSERT_THAT(Move(kFederal, id, [](Request* r) { r->mutable_begin(); }), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto again, Call(api().advance_measure, CallerOf(kFederal), grant));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
}

TEST_F(AdvanceMeasureTest, AStaleVersionKeepsNothing) {
  const std::string id = Open();
  Request request = Ask(kFederal, id, Grant());
  request.set_expected_version(7);
  const uint64_t before = LogSize();
  EXPECT_THAT(Call(api().advance_measure, CallerOf(kFederal), request),
              ReasonIs(v1::ERROR_REASON_VERSION_CONFLICT));
  EXPECT_EQ(LogSize(), before);
}

TEST_F(AdvanceMeasureTest, AnUrgentGrantStartsItsClockAndTheLastImplementationStopsIt) {
  const std::string first = Begin();
  EXPECT_EQ(StateOfClock("MX-2"), v1::CLOCK_STATE_RUNNING);
  const std::string second = Begin();
  clock_.Advance(absl::Hours(2));
  ASSERT_THAT(Move(kFederal, first, Implement()), IsOk());
  EXPECT_EQ(StateOfClock("MX-2"), v1::CLOCK_STATE_RUNNING) << "the second one still waits";
  clock_.Advance(absl::Hours(7) + absl::Seconds(1));
  ASSERT_THAT(Move(kFederal, second, Implement()), IsOk());
  EXPECT_EQ(StateOfClock("MX-2"), v1::CLOCK_STATE_MET_LATE);
}

TEST_F(AdvanceMeasureTest, NeitherAReportNorAnOutcomeSaysImplementedWhileAMeasureWaits) {
  Begin();
  v1::ReportProtectionStatusRequest report;
  report.set_request_id(NewId());
  report.mutable_key()->set_case_id(referral_.case_id());
  report.mutable_status()->set_procedure(v1::PROCEDURE_TYPE_URGENT);
  report.mutable_status()->set_risk(v1::RISK_LEVEL_EXTREME);
  *report.mutable_status()->mutable_as_of_time() = base::ToProto(clock_.Now());
  report.mutable_status()->add_acts()->set_event(v1::CLOCK_EVENT_MEASURES_IMPLEMENTED);
  *report.mutable_status()->mutable_acts(0)->mutable_occur_time() = base::ToProto(clock_.Now());
  EXPECT_THAT(Call(api().report_protection_status, CallerOf(kFederal), report),
              ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  ASSERT_THAT(Advance(referral_, kFederal, [](auto* request) { request->mutable_begin_work(); }), IsOk());
  EXPECT_THAT(Advance(referral_, kFederal,
                      [](auto* request) {
                        request->mutable_complete()->set_outcome(v1::OUTCOME_MEASURES_IMPLEMENTED);
                        request->mutable_complete()->set_consultation(v1::CONSULTATION_OUTCOME_AGREED);
                      }),
              ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_EQ(StateOfClock("MX-2"), v1::CLOCK_STATE_RUNNING);
}

TEST_F(AdvanceMeasureTest, ItsValidityCountsFromTheConfirmationBySomebodyElse) {
  const std::string id = Begin();
  ASSERT_THAT(Move(kFederal, id, Implement()), IsOk());
  EXPECT_THAT(Move(kFederal, id, Confirm()), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  clock_.Advance(absl::Hours(24));
  const absl::Time end = clock_.Now() + absl::Hours(24);
  ASSERT_THAT(
      Move(kSender, id,
           [end](Request* r) { *r->mutable_confirm()->mutable_valid_until_time() = base::ToProto(end); }),
      IsOk());
  clock_.Advance(absl::Hours(24) - absl::Minutes(1));
  ASSERT_THAT(SeenBy(kFederal), SizeIs(1));
  EXPECT_EQ(SeenBy(kFederal)[0].state(), v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
  clock_.Advance(absl::Minutes(2));
  EXPECT_EQ(SeenBy(kFederal)[0].state(), v1::MEASURE_STATE_EXPIRED);
  EXPECT_EQ(StateOf(referral_.case_id()).measures(0).state(), v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
}

TEST_F(AdvanceMeasureTest, EveryPartySeesTheMeasureAndNobodyElse) {
  const std::string id = Open();
  for (const char* party : {kSender, kFederal, kProsecutor, kOmbudsman}) {
    ASSERT_THAT(SeenBy(party), SizeIs(1)) << party;
    EXPECT_EQ(SeenBy(party)[0].measure_id(), id);
    EXPECT_EQ(SeenBy(party)[0].persons_covered(), 2u);
  }
  ASSERT_THAT(
      Advance(referral_, kProsecutor, [](auto* r) { r->mutable_confirm_delivery()->set_channel("grpc"); }),
      IsOk());
  ASSERT_THAT(Advance(referral_, kProsecutor, [](auto* r) { r->mutable_confirm_reception(); }), IsOk());
  ASSERT_THAT(Advance(referral_, kProsecutor,
                      [](auto* r) {
                        r->mutable_decline()->set_reason(v1::DECLINE_REASON_DUPLICATE);
                        r->mutable_decline()->set_side(v1::DECISION_SIDE_AGENCY);
                      }),
              IsOk());
  // Who sent its leg away sees the status, and of the measure no more than that.
  ASSERT_THAT(SeenBy(kProsecutor), SizeIs(1));
  EXPECT_EQ(SeenBy(kProsecutor)[0].persons_covered(), 0u);
}

TEST_F(AdvanceMeasureTest, ACodeMustBeOfTheCatalogueAndOfItsType) {
  const auto with_code = [this](const std::string& code) {
    return Move(kFederal, "", [code](Request* request) {
      request->mutable_request()->set_kind(v1::MEASURE_KIND_URGENT_PROTECTIVE);
      request->mutable_request()->set_type(v1::MEASURE_TYPE_EVACUATION);
      request->mutable_request()->set_national_code(code);
      request->mutable_request()->set_covers(v1::SUBJECT_KIND_INDIVIDUAL);
      request->mutable_request()->set_persons_covered(1);
    });
  };
  const absl::Status unknown = with_code("no-such-code").status();
  EXPECT_THAT(unknown, ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_EQ(base::FieldOf(unknown), "request.national_code");
  EXPECT_THAT(with_code("patrol"), ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
  EXPECT_THAT(with_code("evacuation"), IsOk());
}

TEST_F(AdvanceMeasureTest, StrangersAndExcludedCannotTellTheMeasureFromNone) {
  const std::string id = Open();
  for (const char* outsider : {kStranger, kPolice}) {
    Request request = Ask(outsider, id, [](Request* r) { r->mutable_begin(); });
    const uint64_t before = LogSize();
    const absl::Status refused = Call(api().advance_measure, CallerOf(outsider), request).status();
    EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
    ASSERT_EQ(LogSize() - before, 1u);
    const store::v1::Record hidden = RecordAt(before);
    request.set_request_id(NewId());
    request.set_referral_id(NoSuchId());
    EXPECT_THAT(Call(api().advance_measure, CallerOf(outsider), request), SameRefusalAs(refused));
    ASSERT_EQ(LogSize() - before, 2u);
    EXPECT_EQ(RecordAt(before + 1).event_type(), hidden.event_type());
    EXPECT_EQ(hidden.event_type(), "command.refused");
    EXPECT_EQ(hidden.refusal(), v1::ERROR_REASON_NOT_FOUND);
  }
}

TEST_F(AdvanceMeasureTest, AnOverseerReadsAndNeverMoves) {
  const std::string id = Open();
  EXPECT_THAT(Move(kOmbudsman, id, Grant()), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
}

TEST_F(AdvanceMeasureTest, AFailedCommitKeepsNothingAndTheRetryWorks) {
  const std::string id = Open();
  const Request grant = Ask(kFederal, id, Grant());
  store_.FailNext(Step::kCommit, absl::UnavailableError("disk full"));
  EXPECT_THAT(Call(api().advance_measure, CallerOf(kFederal), grant),
              ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_EQ(StateOf(referral_.case_id()).measures(0).state(), v1::MEASURE_STATE_REQUESTED);
  EXPECT_THAT(Call(api().advance_measure, CallerOf(kFederal), grant), IsOk());
}

}  // namespace
}  // namespace enlace::service
