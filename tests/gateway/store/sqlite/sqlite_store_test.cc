#include "gateway/store/sqlite/sqlite_store.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "gateway/base/files.h"
#include "gateway/store/sqlite/wal_reserve.h"
#include "tests/contract/store_contract.h"
#include "tests/gateway/store/sqlite/small_disk.h"
#include "tests/support/temporary_folder.h"

namespace enlace::store {

struct SqliteFactory {
  std::unique_ptr<Store> New() {
    auto store =
        SqliteStore::New({.folder = folder.path(), .stop_process = {}, .max_pages = 0, .reserve_wal = false});
    return store.ok() ? *std::move(store) : nullptr;
  }
  TemporaryFolder folder;
};
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreContract, SqliteFactory);

namespace {

class SqliteStoreTest : public ::testing::Test {
 protected:
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(const std::string& folder, int64_t max_pages = 0,
                                                           std::function<void(absl::string_view)> stop = {}) {
    return SqliteStore::New(
        {.folder = folder, .stop_process = std::move(stop), .max_pages = max_pages, .reserve_wal = false});
  }
  static absl::Status Put(Store& store, absl::string_view key, absl::string_view value) {
    ASSIGN_OR_RETURN(auto transaction, store.Begin());
    RETURN_IF_ERROR(transaction->Put(Table::kCase, key, value));
    return transaction->Commit();
  }
  static absl::optional<std::string> Get(Store& store, absl::string_view key) {
    const auto reader = store.Read();
    EXPECT_THAT(reader, IsOk());
    return *(*reader)->Get(Table::kCase, key);
  }
  void RunSql(const std::string& sql) {
    ASSERT_OK_AND_ASSIGN(auto db, Connection::New(folder_.File("state.db"), Connection::Role::kWriter));
    ASSERT_THAT(db->Run(sql), IsOk());
  }

