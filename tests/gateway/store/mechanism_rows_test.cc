#include "gateway/store/mechanism_rows.h"

#include "gateway/store/memory/memory_store.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class MechanismRowsTest : public ::testing::Test {
 protected:
  void Write(const std::string& digest) {
    v1::MechanismsRow row;
    row.set_digest(digest);
    (*row.mutable_files())["mexico.yaml"] = digest;
    auto transaction = *store_.Begin();
    ASSERT_THAT(WriteMechanisms(*transaction, row), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  std::vector<std::string> Problems(const std::string& digest) {
    ComparisonReport report;
    EXPECT_THAT(CompareMechanisms(
                    **store_.Read(), digest,
                    [](const v1::MechanismsRow& row) { return row.files().at("mexico.yaml"); }, &report),
                IsOk());
    return report.problems;
  }
  MemoryStore store_;
};

TEST_F(MechanismRowsTest, ThereIsOneRowAndTheLastOneCounts) {
  EXPECT_FALSE((*FindMechanisms(**store_.Read())).has_value());
  Write("one");
  Write("two");
  EXPECT_EQ((*FindMechanisms(**store_.Read()))->digest(), "two");
}

TEST_F(MechanismRowsTest, TheFilesAreThoseOfTheLastRecord) {
  EXPECT_THAT(Problems(""), IsEmpty());
  EXPECT_THAT(Problems("one"), SizeIs(1));
  Write("one");
  EXPECT_THAT(Problems("one"), IsEmpty());
  EXPECT_THAT(Problems("two"), SizeIs(1));
  EXPECT_THAT(Problems(""), SizeIs(1));
}

}  // namespace
}  // namespace enlace::store
