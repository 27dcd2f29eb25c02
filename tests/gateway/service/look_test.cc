#include "gateway/service/look.h"

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
