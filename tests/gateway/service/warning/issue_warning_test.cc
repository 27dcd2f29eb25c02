#include "gateway/service/warning/issue_warning.h"

#include "gateway/base/identifier.h"
#include "tests/gateway/service/warning/warning_fixture.h"

namespace enlace::service {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class IssueWarningTest : public WarningFixture {};

TEST_F(IssueWarningTest, AWarningIsReceiptedAndTold) {
  const v1::IssueWarningRequest request = Alert({kSender, kProsecutor});
  ASSERT_OK_AND_ASSIGN(const v1::IssueWarningResponse response, Issue(request));
  EXPECT_EQ(response.warning().warning_id(), base::DeriveWarningId(kFederal, request.request_id()));
  EXPECT_FALSE(response.warning().has_sealed_alert());
  EXPECT_EQ(response.receipt().kind(), v1::RECEIPT_KIND_SUBMISSION);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "warning.issued");
  EXPECT_EQ(proven.record.warning_id(), response.warning().warning_id());
  EXPECT_EQ(proven.record.sealed_digest(), request.warning().sealed_alert().digest());
  for (const char* id : {kSender, kProsecutor}) {
    ASSERT_THAT(WarningsIn(id), SizeIs(1)) << id;
    EXPECT_EQ(WarningsIn(id)[0].kind(), v1::FEED_KIND_WARNING);
    EXPECT_EQ(WarningsIn(id)[0].warning_id(), response.warning().warning_id());
  }
  EXPECT_THAT(WarningsIn(kStranger), IsEmpty());
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(IssueWarningTest, NoContentOfTheAlertIsInTheRecord) {
  ASSERT_OK_AND_ASSIGN(const v1::IssueWarningResponse response, Issue(Alert({kSender})));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.event().warning_issued().warning().sealed_alert().cms(), "");
}

