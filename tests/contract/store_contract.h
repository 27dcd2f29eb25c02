// What every store does: one suite, run by each of them.
//
//   struct MemoryFactory { std::unique_ptr<store::Store> New() {...} };
//   INSTANTIATE_TYPED_TEST_SUITE_P(Memory, StoreContract, MemoryFactory);
#ifndef ENLACE_TESTS_CONTRACT_STORE_CONTRACT_H_
#define ENLACE_TESTS_CONTRACT_STORE_CONTRACT_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/store/store.h"
#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {

template <typename Factory>
class StoreContract : public ::testing::Test {
 protected:
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  void Write(const Pairs& rows, Table table = Table::kFeed) {
    ASSERT_OK_AND_ASSIGN(auto transaction, store_->Begin());
    for (const auto& [key, value] : rows) ASSERT_THAT(transaction->Put(table, key, value), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  static absl::optional<std::string> GetFrom(Reader& reader, absl::string_view key) {
    const auto value = reader.Get(Table::kFeed, key);
    EXPECT_THAT(value, IsOk());
    return value.ok() ? *value : absl::nullopt;
  }
  absl::optional<std::string> Get(absl::string_view key) {
    const auto reader = store_->Read();
    EXPECT_THAT(reader, IsOk());
    return GetFrom(**reader, key);
  }
  static std::string Keys(Reader& reader, const Range& range) {
    const auto rows = reader.Scan(Table::kFeed, range);
    EXPECT_THAT(rows, IsOk());
    std::string keys;
    for (const Row& row : *rows) absl::StrAppend(&keys, keys.empty() ? "" : " ", row.key);
    return keys;
  }
  std::string Keys(const Range& range) {
    const auto reader = store_->Read();
    EXPECT_THAT(reader, IsOk());
    return Keys(**reader, range);
  }

  Factory factory_;
  std::unique_ptr<Store> store_ = factory_.New();
};

TYPED_TEST_SUITE_P(StoreContract);

TYPED_TEST_P(StoreContract, MissingRowIsNothing) { EXPECT_EQ(this->Get("k"), absl::nullopt); }

TYPED_TEST_P(StoreContract, CommittedRowIsSeen) {
  this->Write({{"k", "v"}});
  EXPECT_EQ(this->Get("k"), "v");
}

TYPED_TEST_P(StoreContract, LaterPutReplaces) {
  this->Write({{"k", "v"}});
  this->Write({{"k", "w"}});
  EXPECT_EQ(this->Get("k"), "w");
}

TYPED_TEST_P(StoreContract, EmptyValueIsNotAMissingRow) {
  this->Write({{"k", ""}});
  EXPECT_EQ(this->Get("k"), "");
}

TYPED_TEST_P(StoreContract, TablesAreApart) {
  this->Write({{"k", "v"}}, Table::kCase);
  EXPECT_EQ(this->Get("k"), absl::nullopt);
}

TYPED_TEST_P(StoreContract, KeysAndValuesHoldAnyByte) {
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  this->Write({{all, all}, {std::string("\0", 1), std::string("\0\xff", 2)}});
  EXPECT_EQ(this->Get(all), all);
  EXPECT_EQ(this->Get(absl::string_view("\0", 1)), std::string("\0\xff", 2));
}

TYPED_TEST_P(StoreContract, KeysAreOrderedAsUnsignedBytes) {
  this->Write({{"\xff", ""}, {"a", ""}, {"\x80", ""}, {std::string("a\0", 2), ""}});
  EXPECT_EQ(this->Keys(Range{.prefix = ""}), absl::StrCat("a ", absl::string_view("a\0", 2), " \x80 \xff"));
}

TYPED_TEST_P(StoreContract, WhatIsDueFirstComesFirst) {
  const absl::Time time = absl::FromUnixSeconds(1768478400);
  this->Write({{DueKey(time + absl::Microseconds(1), "a"), ""}, {DueKey(time, "b"), ""}}, Table::kDue);
  this->Write({{"b", ""}}, Table::kHeld);
  const auto reader = this->store_->Read();
  ASSERT_THAT(reader, IsOk());
  const auto first = (*reader)->Scan(Table::kDue, Range{.limit = 1});
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->size(), 1U);
  EXPECT_EQ(first->front().key, DueKey(time, "b"));
  EXPECT_EQ((*reader)->Scan(Table::kHeld, Range{})->size(), 1U);
}

TYPED_TEST_P(StoreContract, WarningsHaveTablesOfTheirOwnAndTheNewestComesFirst) {
  const absl::Time time = absl::FromUnixSeconds(1768478400);
  this->Write({{WarningOrderKey("unit", time, "old"), ""},
               {WarningOrderKey("unit", time + absl::Hours(1), "new"), ""}},
              Table::kWarningOrder);
  for (const Table table : {Table::kWarning, Table::kWarningParty, Table::kWarningArea, Table::kWarningDue,
                            Table::kReferralArea}) {
    this->Write({{"k", ""}}, table);
  }
  const auto reader = this->store_->Read();
  ASSERT_THAT(reader, IsOk());
  const auto order = (*reader)->Scan(Table::kWarningOrder, Range{});
  ASSERT_THAT(order, IsOk());
  ASSERT_EQ(order->size(), 2U);
  EXPECT_EQ(order->front().key, WarningOrderKey("unit", time + absl::Hours(1), "new"));
  EXPECT_EQ((*reader)->Scan(Table::kReferralArea, Range{})->size(), 1U);
}

TYPED_TEST_P(StoreContract, ScanKeepsToItsPrefix) {
  this->Write({{"a", ""}, {"b", ""}, {"b1", ""}, {"b2", ""}, {"c", ""}});
  EXPECT_EQ(this->Keys(Range{.prefix = "b"}), "b b1 b2");
  EXPECT_EQ(this->Keys(Range{.prefix = "b", .reverse = true}), "b2 b1 b");
  EXPECT_EQ(this->Keys(Range{.prefix = "d"}), "");
}

TYPED_TEST_P(StoreContract, PrefixOfHighestBytesEndsNowhere) {
  this->Write({{"a", ""}, {"\xff", ""}, {"\xff\xff", ""}, {"\xff\xff\x01", ""}});
  EXPECT_EQ(this->Keys(Range{.prefix = "\xff\xff"}), "\xff\xff \xff\xff\x01");
  EXPECT_EQ(this->Keys(Range{.prefix = "\xff\xff", .reverse = true}), "\xff\xff\x01 \xff\xff");
}

TYPED_TEST_P(StoreContract, ScanGoesOnStrictlyAfter) {
  this->Write({{"a", ""}, {"b1", ""}, {"b2", ""}, {"b3", ""}, {"c", ""}});
  EXPECT_EQ(this->Keys(Range{.prefix = "b", .after = "b1"}), "b2 b3");
  EXPECT_EQ(this->Keys(Range{.prefix = "b", .after = "b3"}), "");
  EXPECT_EQ(this->Keys(Range{.prefix = "b", .after = "a"}), "b1 b2 b3");
  EXPECT_EQ(this->Keys(Range{.prefix = "b", .after = "c"}), "");
  EXPECT_EQ(this->Keys(Range{.prefix = "b", .after = "b3", .reverse = true}), "b2 b1");
  EXPECT_EQ(this->Keys(Range{.prefix = "b", .after = "c", .reverse = true}), "b3 b2 b1");
  EXPECT_EQ(this->Keys(Range{.prefix = "b", .after = "a", .reverse = true}), "");
}

TYPED_TEST_P(StoreContract, ScanStopsAtItsLimit) {
  this->Write({{"a", ""}, {"b", ""}, {"c", ""}});
  EXPECT_EQ(this->Keys(Range{.prefix = "", .limit = 2}), "a b");
  EXPECT_EQ(this->Keys(Range{.prefix = "", .limit = 2, .reverse = true}), "c b");
  EXPECT_EQ(this->Keys(Range{.prefix = "", .after = "a", .limit = 1}), "b");
}

TYPED_TEST_P(StoreContract, DeleteRemovesAndForgivesWhatIsNotThere) {
  this->Write({{"k", "v"}});
  ASSERT_OK_AND_ASSIGN(auto transaction, this->store_->Begin());
  EXPECT_THAT(transaction->Delete(Table::kFeed, "k"), IsOk());
  EXPECT_THAT(transaction->Delete(Table::kFeed, "never"), IsOk());
  ASSERT_THAT(transaction->Commit(), IsOk());
  EXPECT_EQ(this->Get("k"), absl::nullopt);
}

TYPED_TEST_P(StoreContract, TransactionSeesItsOwnWrites) {
  this->Write({{"a", "1"}, {"b", "1"}, {"d", "1"}});
  ASSERT_OK_AND_ASSIGN(auto transaction, this->store_->Begin());
  ASSERT_THAT(transaction->Put(Table::kFeed, "c", "2"), IsOk());
  ASSERT_THAT(transaction->Put(Table::kFeed, "a", "2"), IsOk());
  ASSERT_THAT(transaction->Delete(Table::kFeed, "b"), IsOk());
  EXPECT_EQ(this->GetFrom(*transaction, "a"), "2");
  EXPECT_EQ(this->GetFrom(*transaction, "b"), absl::nullopt);
  EXPECT_EQ(this->Keys(*transaction, Range{.prefix = ""}), "a c d");
  EXPECT_EQ(this->Keys(*transaction, Range{.prefix = "", .limit = 2, .reverse = true}), "d c");
}

TYPED_TEST_P(StoreContract, NothingIsSeenBeforeTheCommit) {
  ASSERT_OK_AND_ASSIGN(auto transaction, this->store_->Begin());
  ASSERT_THAT(transaction->Put(Table::kFeed, "k", "v"), IsOk());
  EXPECT_EQ(this->Get("k"), absl::nullopt);
  ASSERT_THAT(transaction->Commit(), IsOk());
  EXPECT_EQ(this->Get("k"), "v");
}

TYPED_TEST_P(StoreContract, DroppedTransactionLeavesNothing) {
  this->Write({{"k", "v"}});
  {
    ASSERT_OK_AND_ASSIGN(auto transaction, this->store_->Begin());
    ASSERT_THAT(transaction->Put(Table::kFeed, "k", "w"), IsOk());
    ASSERT_THAT(transaction->Put(Table::kCase, "x", "y"), IsOk());
  }
  EXPECT_EQ(this->Get("k"), "v");
  this->Write({{"l", "v"}});
  EXPECT_EQ(this->Keys(Range{.prefix = ""}), "k l");
}

TYPED_TEST_P(StoreContract, ViewKeepsTheStateItBeganWith) {
  this->Write({{"k", "v"}});
  ASSERT_OK_AND_ASSIGN(auto before, this->store_->Read());
  this->Write({{"k", "w"}, {"l", "w"}});
  EXPECT_EQ(this->GetFrom(*before, "k"), "v");
  EXPECT_EQ(this->Keys(*before, Range{.prefix = ""}), "k");
  EXPECT_EQ(this->Get("k"), "w");
}

TYPED_TEST_P(StoreContract, ReadersNeverSeeHalfACommit) {
  this->Write({{"a", "0"}, {"b", "0"}});
  std::atomic<bool> done{false};
  std::atomic<int> torn{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto view = this->store_->Read();
        if (!view.ok() || *(*view)->Get(Table::kFeed, "a") != *(*view)->Get(Table::kFeed, "b")) ++torn;
      }
    });
  }
  for (int i = 1; i <= 50; ++i) this->Write({{"a", absl::StrCat(i)}, {"b", absl::StrCat(i)}});
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
}

