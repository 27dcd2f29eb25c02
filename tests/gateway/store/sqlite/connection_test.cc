#include "gateway/store/sqlite/connection.h"

#include "gateway/store/sqlite/wal_reserve.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::store {
namespace {

class ConnectionTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Connection>> Open(Connection::Role role) {
    return Connection::New(folder_.File("x.db"), role);
  }
  TemporaryFolder folder_;
};

TEST_F(ConnectionTest, WriterSyncsEveryCommitAndMapsNoMemory) {
  ASSERT_OK_AND_ASSIGN(auto writer, Open(Connection::Role::kWriter));
  EXPECT_EQ(*writer->Text("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(*writer->Number("PRAGMA synchronous"), 2);
  EXPECT_EQ(*writer->Number("PRAGMA mmap_size"), 0);
  EXPECT_EQ(*writer->Number("PRAGMA wal_autocheckpoint"), kWalPages);
}

TEST_F(ConnectionTest, ReaderNeitherWritesNorCheckpoints) {
  ASSERT_OK_AND_ASSIGN(auto writer, Open(Connection::Role::kWriter));
  ASSERT_THAT(writer->Run("CREATE TABLE x(y)"), IsOk());
  ASSERT_OK_AND_ASSIGN(auto reader, Open(Connection::Role::kReader));
  EXPECT_EQ(*reader->Number("PRAGMA wal_autocheckpoint"), 0);
  EXPECT_FALSE(reader->Run("INSERT INTO x VALUES(1)").ok());
}

TEST_F(ConnectionTest, StatementsAreKeptForTheNextUse) {
  ASSERT_OK_AND_ASSIGN(auto writer, Open(Connection::Role::kWriter));
  ASSERT_OK_AND_ASSIGN(Statement * first, writer->Prepare("SELECT 1"));
  ASSERT_OK_AND_ASSIGN(Statement * second, writer->Prepare("SELECT 1"));
  EXPECT_EQ(first, second);
}

TEST_F(ConnectionTest, BadSqlIsADefectOfOurs) {
  ASSERT_OK_AND_ASSIGN(auto writer, Open(Connection::Role::kWriter));
  EXPECT_THAT(writer->Run("NONSENSE"), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(writer->Prepare("NONSENSE"), StatusIs(absl::StatusCode::kInternal));
}

TEST_F(ConnectionTest, FileThatCannotBeMadeIsRetryable) {
  EXPECT_THAT(Connection::New(folder_.File("no/such/x.db"), Connection::Role::kWriter),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace enlace::store
