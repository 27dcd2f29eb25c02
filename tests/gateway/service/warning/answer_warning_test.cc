#include "gateway/service/warning/answer_warning.h"

#include "tests/gateway/service/warning/warning_fixture.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class AnswerWarningTest : public WarningFixture {
 protected:
  AnswerWarningTest() {
    v1::IssueWarningRequest alert = Alert({kSender, kProsecutor});
    *alert.mutable_warning()->mutable_respond_by_time() = base::ToProto(clock_.Now() + absl::Hours(10));
    id_ = MustIssue(alert);
  }
  v1::ClockState ClockOf(const std::string& agency) {
    const store::v1::WarningState state = WarningOf(id_);
    for (const v1::Clock& clock : state.clocks()) {
      if (clock.responsible().agency_id() == agency) return clock.state();
    }
    return v1::CLOCK_STATE_UNSPECIFIED;
  }
  std::string id_;
};

TEST_F(AnswerWarningTest, AnAnswerIsReceiptedToldAndStopsTheClock) {
  v1::AnswerWarningRequest request = Answering(id_, v1::WARNING_RESPONSE_ACTING);
  *request.mutable_sealed_note() = SealTo(kSender, {kSender, kFederal}, "note");
  ASSERT_OK_AND_ASSIGN(const v1::AnswerWarningResponse response, Answer(kSender, request));
  EXPECT_EQ(response.receipt().kind(), v1::RECEIPT_KIND_DECISION);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "warning.answered");
  EXPECT_EQ(proven.record.sealed_digest(), request.sealed_note().digest());
  EXPECT_EQ(WarningsIn(kFederal).back().kind(), v1::FEED_KIND_WARNING_ANSWERED);
  EXPECT_EQ(ClockOf(kSender), v1::CLOCK_STATE_MET);
  EXPECT_EQ(ClockOf(kProsecutor), v1::CLOCK_STATE_RUNNING);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(AnswerWarningTest, AnAcknowledgementStopsNoClock) {
  ASSERT_THAT(Answer(kSender, Answering(id_, v1::WARNING_RESPONSE_ACKNOWLEDGED)), IsOk());
  EXPECT_EQ(ClockOf(kSender), v1::CLOCK_STATE_RUNNING);
}

TEST_F(AnswerWarningTest, ALaterAnswerStandsBesideTheEarlierOnes) {
  ASSERT_THAT(Answer(kSender, Answering(id_, v1::WARNING_RESPONSE_ACTING)), IsOk());
  ASSERT_THAT(Answer(kSender, Answering(id_, v1::WARNING_RESPONSE_DONE)), IsOk());
  const v1::WarningView view = MustGet(kFederal, id_);
  ASSERT_THAT(view.answers(), SizeIs(2));
  EXPECT_EQ(view.answers(0).response(), v1::WARNING_RESPONSE_ACTING);
  EXPECT_EQ(view.answers(1).response(), v1::WARNING_RESPONSE_DONE);
}

TEST_F(AnswerWarningTest, AnAnswerAfterTheTimeIsLateAndStillTaken) {
  clock_.Advance(absl::Hours(24 * 40));  // Past its expiry, too.
  EnrolAgency(kSender);
  ASSERT_THAT(Answer(kSender, Answering(id_, v1::WARNING_RESPONSE_DONE)), IsOk());
  EXPECT_EQ(ClockOf(kSender), v1::CLOCK_STATE_MET_LATE);
}

TEST_F(AnswerWarningTest, ARepetitionIsOneAnswer) {
  const v1::AnswerWarningRequest request = Answering(id_, v1::WARNING_RESPONSE_ACTING);
  ASSERT_OK_AND_ASSIGN(const v1::AnswerWarningResponse first, Answer(kSender, request));
  ASSERT_OK_AND_ASSIGN(const v1::AnswerWarningResponse again, Answer(kSender, request));
  EXPECT_EQ(first.SerializeAsString(), again.SerializeAsString());
  EXPECT_THAT(WarningOf(id_).answers(), SizeIs(1));
}

TEST_F(AnswerWarningTest, ANoteIsForTheIssuerAlone) {
  v1::AnswerWarningRequest request = Answering(id_, v1::WARNING_RESPONSE_DECLINED);
  *request.mutable_sealed_note() = SealTo(kSender, {kSender, kFederal, kProsecutor});
  EXPECT_THAT(Answer(kSender, request), ReasonIs(v1::ERROR_REASON_ENVELOPE_INVALID));
}

TEST_F(AnswerWarningTest, ANoteThatTheIssuerCannotOpenIsNone) {
  v1::AnswerWarningRequest request = Answering(id_, v1::WARNING_RESPONSE_DECLINED);
  *request.mutable_sealed_note() = SealTo(kSender, {kSender});
  EXPECT_THAT(Answer(kSender, request), ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
  *request.mutable_sealed_note() = SealTo(kSender, {kFederal});
  EXPECT_THAT(Answer(kSender, request), IsOk());
}

TEST_F(AnswerWarningTest, OnlyWhoIsWarnedAnswers) {
  EXPECT_THAT(Answer(kFederal, Answering(id_, v1::WARNING_RESPONSE_DONE)),
              ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  EXPECT_THAT(Answer(kOmbudsman, Answering(id_, v1::WARNING_RESPONSE_DONE)),
              ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
}

TEST_F(AnswerWarningTest, AStrangerCannotProbe) {
  const uint64_t before = LogSize();
  const absl::Status refused = Answer(kStranger, Answering(id_, v1::WARNING_RESPONSE_DONE)).status();
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(LogSize() - before, 1U);
  EXPECT_THAT(Answer(kStranger, Answering(NoSuchId(), v1::WARNING_RESPONSE_DONE)), SameRefusalAs(refused));
  EXPECT_EQ(LogSize() - before, 2U);
}

TEST_F(AnswerWarningTest, WhatWasReplacedCanStillBeAnswered) {
  MustIssue(Later(v1::WARNING_MESSAGE_TYPE_UPDATE, id_, {kSender}));
  EXPECT_THAT(Answer(kProsecutor, Answering(id_, v1::WARNING_RESPONSE_DONE)), IsOk());
  EXPECT_EQ(ClockOf(kProsecutor), v1::CLOCK_STATE_VOID);
}

}  // namespace
}  // namespace enlace::service
