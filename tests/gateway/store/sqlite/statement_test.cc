#include "gateway/store/sqlite/statement.h"

#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

class StatementTest : public ::testing::Test {
 protected:
  StatementTest() { EXPECT_EQ(sqlite3_open(":memory:", &db_), SQLITE_OK); }
  ~StatementTest() override { sqlite3_close(db_); }
  sqlite3* db_ = nullptr;
};

TEST_F(StatementTest, BytesAndNumbersComeBack) {
  ASSERT_OK_AND_ASSIGN(auto statement, Statement::New(db_, "SELECT ?1, ?2, ?3"));
  ASSERT_THAT(statement->BindBlob(1, absl::string_view("\0\xff", 2)), IsOk());
  ASSERT_THAT(statement->BindNumber(2, -5), IsOk());
  ASSERT_THAT(statement->BindBlob(3, absl::string_view()), IsOk());
  ASSERT_OK_AND_ASSIGN(const bool has_row, statement->Step());
  ASSERT_TRUE(has_row);
  EXPECT_EQ(statement->Blob(0), std::string("\0\xff", 2));
  EXPECT_EQ(statement->Number(1), -5);
  EXPECT_EQ(statement->Blob(2), "");
  ASSERT_OK_AND_ASSIGN(const bool has_more, statement->Step());
  EXPECT_FALSE(has_more);
}

TEST_F(StatementTest, CodesBecomeStatuses) {
  EXPECT_THAT(SqliteError(db_, SQLITE_CORRUPT, "x"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(SqliteError(db_, SQLITE_NOTADB, "x"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(SqliteError(db_, SQLITE_FULL, "x"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(SqliteError(db_, SQLITE_IOERR_FSYNC, "x"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(SqliteError(db_, SQLITE_BUSY_SNAPSHOT, "x"), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_THAT(SqliteError(db_, SQLITE_MISUSE, "x"), StatusIs(absl::StatusCode::kInternal));
}

TEST_F(StatementTest, FailedStepKeepsItsCode) {
  ASSERT_EQ(sqlite3_exec(db_, "CREATE TABLE t(x UNIQUE); INSERT INTO t VALUES(1)", nullptr, nullptr, nullptr),
            SQLITE_OK);
  ASSERT_OK_AND_ASSIGN(auto statement, Statement::New(db_, "INSERT INTO t VALUES(1)"));
  EXPECT_FALSE(statement->Step().ok());
  EXPECT_EQ(statement->last_code() & 0xff, SQLITE_CONSTRAINT);
}

}  // namespace
}  // namespace enlace::store
