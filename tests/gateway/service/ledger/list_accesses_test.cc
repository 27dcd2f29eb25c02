#include "gateway/service/ledger/list_accesses.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Not;
using ::testing::Property;

class ListAccessesTest : public GatewayFixture {
 protected:
  ListAccessesTest() {
    EnrolScene();
    referral_ = MustSubmit(kSender, Urgent(), {kPolice});
  }
  v1::ListAccessesRequest Request(const std::string& case_id) {
    v1::ListAccessesRequest request;
    request.set_case_id(case_id);
    request.set_officer_pseudonym("officer-3");
    request.set_purpose("complaint");
    return request;
  }
  absl::StatusOr<v1::ListAccessesResponse> List(const std::string& caller,
                                                const v1::ListAccessesRequest& request) {
    return Call(api().list_accesses, CallerOf(caller), request);
  }
  static auto Access(const std::string& agency, const std::string& type) {
    return AllOf(Property(&v1::CaseAccess::actor, Property(&v1::AgencyRef::agency_id, agency)),
                 Property(&v1::CaseAccess::event_type, type));
  }
  v1::Referral referral_;
};

TEST_F(ListAccessesTest, TheOverseerSeesEveryActAndLookAndItsOwn) {
  ASSERT_THAT(Call(api().get_case_status, CallerOf(kProsecutor), LookAt(referral_.case_id())), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::ListAccessesResponse response,
                       List(kOmbudsman, Request(referral_.case_id())));
  EXPECT_THAT(response.accesses(), Contains(Access(kSender, "referral.submitted")));
  EXPECT_THAT(response.accesses(),
              Contains(AllOf(Access(kProsecutor, "case.read"),
                             Property(&v1::CaseAccess::officer_pseudonym, "officer-looking"),
                             Property(&v1::CaseAccess::purpose, "risk-review"))));
  EXPECT_THAT(response.accesses(), Contains(Access(kOmbudsman, "accesses.read")));
  EXPECT_EQ(RecordAt(response.record().log_index()).event_type(), "accesses.read");
}

TEST_F(ListAccessesTest, RefusedLooksAtTheCaseAreListedToo) {
  for (const char* id : {kPolice, kStranger}) {
    EXPECT_FALSE(Call(api().get_case_status, CallerOf(id), LookAt(referral_.case_id())).ok());
  }
  ASSERT_OK_AND_ASSIGN(const v1::ListAccessesResponse response,
                       List(kOmbudsman, Request(referral_.case_id())));
  for (const char* id : {kPolice, kStranger}) {
    EXPECT_THAT(response.accesses(), Contains(Access(id, "case.read.refused"))) << id;
  }
}

TEST_F(ListAccessesTest, RefusedLooksByReferralAreListedToo) {
  v1::GetReferralRequest get;
  get.set_referral_id(referral_.referral_id());
  EXPECT_FALSE(Call(api().get_referral, CallerOf(kPolice), get).ok());
  EXPECT_FALSE(Advance(referral_, kProsecutor, ConfirmDelivery(), kStranger).ok());
  ASSERT_OK_AND_ASSIGN(const v1::ListAccessesResponse response,
                       List(kOmbudsman, Request(referral_.case_id())));
  EXPECT_THAT(response.accesses(), Contains(Access(kPolice, "referral.read.refused")));
  EXPECT_THAT(response.accesses(), Contains(Access(kStranger, "command.refused")));
}

TEST_F(ListAccessesTest, RefusedLooksOfAnExcludedAgencyByItsOwnNumberAreListedToo) {
  v1::LinkNativeNumberRequest link;
  link.set_request_id(NewId());
  link.set_case_id(referral_.case_id());
  link.set_native_number_hash(std::string(32, 'n'));
  ASSERT_THAT(Call(api().link_native_number, CallerOf(kProsecutor), link), IsOk());
  MustSubmit(kSender, Urgent(), {kProsecutor}, referral_.case_id());
  v1::GetCaseStatusRequest get;
  get.mutable_key()->set_native_number_hash(link.native_number_hash());
  for (const char* id : {kProsecutor, kStranger}) {
    EXPECT_FALSE(Call(api().get_case_status, CallerOf(id), get).ok());
  }
  ASSERT_OK_AND_ASSIGN(const v1::ListAccessesResponse response,
                       List(kOmbudsman, Request(referral_.case_id())));
  EXPECT_THAT(response.accesses(), Contains(Access(kProsecutor, "case.read.refused")));
  EXPECT_THAT(response.accesses(), Not(Contains(Access(kStranger, "case.read.refused"))));
}

TEST_F(ListAccessesTest, PagesCoverEveryRecordOnce) {
  v1::ListAccessesRequest request = Request(referral_.case_id());
  request.set_page_size(3);
  std::vector<uint64_t> seen;
  for (int page = 0; page < 2; ++page) {
    ASSERT_OK_AND_ASSIGN(const v1::ListAccessesResponse response, List(kOmbudsman, request));
    ASSERT_EQ(response.accesses_size(), 3);
    for (const v1::CaseAccess& access : response.accesses()) {
      if (!seen.empty()) {
        EXPECT_GT(access.log_index(), seen.back());
      }
      seen.push_back(access.log_index());
    }
    request.set_page_token(response.next_page_token());
  }
  request.set_case_id(NoSuchId());
  EXPECT_EQ(base::FieldOf(List(kOmbudsman, request).status()), "page_token");
}

TEST_F(ListAccessesTest, WithoutADurableRecordOfTheLookNothingIsOpened) {
  store_.FailNext(Step::kCommit, absl::UnavailableError("disk full"));
  EXPECT_THAT(List(kOmbudsman, Request(referral_.case_id())), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
}

TEST_F(ListAccessesTest, PartiesMayNotListWhoeverTheyAre) {
  for (const char* id : {kSender, kProsecutor, kPolice, kStranger}) {
    const absl::Status refused = List(id, Request(referral_.case_id())).status();
    EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED)) << id;
    EXPECT_THAT(List(id, Request(NoSuchId())), SameRefusalAs(refused));
  }
}

TEST_F(ListAccessesTest, AnOverseerWithoutPartCannotProbe) {
  const v1::Referral hidden = MustSubmit(kSender, Urgent(), {kOmbudsman});
  const uint64_t before = LogSize();
  const absl::Status refused = List(kOmbudsman, Request(hidden.case_id())).status();
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(LogSize() - before, 1u);
  EXPECT_THAT(List(kOmbudsman, Request(NoSuchId())), SameRefusalAs(refused));
  EXPECT_EQ(LogSize() - before, 2u);
}

}  // namespace
}  // namespace enlace::service
