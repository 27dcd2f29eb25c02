#include "gateway/service/ledger/get_entries.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class GetEntriesTest : public GatewayFixture {
 protected:
  GetEntriesTest() {
    EnrolScene();
    MustSubmit(kSender, Urgent());
  }
  absl::StatusOr<v1::GetEntriesResponse> Get(const identity::Caller& caller, v1::LogId log,
                                             uint64_t first = 0, uint32_t count = 0) {
    v1::GetEntriesRequest request;
    request.set_log_id(log);
    request.set_first_index(first);
    request.set_max_entries(count);
    return Call(api().get_entries, caller, request);
  }
};

TEST_F(GetEntriesTest, LeavesHave192BytesAndTellNoContent) {
  ASSERT_OK_AND_ASSIGN(const v1::GetEntriesResponse response, Get(CallerOf(kOmbudsman), v1::LOG_ID_CASE));
  EXPECT_EQ(static_cast<uint64_t>(response.leaves_size()), LogSize());
  for (const std::string& leaf : response.leaves()) EXPECT_EQ(leaf.size(), ledger::kLeafSize);
  ASSERT_OK_AND_ASSIGN(const v1::GetEntriesResponse some, Get(CallerOf(kOmbudsman), v1::LOG_ID_CASE, 1, 2));
  ASSERT_EQ(some.leaves_size(), 2);
  EXPECT_EQ(some.leaves(0), response.leaves(1));
}

TEST_F(GetEntriesTest, TheCaseLogIsForOverseersAndTheTrustLogForAll) {
  EXPECT_THAT(Get(CallerOf(kProsecutor), v1::LOG_ID_CASE), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_THAT(Get(Administrator(), v1::LOG_ID_CASE), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_THAT(Get(CallerOf(kProsecutor), v1::LOG_ID_TRUST), IsOk());
}

TEST_F(GetEntriesTest, BehindTheLastLeafThereIsNothing) {
  ASSERT_OK_AND_ASSIGN(const v1::GetEntriesResponse response,
                       Get(CallerOf(kOmbudsman), v1::LOG_ID_CASE, LogSize()));
  EXPECT_EQ(response.leaves_size(), 0);
}

}  // namespace
}  // namespace enlace::service
