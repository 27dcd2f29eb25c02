#include "gateway/service/cases/get_case_status.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class GetCaseStatusTest : public GatewayFixture {
 protected:
  GetCaseStatusTest() {
    EnrolScene();
    referral_ = MustSubmit(kSender, Urgent(), {kPolice});
  }
  absl::StatusOr<v1::GetCaseStatusResponse> Get(const std::string& caller,
                                                const v1::GetCaseStatusRequest& request) {
    return Call(api().get_case_status, CallerOf(caller), request);
  }
  v1::Referral referral_;
};

TEST_F(GetCaseStatusTest, EachPartySeesTheCaseAtItsGrade) {
  ASSERT_OK_AND_ASSIGN(const v1::GetCaseStatusResponse sender, Get(kSender, LookAt(referral_.case_id())));
  EXPECT_EQ(sender.status().access(), v1::ACCESS_GRADE_FULL);
  EXPECT_EQ(sender.status().referrals(0).legs_size(), 3);
  ASSERT_OK_AND_ASSIGN(const v1::GetCaseStatusResponse overseer,
                       Get(kOmbudsman, LookAt(referral_.case_id())));
  EXPECT_EQ(overseer.status().access(), v1::ACCESS_GRADE_OVERSIGHT);
}

TEST_F(GetCaseStatusTest, TheAnswersIndexOpensToARecordOfTheLook) {
  ASSERT_OK_AND_ASSIGN(const v1::GetCaseStatusResponse answer, Get(kProsecutor, LookAt(referral_.case_id())));
  EXPECT_EQ(answer.record().log_origin(), case_key_->origin());
  EXPECT_EQ(answer.record().log_index() + 1, LogSize());
  const store::v1::Record record = RecordAt(answer.record().log_index());
  EXPECT_EQ(record.event_type(), "case.read");
  EXPECT_EQ(record.actor().agency_id(), kProsecutor);
  EXPECT_EQ(record.certificate_serial(), Keys(kProsecutor).tls.serial());
  EXPECT_EQ(record.officer_pseudonym(), "officer-looking");
  EXPECT_EQ(record.purpose(), "risk-review");
  EXPECT_EQ(record.case_id(), referral_.case_id());
}

TEST_F(GetCaseStatusTest, WithoutADurableRecordThereIsNoAnswer) {
  const uint64_t size = LogSize();
  store_.FailNext(Step::kCommit, absl::UnavailableError("disk full"));
  EXPECT_THAT(Get(kProsecutor, LookAt(referral_.case_id())), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_EQ(LogSize(), size);
}

TEST_F(GetCaseStatusTest, StrangersAndExcludedCannotTellTheCaseFromNone) {
  for (const char* id : {kStranger, kPolice}) {
    const uint64_t before = LogSize();
    const absl::Status refused = Get(id, LookAt(referral_.case_id())).status();
    EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
    EXPECT_EQ(LogSize() - before, 1u);
    EXPECT_THAT(Get(id, LookAt(NoSuchId())), SameRefusalAs(refused));
    EXPECT_EQ(LogSize() - before, 2u);
  }
}

TEST_F(GetCaseStatusTest, ARefusedLookIsARecordOfItsAgency) {
  EXPECT_THAT(Get(kStranger, LookAt(referral_.case_id())), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  const store::v1::Record record = RecordAt(LogSize() - 1);
  EXPECT_EQ(record.refusal(), v1::ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(record.actor().agency_id(), kStranger);
  EXPECT_EQ(record.officer_pseudonym(), "officer-looking");
  EXPECT_EQ(record.purpose(), "risk-review");
}

TEST_F(GetCaseStatusTest, MalformedKeysNameTheField) {
  EXPECT_EQ(base::FieldOf(Get(kSender, v1::GetCaseStatusRequest()).status()), "key");
  EXPECT_EQ(base::FieldOf(Get(kSender, LookAt("x")).status()), "key.case_id");
  v1::GetCaseStatusRequest hash;
  hash.mutable_key()->set_native_number_hash("short");
  EXPECT_EQ(base::FieldOf(Get(kSender, hash).status()), "key.native_number_hash");
  v1::GetCaseStatusRequest purpose = LookAt(referral_.case_id());
  purpose.set_purpose(std::string(65, 'p'));
  EXPECT_EQ(base::FieldOf(Get(kSender, purpose).status()), "purpose");
}

TEST_F(GetCaseStatusTest, AdministratorsHaveNoPartInCases) {
  EXPECT_THAT(Call(api().get_case_status, Administrator(), LookAt(referral_.case_id())),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
