#include "gateway/service/replay/request_replay.h"

#include "enlace/store/v1/state.pb.h"
#include "gateway/base/time_text.h"
#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

store::v1::Record RecordOf(const std::string& request_id, int second) {
  store::v1::Record record;
  record.mutable_actor()->set_agency_id("uep");
  record.set_request_id(request_id);
  *record.mutable_record_time() = base::ToProto(absl::FromUnixSeconds(second));
  return record;
}

class RequestReplayTest : public ::testing::Test {
 protected:
  void Remember(const std::string& key, uint64_t index, uint64_t tree_size) {
    store::v1::RequestRow row;
    row.set_log_id(v1::LOG_ID_CASE);
    row.set_log_index(index);
    row.set_tree_size(tree_size);
    auto transaction = *store_.Begin();
    ASSERT_THAT(transaction->Put(store::Table::kRequest, key, row.SerializeAsString()), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  std::vector<std::string> Problems(bool is_complete = true) {
    store::ComparisonReport report;
    const auto is_spent = [](const std::string& hash) { return hash == "\xAB"; };
    EXPECT_THAT(replay_.Compare(**store_.Read(), is_spent, is_complete, &report), IsOk());
    return report.problems;
  }
  store::MemoryStore store_;
  RequestReplay replay_;
};

TEST_F(RequestReplayTest, ACommandMayHaveSeveralRecordsOfOneTime) {
  replay_.Add(v1::LOG_ID_CASE, 4, 9, RecordOf("id", 1));
  replay_.Add(v1::LOG_ID_CASE, 6, 9, RecordOf("id", 1));
  Remember(store::RequestKey("agency/uep", "id"), 6, 9);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(RequestReplayTest, TwoTimesAreTwoCommands) {
  replay_.Add(v1::LOG_ID_CASE, 4, 9, RecordOf("id", 1));
  replay_.Add(v1::LOG_ID_CASE, 6, 9, RecordOf("id", 2));
  Remember(store::RequestKey("agency/uep", "id"), 4, 9);
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("took effect more than once")));
}

TEST_F(RequestReplayTest, ARefusalSpendsNoRequestId) {
  store::v1::Record refused = RecordOf("id", 1);
  refused.set_refusal(v1::ERROR_REASON_NOT_FOUND);
  replay_.Add(v1::LOG_ID_CASE, 4, 9, refused);
  replay_.Add(v1::LOG_ID_CASE, 9, 10, RecordOf("id", 2));
  Remember(store::RequestKey("agency/uep", "id"), 9, 10);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(RequestReplayTest, TellsAWrongRecordAndAWrongTree) {
  replay_.Add(v1::LOG_ID_CASE, 4, 9, RecordOf("a", 1));
  replay_.Add(v1::LOG_ID_CASE, 5, 9, RecordOf("b", 2));
  Remember(store::RequestKey("agency/uep", "a"), 5, 9);
  Remember(store::RequestKey("agency/uep", "b"), 5, 8);
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("another record than its own"),
                                      HasSubstr("a tree of 8 leaves instead of 9")));
}

TEST_F(RequestReplayTest, ARowWithoutRecordsIsAProblemUnlessRecordsWereErased) {
  Remember(store::RequestKey("agency/uep", "id"), 4, 9);
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("no record has it")));
  EXPECT_THAT(Problems(/*is_complete=*/false), IsEmpty());
}

TEST_F(RequestReplayTest, AnEnrolmentIsRememberedByItsToken) {
  Remember(store::RequestKey("token", "ab"), 1, 2);
  EXPECT_THAT(Problems(), IsEmpty());
  Remember(store::RequestKey("token", "cd"), 1, 2);
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("no such token was spent")));
}

}  // namespace
}  // namespace enlace::service
