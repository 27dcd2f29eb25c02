#include "gateway/service/cases/batch_get_case_status.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::SizeIs;

class BatchGetCaseStatusTest : public GatewayFixture {
 protected:
  BatchGetCaseStatusTest() {
    EnrolScene();
    referral_ = MustSubmit(kSender, Urgent(), {kPolice});
  }
  absl::StatusOr<v1::BatchGetCaseStatusResponse> Get(const std::string& caller,
                                                     const std::vector<std::string>& ids) {
    v1::BatchGetCaseStatusRequest request;
    for (const std::string& id : ids) request.add_keys()->set_case_id(id);
    request.set_officer_pseudonym("officer-1");
    request.set_purpose("follow-up");
    return Call(api().batch_get_case_status, CallerOf(caller), request);
  }
  v1::Referral referral_;
};

TEST_F(BatchGetCaseStatusTest, EachKeyIsALookOfItsOwn) {
  const std::string second = MustSubmit(kSender, Urgent()).case_id();
  ASSERT_OK_AND_ASSIGN(const v1::BatchGetCaseStatusResponse answer,
                       Get(kProsecutor, {referral_.case_id(), second}));
  ASSERT_THAT(answer.results(), SizeIs(2));
  EXPECT_EQ(answer.results(0).status().case_id(), referral_.case_id());
  EXPECT_EQ(answer.results(1).status().case_id(), second);
  for (const v1::BatchCaseStatus& result : answer.results()) {
    const store::v1::Record record = RecordAt(result.record().log_index());
    EXPECT_EQ(record.case_id(), result.key().case_id());
    EXPECT_EQ(record.officer_pseudonym(), "officer-1");
    EXPECT_EQ(record.purpose(), "follow-up");
  }
}

TEST_F(BatchGetCaseStatusTest, AHiddenCaseIsAsEmptyAsNone) {
  const uint64_t before = LogSize();
  ASSERT_OK_AND_ASSIGN(const v1::BatchGetCaseStatusResponse answer,
                       Get(kPolice, {referral_.case_id(), NoSuchId()}));
  ASSERT_THAT(answer.results(), SizeIs(2));
  for (const v1::BatchCaseStatus& result : answer.results()) {
    EXPECT_FALSE(result.has_status());
    EXPECT_FALSE(result.has_record());
  }
  EXPECT_EQ(LogSize() - before, 2u);
}

TEST_F(BatchGetCaseStatusTest, OneFailureOfTheStoreFailsTheBatch) {
  store_.FailNext(Step::kCommit, absl::UnavailableError("disk full"));
  EXPECT_THAT(Get(kProsecutor, {referral_.case_id()}), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
}

TEST_F(BatchGetCaseStatusTest, KeysAreBetweenOneAndAHundred) {
  EXPECT_EQ(base::FieldOf(Get(kSender, {}).status()), "keys");
  EXPECT_EQ(base::FieldOf(Get(kSender, std::vector<std::string>(101, NoSuchId())).status()), "keys");
  EXPECT_EQ(base::FieldOf(Get(kSender, {referral_.case_id(), "x"}).status()), "keys[1].case_id");
}

}  // namespace
}  // namespace enlace::service
