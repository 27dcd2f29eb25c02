#include "gateway/service/cases/link_native_number.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class LinkNativeNumberTest : public GatewayFixture {
 protected:
  LinkNativeNumberTest() {
    EnrolScene();
    referral_ = MustSubmit(kSender, Urgent(), {kPolice});
  }
  absl::StatusOr<v1::LinkNativeNumberResponse> Link(const std::string& caller, const std::string& case_id,
                                                    char number = 'n') {
    v1::LinkNativeNumberRequest request;
    request.set_request_id(NewId());
    request.set_case_id(case_id);
    request.set_native_number_hash(std::string(32, number));
    return Call(api().link_native_number, CallerOf(caller), request);
  }
  absl::StatusOr<v1::GetCaseStatusResponse> Find(const std::string& caller, char number = 'n') {
    v1::GetCaseStatusRequest request;
    request.mutable_key()->set_native_number_hash(std::string(32, number));
    return Call(api().get_case_status, CallerOf(caller), request);
  }
  v1::Referral referral_;
};

TEST_F(LinkNativeNumberTest, TheNumberFindsTheCaseForItsOwnAgencyOnly) {
  ASSERT_OK_AND_ASSIGN(const v1::LinkNativeNumberResponse linked, Link(kProsecutor, referral_.case_id()));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(linked.receipt()));
  EXPECT_EQ(proven.record.event_type(), "number.linked");
  ASSERT_OK_AND_ASSIGN(const v1::GetCaseStatusResponse found, Find(kProsecutor));
  EXPECT_EQ(found.status().case_id(), referral_.case_id());
  EXPECT_THAT(Find(kFederal), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(LinkNativeNumberTest, ANumberMeansOneCaseOfAnAgency) {
  const std::string second = MustSubmit(kSender, Urgent()).case_id();
  ASSERT_THAT(Link(kProsecutor, referral_.case_id()), IsOk());
  EXPECT_THAT(Link(kProsecutor, referral_.case_id()), IsOk());
  EXPECT_THAT(Link(kProsecutor, second), ReasonIs(v1::ERROR_REASON_ALREADY_EXISTS));
  EXPECT_THAT(Link(kFederal, second), IsOk());
}

TEST_F(LinkNativeNumberTest, TheNumberLeadsNowhereOnceAccessEnded) {
  ASSERT_THAT(Link(kProsecutor, referral_.case_id()), IsOk());
  MustSubmit(kSender, Urgent(), {kProsecutor}, referral_.case_id());
  EXPECT_THAT(Find(kProsecutor), SameRefusalAs(Find(kProsecutor, 'x').status()));
}

TEST_F(LinkNativeNumberTest, StrangersAndExcludedCannotProbe) {
  for (const char* id : {kStranger, kPolice}) {
    const uint64_t before = LogSize();
    const absl::Status refused = Link(id, referral_.case_id()).status();
    EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
    EXPECT_EQ(LogSize() - before, 1u);
    EXPECT_THAT(Link(id, NoSuchId()), SameRefusalAs(refused));
    EXPECT_EQ(LogSize() - before, 2u);
  }
}

TEST_F(LinkNativeNumberTest, TheHashHas32Bytes) {
  v1::LinkNativeNumberRequest request;
  request.set_request_id(NewId());
  request.set_case_id(referral_.case_id());
  request.set_native_number_hash("plain number");
  EXPECT_EQ(base::FieldOf(Call(api().link_native_number, CallerOf(kProsecutor), request).status()),
            "native_number_hash");
}

}  // namespace
}  // namespace enlace::service