  TemporaryFolder folder_;
};

TEST_F(SqliteStoreTest, ReopenFindsEverything) {
  {
    ASSERT_OK_AND_ASSIGN(auto store, Open(folder_.path()));
    ASSERT_THAT(Put(*store, "k", "v"), IsOk());
    ASSERT_THAT(store->keys().GetOrCreate("case:1", base::Secret(std::string(32, 'a'))), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(auto store, Open(folder_.path()));
  EXPECT_EQ(Get(*store, "k"), "v");
  EXPECT_THAT(store->keys().Get("case:1"), IsOk());
}

TEST_F(SqliteStoreTest, TakesTheRoomOfItsLogForWhoeverServes) {
  for (const bool serves : {false, true}) {
    const std::string folder = folder_.File(serves ? "serves" : "looks");
    ASSERT_OK_AND_ASSIGN(
        auto store,
        SqliteStore::New({.folder = folder, .stop_process = {}, .max_pages = 0, .reserve_wal = serves}));
    const auto size = static_cast<int64_t>(std::filesystem::file_size(folder + "/state.db-wal"));
    EXPECT_EQ(size >= kWholeWal, serves);
    ASSERT_THAT(Put(*store, "k", "v"), IsOk());
    EXPECT_EQ(Get(*store, "k"), "v");
  }
}

// The files as a kill leaves them: committed rows still in the WAL only, and a
// transaction under way.
TEST_F(SqliteStoreTest, FilesOfAKilledProcessRecover) {
  TemporaryFolder copy;
  ASSERT_OK_AND_ASSIGN(auto store, Open(folder_.path()));
  ASSERT_THAT(Put(*store, "k", "v"), IsOk());
  ASSERT_OK_AND_ASSIGN(auto open, store->Begin());
  ASSERT_THAT(open->Put(Table::kCase, "l", "lost"), IsOk());
  for (const char* name : {"state.db", "state.db-wal", "keys.db", "keys.db-wal"}) {
    std::filesystem::copy_file(folder_.File(name), copy.File(name));
  }
  ASSERT_GT(std::filesystem::file_size(copy.File("state.db-wal")), 0U);
  ASSERT_OK_AND_ASSIGN(auto recovered, Open(copy.path()));
  EXPECT_EQ(Get(*recovered, "k"), "v");
  EXPECT_EQ(Get(*recovered, "l"), absl::nullopt);
}

TEST_F(SqliteStoreTest, SecondOpenIsRefusedAndNamesTheLockFile) {
  ASSERT_OK_AND_ASSIGN(auto store, Open(folder_.path()));
  EXPECT_THAT(Open(folder_.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition, ::testing::HasSubstr(folder_.File("lock"))));
}

// As `sqlite3 state.db .backup` does beside a gateway that serves. It must be a process
// of its own: within one, SQLite knows of the other connections.
TEST_F(SqliteStoreTest, ProgramThatLooksBesideDoesNotDeleteTheLog) {
  ASSERT_OK_AND_ASSIGN(auto store, Open(folder_.path()));
  ASSERT_THAT(Put(*store, "k", "v"), IsOk());
  EXPECT_EQ(Get(*store, "k"), "v");
  const std::string look = "/usr/bin/python3 -c \"import sqlite3; db = sqlite3.connect('" +
                           folder_.File("state.db") +
                           "'); db.execute('SELECT count(*) FROM sqlite_master').fetchone(); db.close()\"";
  ASSERT_EQ(std::system(look.c_str()), 0);
  EXPECT_TRUE(std::filesystem::exists(folder_.File("state.db-wal")));
}

TEST_F(SqliteStoreTest, FullDiskIsRetryableAndKeepsTheStateBefore) {
  ASSERT_OK_AND_ASSIGN(auto store, Open(folder_.path(), 60));
  ASSERT_THAT(Put(*store, "k", "v"), IsOk());
  const absl::Status full = Put(*store, "big", std::string(1 << 20, 'x'));
  EXPECT_THAT(full, StatusIs(absl::StatusCode::kUnavailable, ::testing::HasSubstr("disk is full")));
  EXPECT_THAT(full, ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_EQ(Get(*store, "big"), absl::nullopt);
  EXPECT_EQ(Get(*store, "k"), "v");
  EXPECT_THAT(Put(*store, "small", "v"), IsOk());
}

TEST_F(SqliteStoreTest, FailedPutMakesTheCommitFail) {
  ASSERT_OK_AND_ASSIGN(auto store, Open(folder_.path(), 60));
  ASSERT_OK_AND_ASSIGN(auto transaction, store->Begin());
  ASSERT_THAT(transaction->Put(Table::kCase, "a", "v"), IsOk());
  EXPECT_THAT(transaction->Put(Table::kCase, "b", std::string(1 << 20, 'x')),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(transaction->Commit(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Get(*store, "a"), absl::nullopt);
}

TEST_F(SqliteStoreTest, DiskErrorAtCommitStopsTheProcess) {
  std::string why;
  ASSERT_OK_AND_ASSIGN(auto store,
                       Open(folder_.path(), 0, [&why](absl::string_view text) { why = std::string(text); }));
  ASSERT_THAT(Put(*store, "k", "v"), IsOk());
  ASSERT_OK_AND_ASSIGN(auto transaction, store->Begin());
  ASSERT_THAT(transaction->Put(Table::kCase, "l", std::string(20000, 'x')), IsOk());
  {
    const SmallDisk disk(folder_.File("state.db-wal"));
    EXPECT_THAT(transaction->Commit(), StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_THAT(why, ::testing::HasSubstr("disk I/O error"));
  EXPECT_THAT(store->Begin(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(store->Read(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(SqliteStoreTest, DiskErrorAtTheCommitOfAKeyStopsTheProcess) {
  std::string why;
  ASSERT_OK_AND_ASSIGN(auto store,
                       Open(folder_.path(), 0, [&why](absl::string_view text) { why = std::string(text); }));
  ASSERT_THAT(store->keys().GetOrCreate("a", base::Secret("1")), IsOk());
  {
    const SmallDisk disk(folder_.File("keys.db-wal"));
    EXPECT_THAT(store->keys().GetOrCreate("b", base::Secret("2")), StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_THAT(why, ::testing::HasSubstr("disk I/O error"));
  EXPECT_THAT(store->Begin(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(SqliteStoreTest, NewerSchemaIsRefused) {
  { ASSERT_THAT(Open(folder_.path()), IsOk()); }
  RunSql("PRAGMA user_version=2");
  EXPECT_THAT(Open(folder_.path()), StatusIs(absl::StatusCode::kFailedPrecondition,
                                             ::testing::HasSubstr("newer version (schema 2")));
}

TEST_F(SqliteStoreTest, AnOlderFileGetsTheTablesThatItLacks) {
  {
    ASSERT_OK_AND_ASSIGN(auto store, Open(folder_.path()));
    ASSERT_THAT(Put(*store, "k", "v"), IsOk());
  }
  RunSql("DROP TABLE t27; DROP TABLE t22");
  ASSERT_OK_AND_ASSIGN(auto store, Open(folder_.path()));
  EXPECT_EQ(Get(*store, "k"), "v");
  ASSERT_OK_AND_ASSIGN(const auto reader, store->Read());
  EXPECT_THAT(reader->Get(Table::kWarning, "none"), IsOk());
  EXPECT_THAT(reader->Get(Table::kReferralArea, "none"), IsOk());
}

TEST_F(SqliteStoreTest, FileOfAnotherProgramIsRefused) {
  RunSql("CREATE TABLE other(x); PRAGMA application_id=7");
  EXPECT_THAT(Open(folder_.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition, ::testing::HasSubstr("another program")));
}

TEST_F(SqliteStoreTest, FileThatIsNoDatabaseIsDataLoss) {
  ASSERT_THAT(base::WriteFileAtomically(folder_.File("state.db"), std::string(8192, 'x')), IsOk());
  EXPECT_THAT(Open(folder_.path()), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(SqliteStoreTest, FilesArePrivate) {
  ASSERT_OK_AND_ASSIGN(auto store, Open(folder_.path()));
  ASSERT_THAT(Put(*store, "k", "v"), IsOk());
  for (const char* name : {"state.db", "state.db-wal", "keys.db", "keys.db-wal", "lock"}) {
    struct stat info {};
    ASSERT_EQ(stat(folder_.File(name).c_str(), &info), 0) << name;
    EXPECT_EQ(info.st_mode & 0777, 0600U) << name;
  }
}

TEST_F(SqliteStoreTest, ErasedKeyIsFoundInNoFile) {
  const std::string key = "a key of 32 bytes to be erased!!";
  const auto files_with_key = [&] {
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      const auto bytes = base::ReadFile(entry.path().string());
      EXPECT_THAT(bytes, IsOk());
      if (bytes->find(key) != std::string::npos) ++found;
    }
    return found;
  };
  ASSERT_OK_AND_ASSIGN(auto store, Open(folder_.path()));
  ASSERT_THAT(store->keys().GetOrCreate("case:0", base::Secret(std::string(32, 'o'))), IsOk());
  ASSERT_THAT(store->keys().GetOrCreate("case:1", base::Secret(key)), IsOk());
  ASSERT_THAT(store->keys().GetOrCreate("case:2", base::Secret(std::string(32, 'p'))), IsOk());
  ASSERT_GT(files_with_key(), 0);
  ASSERT_THAT(store->keys().Erase("case:1"), IsOk());
  EXPECT_EQ(files_with_key(), 0);
  store.reset();
  EXPECT_EQ(files_with_key(), 0);
}

}  // namespace
}  // namespace enlace::store
