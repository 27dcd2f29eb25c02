#include "gateway/store/overlay.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "gateway/store/memory/memory_store.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

TEST(OverlayTest, EndOfPrefixIsTheNextStringThatDoesNotBeginWithIt) {
  EXPECT_EQ(EndOfPrefix("a"), "b");
  EXPECT_EQ(EndOfPrefix("a\xff"), "b");
  EXPECT_EQ(EndOfPrefix("\xff"), "");
  EXPECT_EQ(EndOfPrefix(""), "");
}

// Any mix of writes reads through the overlay as it reads after its commit.
TEST(OverlayTest, ReadsLikeTheStoreAfterTheWritesAreMade) {
  std::minstd_rand random(7);
  for (int round = 0; round < 200; ++round) {
    MemoryStore store;
    ASSERT_OK_AND_ASSIGN(auto first, store.Begin());
    for (int i = 0; i < 10; ++i)
      ASSERT_THAT(first->Put(Table::kFeed, absl::StrCat(random() % 20), "old"), IsOk());
    ASSERT_THAT(first->Commit(), IsOk());
    ASSERT_OK_AND_ASSIGN(auto base, store.Read());
    Overlay overlay(*base);
    for (int i = 0; i < 8; ++i) {
      const std::string key = absl::StrCat(random() % 20);
      random() % 2 == 0 ? overlay.Put(Table::kFeed, key, "new") : overlay.Delete(Table::kFeed, key);
    }
    ASSERT_OK_AND_ASSIGN(auto second, store.Begin());
    ASSERT_THAT(overlay.ApplyTo(*second), IsOk());
    ASSERT_THAT(second->Commit(), IsOk());
    ASSERT_OK_AND_ASSIGN(auto after, store.Read());
    for (int i = 0; i < 20; ++i) {
      Range range;
      range.prefix = random() % 2 == 0 ? "" : "1";
      if (random() % 2 == 0) range.after = absl::StrCat(random() % 20);
      range.limit = 1 + random() % 5;
      range.reverse = random() % 2 == 0;
      ASSERT_OK_AND_ASSIGN(const auto expected, after->Scan(Table::kFeed, range));
      ASSERT_OK_AND_ASSIGN(const auto got, overlay.Scan(Table::kFeed, range));
      ASSERT_EQ(got.size(), expected.size());
      for (size_t j = 0; j < got.size(); ++j) {
        EXPECT_EQ(got[j].key, expected[j].key);
        EXPECT_EQ(got[j].value, expected[j].value);
      }
      const std::string key = absl::StrCat(i);
      EXPECT_EQ(*overlay.Get(Table::kFeed, key), *after->Get(Table::kFeed, key));
    }
  }
}

}  // namespace
}  // namespace enlace::store