TYPED_TEST_P(StoreContract, WritersTakeTurns) {
  this->Write({{"n", "0"}});
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      for (int j = 0; j < 10; ++j) {
        auto transaction = this->store_->Begin();
        ASSERT_THAT(transaction, IsOk());
        const std::string count = **(*transaction)->Get(Table::kFeed, "n");
        ASSERT_THAT((*transaction)->Put(Table::kFeed, "n", absl::StrCat(std::stoi(count) + 1)), IsOk());
        ASSERT_THAT((*transaction)->Commit(), IsOk());
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(this->Get("n"), "40");
}

TYPED_TEST_P(StoreContract, VaultKeepsTheFirstKeyOfASubject) {
  KeyVault& keys = this->store_->keys();
  EXPECT_THAT(keys.Get("case:1"), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_OK_AND_ASSIGN(const base::Secret first,
                       keys.GetOrCreate("case:1", base::Secret(std::string(32, 'a'))));
  ASSERT_OK_AND_ASSIGN(const base::Secret again,
                       keys.GetOrCreate("case:1", base::Secret(std::string(32, 'b'))));
  ASSERT_OK_AND_ASSIGN(const base::Secret got, keys.Get("case:1"));
  EXPECT_TRUE(first.Equals(std::string(32, 'a')));
  EXPECT_TRUE(again.Equals(std::string(32, 'a')));
  EXPECT_TRUE(got.Equals(std::string(32, 'a')));
}

TYPED_TEST_P(StoreContract, VaultMakesManyKeysAtOnceInOrder) {
  KeyVault& keys = this->store_->keys();
  ASSERT_THAT(keys.GetOrCreate("b", base::Secret(std::string(32, 'b'))), IsOk());
  char next = 'x';
  ASSERT_OK_AND_ASSIGN(const std::vector<base::Secret> made, keys.GetOrCreateAll({"a", "b", "c"}, [&next] {
    return base::Secret(std::string(32, next++));
  }));
  ASSERT_EQ(made.size(), 3U);
  EXPECT_TRUE(made[0].Equals(std::string(32, 'x')));
  EXPECT_TRUE(made[1].Equals(std::string(32, 'b')));
  EXPECT_TRUE(made[2].Equals(std::string(32, 'y')));
}

TYPED_TEST_P(StoreContract, ErasedKeyIsGoneAndOthersStay) {
  KeyVault& keys = this->store_->keys();
  ASSERT_THAT(keys.GetOrCreate("case:1", base::Secret(std::string(32, 'a'))), IsOk());
  ASSERT_THAT(keys.GetOrCreate("case:2", base::Secret(std::string(32, 'b'))), IsOk());
  EXPECT_THAT(keys.Erase("case:1"), IsOk());
  EXPECT_THAT(keys.Erase("case:1"), IsOk());
  EXPECT_THAT(keys.Get("case:1"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(keys.Get("case:2"), IsOk());
}

REGISTER_TYPED_TEST_SUITE_P(StoreContract, MissingRowIsNothing, CommittedRowIsSeen, LaterPutReplaces,
                            EmptyValueIsNotAMissingRow, TablesAreApart, KeysAndValuesHoldAnyByte,
                            KeysAreOrderedAsUnsignedBytes, WhatIsDueFirstComesFirst,
                            WarningsHaveTablesOfTheirOwnAndTheNewestComesFirst, ScanKeepsToItsPrefix,
                            PrefixOfHighestBytesEndsNowhere, ScanGoesOnStrictlyAfter, ScanStopsAtItsLimit,
                            DeleteRemovesAndForgivesWhatIsNotThere, TransactionSeesItsOwnWrites,
                            NothingIsSeenBeforeTheCommit, DroppedTransactionLeavesNothing,
                            ViewKeepsTheStateItBeganWith, ReadersNeverSeeHalfACommit, WritersTakeTurns,
                            VaultKeepsTheFirstKeyOfASubject, VaultMakesManyKeysAtOnceInOrder,
                            ErasedKeyIsGoneAndOthersStay);

}  // namespace enlace::store

#endif  // ENLACE_TESTS_CONTRACT_STORE_CONTRACT_H_
