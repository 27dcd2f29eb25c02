#include "gateway/ledger/receipt.h"

#include "gateway/ledger/tree.h"
#include "tests/gateway/ledger/ledger_fixture.h"
#include "tests/gateway/ledger/naive_tree.h"

namespace enlace::ledger {
namespace {

TEST(ReceiptTest, SameArgumentsGiveTheSameBytes) {
  Tree tree;
  for (int i = 0; i < 9; ++i) tree.Append(NaiveLeaf(i));
  const auto key = TestKey("example.gob/caselog/1", 'k');
  const ReceiptSubject subject{
      .index = 4, .leaf = std::string(kLeafSize, 'l'), .record_bytes = "", .salt = ""};
  ASSERT_OK_AND_ASSIGN(const v1::Receipt first, BuildReceipt(subject, tree, 9, *key));
  ASSERT_OK_AND_ASSIGN(const v1::Receipt second, BuildReceipt(subject, tree, 9, *key));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(first.log_index(), 4U);
  EXPECT_FALSE(first.has_record_time());
}

TEST(ReceiptTest, IndexBeyondTheTreeIsOutOfRange) {
  Tree tree;
  tree.Append(NaiveLeaf(0));
  EXPECT_THAT(
      BuildReceipt({.index = 1, .leaf = "", .record_bytes = "", .salt = ""}, tree, 1, *TestKey("a", 'k')),
      StatusIs(absl::StatusCode::kOutOfRange));
}

TEST(ReceiptTest, RecordThatCannotBeParsedIsDataLoss) {
  Tree tree;
  tree.Append(NaiveLeaf(0));
  EXPECT_THAT(
      BuildReceipt({.index = 0, .leaf = "", .record_bytes = "\xff", .salt = ""}, tree, 1, *TestKey("a", 'k')),
      StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace enlace::ledger
