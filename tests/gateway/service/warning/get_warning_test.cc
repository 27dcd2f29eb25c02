#include "gateway/service/warning/get_warning.h"

#include "tests/gateway/service/warning/warning_fixture.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class GetWarningTest : public WarningFixture {
 protected:
  GetWarningTest() : request_(Alert({kSender, kProsecutor})), id_(MustIssue(request_)) {}
  v1::IssueWarningRequest request_;
  std::string id_;
};

TEST_F(GetWarningTest, IssuerAndAddresseesReadTheAlert) {
  for (const char* id : {kFederal, kSender, kProsecutor}) {
    EXPECT_EQ(MustGet(id, id_).warning().sealed_alert().cms(), request_.warning().sealed_alert().cms());
  }
}

TEST_F(GetWarningTest, AnOverseerReadsAllButContent) {
  v1::AnswerWarningRequest answer = Answering(id_, v1::WARNING_RESPONSE_DECLINED);
  *answer.mutable_sealed_note() = SealTo(kSender, {kSender, kFederal});
  ASSERT_THAT(Answer(kSender, answer), IsOk());
  const v1::WarningView view = MustGet(kOmbudsman, id_);
  EXPECT_FALSE(view.warning().has_sealed_alert());
  ASSERT_THAT(view.answers(), SizeIs(1));
  EXPECT_FALSE(view.answers(0).has_sealed_note());
  EXPECT_EQ(MustGet(kFederal, id_).answers(0).sealed_note().cms(), answer.sealed_note().cms());
  EXPECT_THAT(MustGet(kProsecutor, id_).answers(), IsEmpty());
}

TEST_F(GetWarningTest, EveryLookIsOnTheRecord) {
  ASSERT_OK_AND_ASSIGN(const v1::GetWarningResponse response, Get(kSender, id_));
  const store::v1::Record record = RecordAt(response.record().log_index());
  EXPECT_EQ(record.event_type(), "warning.read");
  EXPECT_EQ(record.warning_id(), id_);
  EXPECT_EQ(record.actor().agency_id(), kSender);
  EXPECT_EQ(record.officer_pseudonym(), "of-3");
}

TEST_F(GetWarningTest, AStrangersLookIsLikeALookAtNothingAndRecorded) {
  const uint64_t before = LogSize();
  const absl::Status refused = Get(kStranger, id_).status();
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(LogSize() - before, 1U);
  EXPECT_EQ(RecordAt(before).warning_id(), id_);
  EXPECT_EQ(RecordAt(before).refusal(), v1::ERROR_REASON_NOT_FOUND);
  EXPECT_THAT(Get(kStranger, NoSuchId()), SameRefusalAs(refused));
  EXPECT_EQ(LogSize() - before, 2U);
}

TEST_F(GetWarningTest, AnOverseerOfAnotherCountryIsAStranger) {
  v1::CreateAgencyRequest create;
  create.set_request_id(NewId());
  *create.mutable_agency() = Entry("pdh", v1::AGENCY_KIND_OMBUDSMAN, {});
  create.mutable_agency()->set_country("GT");
  ASSERT_THAT(Call(api().create_agency, Administrator(), create), IsOk());
  EnrolAgency("pdh");
  EXPECT_THAT(Get("pdh", id_), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(GetWarningTest, AMalformedLookIsNamed) {
  EXPECT_THAT(Get(kSender, "short"), ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
  v1::GetWarningRequest request;
  request.set_warning_id(id_);
  EXPECT_THAT(Call(api().get_warning, Administrator(), request),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
