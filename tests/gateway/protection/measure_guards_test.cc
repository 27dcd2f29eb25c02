#include "gateway/protection/measure_guards.h"

#include "tests/gateway/protection/measure_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::protection {
namespace {

using Request = v1::AdvanceMeasureRequest;

class MeasureGuardsTest : public ::testing::Test {
 protected:
  bool Ask(MeasureGuard guard) {
    return Holds(guard, {state_.referrals(0), measure_, request_, days_, at_, now_});
  }

  store::v1::CaseState state_ = NewCase();
  v1::Measure measure_ = NewMeasure(v1::MEASURE_STATE_WITHDRAWAL_NOTICED);
  Request request_;
  uint32_t days_ = 10;
  absl::Time at_ = kNow;
  absl::Time now_ = kNow;
};

TEST_F(MeasureGuardsTest, WithoutConsentNothingIsOpened) {
  EXPECT_TRUE(Ask(MeasureGuard::kConsentStands));
  *state_.mutable_referrals(0)->mutable_consent_withdraw_time() = base::ToProto(kNow);
  EXPECT_FALSE(Ask(MeasureGuard::kConsentStands));
}

TEST_F(MeasureGuardsTest, ARefusalIsOnlyTakenBackByThoseWhoRefused) {
  const auto after = [this](v1::ConsultationOutcome before, v1::ConsultationOutcome outcome) {
    measure_.set_consultation(before);
    request_.mutable_consult()->set_outcome(outcome);
    return Ask(MeasureGuard::kConsultationGoesOn);
  };
  EXPECT_FALSE(after(v1::CONSULTATION_OUTCOME_REFUSED, v1::CONSULTATION_OUTCOME_NOT_POSSIBLE));
  EXPECT_FALSE(after(v1::CONSULTATION_OUTCOME_REFUSED, v1::CONSULTATION_OUTCOME_NOT_YET_CONSULTED));
  EXPECT_FALSE(after(v1::CONSULTATION_OUTCOME_AGREED, v1::CONSULTATION_OUTCOME_NOT_YET_CONSULTED));
  EXPECT_TRUE(after(v1::CONSULTATION_OUTCOME_REFUSED, v1::CONSULTATION_OUTCOME_AGREED_WITH_CHANGES));
  EXPECT_TRUE(after(v1::CONSULTATION_OUTCOME_NOT_POSSIBLE, v1::CONSULTATION_OUTCOME_AGREED));
  EXPECT_TRUE(after(v1::CONSULTATION_OUTCOME_UNSPECIFIED, v1::CONSULTATION_OUTCOME_NOT_YET_CONSULTED));
}

TEST_F(MeasureGuardsTest, AnOutcomeIsOnRecordOnceThereIsOne) {
  for (int outcome = 0; outcome <= v1::ConsultationOutcome_MAX; ++outcome) {
    measure_.set_consultation(static_cast<v1::ConsultationOutcome>(outcome));
    EXPECT_EQ(Ask(MeasureGuard::kConsultationRecorded), outcome >= v1::CONSULTATION_OUTCOME_AGREED)
        << outcome;
    EXPECT_EQ(Ask(MeasureGuard::kNotRefused), outcome != v1::CONSULTATION_OUTCOME_REFUSED) << outcome;
  }
}

TEST_F(MeasureGuardsTest, ValidityEndsInTheFutureOrNotAtAll) {
  request_.mutable_confirm();
  EXPECT_TRUE(Ask(MeasureGuard::kValidityInFuture));
  *request_.mutable_confirm()->mutable_valid_until_time() = base::ToProto(kNow);
  EXPECT_FALSE(Ask(MeasureGuard::kValidityInFuture));
  now_ -= absl::Microseconds(1);
  EXPECT_TRUE(Ask(MeasureGuard::kValidityInFuture));
}

TEST_F(MeasureGuardsTest, TheWindowForObjectionsIsAsLongAsTheMechanismSays) {
  *request_.mutable_notice_withdrawal()->mutable_objection_until_time() =
      base::ToProto(kNow + absl::Hours(24 * 10));
  EXPECT_TRUE(Ask(MeasureGuard::kWindowLongEnough));
  days_ = 11;
  EXPECT_FALSE(Ask(MeasureGuard::kWindowLongEnough));
  days_ = 10;
  // A notice that is dated back does not shorten it.
  at_ = kNow - absl::Hours(24 * 20);
  now_ = kNow + absl::Microseconds(1);
  EXPECT_FALSE(Ask(MeasureGuard::kWindowLongEnough));
}

TEST_F(MeasureGuardsTest, TheLastInstantIsStillInTimeToObjectAndTooEarlyToWithdraw) {
  *measure_.mutable_objection_until_time() = base::ToProto(kNow);
  EXPECT_TRUE(Ask(MeasureGuard::kWindowOpen));
  EXPECT_FALSE(Ask(MeasureGuard::kWindowOver));
  now_ = at_ = kNow + absl::Microseconds(1);
  EXPECT_FALSE(Ask(MeasureGuard::kWindowOpen));
  EXPECT_TRUE(Ask(MeasureGuard::kWindowOver));
  at_ = kNow;
  EXPECT_TRUE(Ask(MeasureGuard::kWindowOpen)) << "told late, said in time";
  measure_.set_objected(true);
  EXPECT_FALSE(Ask(MeasureGuard::kWindowOpen)) << "once";
}

TEST_F(MeasureGuardsTest, AnObjectionIsAnswered) {
  request_.mutable_withdraw();
  EXPECT_TRUE(Ask(MeasureGuard::kObjectionAnswered));
  measure_.set_objected(true);
  EXPECT_FALSE(Ask(MeasureGuard::kObjectionAnswered));
  request_.mutable_withdraw()->set_objection_answer("heard");
  EXPECT_TRUE(Ask(MeasureGuard::kObjectionAnswered));
}

TEST_F(MeasureGuardsTest, ARefusalNamesTheTransitionAndWhatIsMissing) {
  const MeasureTransition& row = *FindMeasureTransition(v1::MEASURE_STATE_IMPLEMENTING, Request::kImplement);
  const absl::Status status =
      CheckMeasureGuards(row, {state_.referrals(0), measure_, request_, days_, at_, now_});
  EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_THAT(std::string(status.message()), ::testing::StartsWith("M8: the outcome of a consultation"));
}

}  // namespace
}  // namespace enlace::protection