TEST_F(IssueWarningTest, ARepetitionIsTheFirstAnswerAndWarnsOnce) {
  const v1::IssueWarningRequest request = Alert({kSender});
  ASSERT_OK_AND_ASSIGN(const v1::IssueWarningResponse first, Issue(request));
  ASSERT_OK_AND_ASSIGN(const v1::IssueWarningResponse again, Issue(request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_THAT(WarningsIn(kSender), SizeIs(1));
  v1::IssueWarningRequest other = Alert({kProsecutor});
  other.set_request_id(request.request_id());
  EXPECT_THAT(Issue(other), ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
}

TEST_F(IssueWarningTest, OnlyWhomTheMechanismNamesWarns) {
  v1::IssueWarningRequest request = Alert({kFederal});
  *request.mutable_warning()->mutable_sealed_alert() = SealTo(kProsecutor, {kProsecutor, kFederal});
  EXPECT_THAT(Issue(request, kProsecutor), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_THAT(Call(api().issue_warning, Administrator(), Alert({kSender})),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

TEST_F(IssueWarningTest, AnEnvelopeForAnybodyElseIsRefused) {
  v1::IssueWarningRequest request = Alert({kSender});
  *request.mutable_warning()->mutable_sealed_alert() = SealTo(kFederal, {kFederal, kSender, kPolice});
  EXPECT_THAT(Issue(request), ReasonIs(v1::ERROR_REASON_ENVELOPE_INVALID));
  *request.mutable_warning()->mutable_sealed_alert() = SealTo(kFederal, {kFederal});
  EXPECT_THAT(Issue(request),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not sealed to uep-chihuahua")));
  *request.mutable_warning()->mutable_sealed_alert() = SealTo(kFederal, {kSender});
  EXPECT_THAT(Issue(request),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not sealed to its issuer")));
  request.mutable_warning()->mutable_sealed_alert()->set_cms("no envelope");
  EXPECT_THAT(Issue(request), ReasonIs(v1::ERROR_REASON_ENVELOPE_INVALID));
}

TEST_F(IssueWarningTest, AnUpdateReplacesAndTellsThoseItDropsToo) {
  v1::IssueWarningRequest alert = Alert({kSender, kProsecutor});
  *alert.mutable_warning()->mutable_respond_by_time() = base::ToProto(clock_.Now() + absl::Hours(10));
  const std::string first = MustIssue(alert);
  const std::string second = MustIssue(Later(v1::WARNING_MESSAGE_TYPE_UPDATE, first, {kSender}));
  EXPECT_EQ(WarningsIn(kSender).back().warning_id(), second);
  EXPECT_EQ(WarningsIn(kProsecutor).back().warning_id(), first);
  EXPECT_EQ(MustGet(kProsecutor, first).warning().state(), v1::WARNING_STATE_REPLACED);
  EXPECT_THAT(Get(kProsecutor, second), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  const store::v1::WarningState replaced = WarningOf(first);
  for (const v1::Clock& clock : replaced.clocks()) {
    EXPECT_EQ(clock.state(), v1::CLOCK_STATE_VOID);
  }
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(IssueWarningTest, ACancelEndsAWarning) {
  const std::string first = MustIssue(Alert({kSender}));
  ASSERT_THAT(Issue(Later(v1::WARNING_MESSAGE_TYPE_CANCEL, first, {kSender})), IsOk());
  EXPECT_EQ(MustGet(kSender, first).warning().state(), v1::WARNING_STATE_CANCELLED);
  EXPECT_THAT(Issue(Later(v1::WARNING_MESSAGE_TYPE_UPDATE, first, {kSender})),
              ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(IssueWarningTest, AnExpiredWarningIsNotUpdated) {
  v1::IssueWarningRequest alert = Alert({kSender});
  *alert.mutable_warning()->mutable_expire_time() = base::ToProto(clock_.Now() + absl::Hours(1));
  const std::string first = MustIssue(alert);
  clock_.Advance(absl::Hours(1));
  EXPECT_THAT(Issue(Later(v1::WARNING_MESSAGE_TYPE_UPDATE, first, {kSender})),
              ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST_F(IssueWarningTest, AStrangersReferenceIsLikeOneToNothing) {
  RegisterAgency("otra-unidad", v1::AGENCY_KIND_PROTECTION_UNIT);
  EnrolAgency("otra-unidad");
  const std::string first = MustIssue(Alert({kSender}));
  const auto later = [&](const std::string& earlier) {
    v1::IssueWarningRequest request = Later(v1::WARNING_MESSAGE_TYPE_CANCEL, earlier, {kSender});
    *request.mutable_warning()->mutable_sealed_alert() = SealTo("otra-unidad", {"otra-unidad", kSender});
    return request;
  };
  const uint64_t before = LogSize();
  const absl::Status refused = Issue(later(first), "otra-unidad").status();
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(LogSize() - before, 1U);
  EXPECT_THAT(Issue(later(NoSuchId()), "otra-unidad"), SameRefusalAs(refused));
  EXPECT_EQ(LogSize() - before, 2U);
  EXPECT_EQ(RecordAt(before).warning_id(), first);
  EXPECT_EQ(RecordAt(before).refusal(), v1::ERROR_REASON_NOT_FOUND);
}

TEST_F(IssueWarningTest, AnAddresseeDoesNotTakeItBack) {
  RegisterAgency("otra-unidad", v1::AGENCY_KIND_PROTECTION_UNIT);
  EnrolAgency("otra-unidad");
  const std::string first = MustIssue(Alert({kSender, "otra-unidad"}));
  v1::IssueWarningRequest request = Later(v1::WARNING_MESSAGE_TYPE_CANCEL, first, {kSender});
  *request.mutable_warning()->mutable_sealed_alert() = SealTo("otra-unidad", {"otra-unidad", kSender});
  EXPECT_THAT(Issue(request, "otra-unidad"), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
}

TEST_F(IssueWarningTest, ASuspendedAddresseeFindsItsWarningWhenItIsBack) {
  Suspend(kProsecutor);
  const std::string id = MustIssue(Alert({kProsecutor}));
  Reinstate(kProsecutor);
  ASSERT_THAT(WarningsIn(kProsecutor), SizeIs(1));
  EXPECT_THAT(Get(kProsecutor, id), IsOk());
}

}  // namespace
}  // namespace enlace::service
