#include "gateway/service/look.h"

#include <tuple>

#include "gateway/base/time_text.h"
#include "gateway/ledger/fsck.h"
#include "gateway/service/command.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

TEST(LookFormTest, AKeyIsACaseOrANumber) {
  LookRequest look;
  v1::CaseKey key;
  EXPECT_EQ(base::FieldOf(ParseCaseKey("key", key, &look)), "key");
  key.set_case_id("0123456789ABCDEFGHJKMNPQRS");
  ASSERT_THAT(ParseCaseKey("key", key, &look), IsOk());
  EXPECT_EQ(look.kind, authz::KeyKind::kCase);
  key.set_native_number_hash(std::string(32, 'h'));
  ASSERT_THAT(ParseCaseKey("key", key, &look), IsOk());
  EXPECT_EQ(look.kind, authz::KeyKind::kNativeNumber);
  EXPECT_EQ(look.id, std::string(32, 'h'));
}

TEST(LookFormTest, CodesAreShortAndPrintable) {
  EXPECT_THAT(CheckLookCodes("officer-1", "risk-review"), IsOk());
  EXPECT_EQ(base::FieldOf(CheckLookCodes("line\nbreak", "")), "officer_pseudonym");
  EXPECT_EQ(base::FieldOf(CheckLookCodes("", std::string(65, 'x'))), "purpose");
}

class LookTest : public GatewayFixture {
 protected:
  LookTest() {
    EnrolScene();
    referral_ = MustSubmit(kSender, Urgent());
  }
  // The look alone, without the answer that a handler makes of it.
  absl::Status Look(const std::string& caller, authz::KeyKind kind, const std::string& id) {
    absl::Status out = absl::UnknownError("not answered");
    const LookRequest look{kind, id, "case.read", "officer-1", "risk-review"};
    RunLook<v1::GetCaseStatusResponse>(
        *sequencer_,
        [&](ledger::Work& work) -> absl::StatusOr<v1::GetCaseStatusResponse> {
          RETURN_IF_ERROR(
              RecordedLook(core(), work, CallerOf(caller), authz::Action::kReadStatus, look).status());
          return v1::GetCaseStatusResponse();
        },
        [](const ledger::Answer&, v1::GetCaseStatusResponse*) {},
        [&out](absl::StatusOr<v1::GetCaseStatusResponse> response) { out = response.status(); });
    Pump();
    return out;
  }
  v1::Referral referral_;
};

