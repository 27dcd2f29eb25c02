#include "gateway/store/last_seen_rows.h"

#include "gateway/store/memory/memory_store.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

const absl::Time kThen = absl::FromUnixSeconds(1768478400);

TEST(LastSeenRowsTest, TheLastTimeStandsAndPagesGoOn) {
  MemoryStore store;
  auto transaction = *store.Begin();
  ASSERT_THAT(WriteLastSeen(*transaction, {"aa", kThen}), IsOk());
  ASSERT_THAT(WriteLastSeen(*transaction, {"bb", kThen}), IsOk());
  ASSERT_THAT(WriteLastSeen(*transaction, {"aa", kThen + absl::Hours(1)}), IsOk());
  ASSERT_THAT(transaction->Commit(), IsOk());
  ASSERT_OK_AND_ASSIGN(const std::vector<LastSeen> first, ListLastSeen(**store.Read(), "", 1));
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].serial, "aa");
  EXPECT_EQ(first[0].time, kThen + absl::Hours(1));
  ASSERT_OK_AND_ASSIGN(const std::vector<LastSeen> second, ListLastSeen(**store.Read(), "aa", 10));
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].serial, "bb");
}

}  // namespace
}  // namespace enlace::store