TEST_F(LookTest, AGrantedLookIsADisclosureUnderTheCasesKey) {
  ASSERT_THAT(Look(kProsecutor, authz::KeyKind::kReferral, referral_.referral_id()), IsOk());
  ASSERT_OK_AND_ASSIGN(const ledger::OpenedRecord opened, log_.OpenRecord(v1::LOG_ID_CASE, LogSize() - 1));
  EXPECT_EQ(opened.leaf.clazz, ledger::LeafClass::kDisclosure);
  EXPECT_EQ(opened.record.case_id(), referral_.case_id());
  ASSERT_THAT(store_.keys().Erase("case:" + referral_.case_id()), IsOk());
  EXPECT_THAT(log_.OpenRecord(v1::LOG_ID_CASE, LogSize() - 1), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(LookTest, ARefusedLookIsADisclosureUnderTheLookersKeyAndSaysNoMore) {
  EXPECT_THAT(Look(kStranger, authz::KeyKind::kCase, referral_.case_id()),
              ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  ASSERT_OK_AND_ASSIGN(const ledger::OpenedRecord hidden, log_.OpenRecord(v1::LOG_ID_CASE, LogSize() - 1));
  EXPECT_THAT(Look(kStranger, authz::KeyKind::kCase, NoSuchId()), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  ASSERT_OK_AND_ASSIGN(const ledger::OpenedRecord none, log_.OpenRecord(v1::LOG_ID_CASE, LogSize() - 1));
  EXPECT_EQ(hidden.leaf.clazz, ledger::LeafClass::kDisclosure);
  EXPECT_EQ(none.leaf.clazz, ledger::LeafClass::kDisclosure);
  EXPECT_EQ(hidden.record_bytes.size(), none.record_bytes.size());
  ASSERT_THAT(store_.keys().Erase(std::string("agency:") + kStranger), IsOk());
  EXPECT_THAT(log_.OpenRecord(v1::LOG_ID_CASE, LogSize() - 1), StatusIs(absl::StatusCode::kNotFound));
}

// Nor does the index of cases, which has a row for each refusal.
TEST_F(LookTest, ARefusedLookByReferralOrNumberWritesTheSameWhetherItExistsOrNot) {
  const std::string number(32, 'n');
  v1::LinkNativeNumberRequest link;
  link.set_request_id(NewId());
  link.set_case_id(referral_.case_id());
  link.set_native_number_hash(number);
  ASSERT_THAT(Call(api().link_native_number, CallerOf(kProsecutor), link), IsOk());
  MustSubmit(kSender, Urgent(), {kProsecutor}, referral_.case_id());
  const auto rows_of = [this] {
    const auto reader = store_.Read();
    return (*reader)->Scan(store::Table::kCaseRecord, {.limit = 1000})->size();
  };
  for (const auto& [kind, existing, none] :
       {std::tuple(authz::KeyKind::kReferral, referral_.referral_id(), NoSuchId()),
        std::tuple(authz::KeyKind::kNativeNumber, number, std::string(32, 'x'))}) {
    std::vector<size_t> sizes;
    for (const std::string& id : {existing, none}) {
      const size_t rows = rows_of();
      const uint64_t records = LogSize();
      EXPECT_THAT(Look(kProsecutor, kind, id), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
      EXPECT_EQ(rows_of() - rows, 1u);
      EXPECT_EQ(LogSize() - records, 1u);
      ASSERT_OK_AND_ASSIGN(const ledger::OpenedRecord opened,
                           log_.OpenRecord(v1::LOG_ID_CASE, LogSize() - 1));
      sizes.push_back(opened.record_bytes.size());
    }
    EXPECT_EQ(sizes[0], sizes[1]);
  }
  ASSERT_OK_AND_ASSIGN(const ledger::FsckReport report,
                       ledger::Fsck(store_, {{v1::LOG_ID_CASE, case_key_->verifier()}}));
  EXPECT_THAT(report.problems, ::testing::IsEmpty());
}

// Sends `request` once with success, excludes the prosecutor, and sends it again:
// the answer must be that of `unknown`, the same about a case that never was.
class RepetitionAfterExclusionTest : public LookTest {
 protected:
  template <typename Request, typename Response>
  void ExpectNothingToldAgain(Handler<Request, Response>* handler, const Request& request, Request unknown) {
    ASSERT_THAT(Call(handler, CallerOf(kProsecutor), request), IsOk());
    ASSERT_THAT(Call(handler, CallerOf(kProsecutor), request), IsOk());
    MustSubmit(kSender, Urgent(), {kProsecutor}, referral_.case_id());
    const absl::Status absent = Call(handler, CallerOf(kProsecutor), unknown).status();
    const store::v1::Record absent_record = RecordAt(LogSize() - 1);
    Request other = request;
    other.set_officer_pseudonym("officer-2");
    for (const Request& again : {request, other}) {
      const uint64_t before = LogSize();
      EXPECT_THAT(Call(handler, CallerOf(kProsecutor), again), SameRefusalAs(absent));
      ASSERT_EQ(LogSize() - before, 1u);
      EXPECT_EQ(RecordAt(before).event_type(), absent_record.event_type());
      EXPECT_EQ(RecordAt(before).refusal(), v1::ERROR_REASON_NOT_FOUND);
      EXPECT_EQ(RecordAt(before).ByteSizeLong(), absent_record.ByteSizeLong());
    }
  }
};

TEST_F(RepetitionAfterExclusionTest, AnExcludedAgencyGetsNoFirstAnswerToAnAdvanceAgain) {
  const v1::AdvanceLegRequest request = Command(referral_, kProsecutor, ConfirmDelivery());
  v1::AdvanceLegRequest unknown = request;
  unknown.set_request_id(NewId());
  unknown.set_referral_id(NoSuchId());
  ExpectNothingToldAgain(api().advance_leg, request, unknown);
}

TEST_F(RepetitionAfterExclusionTest, AnExcludedAgencyGetsNoFirstAnswerToAReportAgain) {
  Accept(referral_, kProsecutor);
  v1::ReportInvestigationStatusRequest request;
  request.set_request_id(NewId());
  request.mutable_key()->set_case_id(referral_.case_id());
  request.mutable_status()->set_stage(v1::INVESTIGATION_STAGE_PRELIMINARY_INVESTIGATION);
  request.mutable_status()->set_disposition(v1::INVESTIGATION_DISPOSITION_ACTIVE);
  *request.mutable_status()->mutable_as_of_time() = base::ToProto(clock_.Now());
  v1::ReportInvestigationStatusRequest unknown = request;
  unknown.set_request_id(NewId());
  unknown.mutable_key()->set_case_id(NoSuchId());
  ExpectNothingToldAgain(api().report_investigation_status, request, unknown);
}

TEST_F(RepetitionAfterExclusionTest, AnExcludedAgencyGetsNoFirstAnswerToALinkAgain) {
  v1::LinkNativeNumberRequest request;
  request.set_request_id(NewId());
  request.set_case_id(referral_.case_id());
  request.set_native_number_hash(std::string(32, 'n'));
  v1::LinkNativeNumberRequest unknown = request;
  unknown.set_request_id(NewId());
  unknown.set_case_id(NoSuchId());
  ExpectNothingToldAgain(api().link_native_number, request, unknown);
}

TEST_F(RepetitionAfterExclusionTest, ARepetitionBehindTheExclusionInOneBatchIsRefusedToo) {
  const v1::AdvanceLegRequest request = Command(referral_, kProsecutor, ConfirmDelivery());
  const v1::SubmitReferralRequest exclusion =
      Submission(kSender, Urgent(), {kProsecutor}, referral_.case_id());
  auto first = Start(api().advance_leg, CallerOf(kProsecutor), request);
  auto excluded = Start(api().submit_referral, CallerOf(kSender), exclusion);
  auto again = Start(api().advance_leg, CallerOf(kProsecutor), request);
  Pump();
  EXPECT_THAT(first.get(), IsOk());
  EXPECT_THAT(excluded.get(), IsOk());
  EXPECT_THAT(again.get(), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(RepetitionAfterExclusionTest, TheSendersFirstSubmissionIsAnsweredAgainWhateverBecameOfItsLegs) {
  const v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  ASSERT_OK_AND_ASSIGN(const v1::SubmitReferralResponse first,
                       Call(api().submit_referral, CallerOf(kSender), request));
  for (const v1::Leg& leg : first.referral().legs()) {
    ASSERT_THAT(
        Advance(
            first.referral(), leg.recipient().agency_id(),
            [](auto* advance) { advance->mutable_withdraw()->set_reason("consent-withdrawn"); }, kSender),
        IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const v1::SubmitReferralResponse again,
                       Call(api().submit_referral, CallerOf(kSender), request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
}

TEST_F(LookTest, ARefDependsOnTheLogOfTheRecord) {
  ledger::Answer answer;
  answer.log_index = 7;
  EXPECT_EQ(RecordRefOf(core(), answer).log_origin(), case_key_->origin());
  EXPECT_EQ(RecordRefOf(core(), answer).log_index(), 7u);
  answer.log = v1::LOG_ID_TRUST;
  EXPECT_EQ(RecordRefOf(core(), answer).log_origin(), trust_key_->origin());
}

}  // namespace
}  // namespace enlace::service
