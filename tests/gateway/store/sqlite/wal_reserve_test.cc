#include "gateway/store/sqlite/wal_reserve.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "gateway/base/files.h"
#include "gateway/store/sqlite/connection.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::store {
namespace {

class WalReserveTest : public ::testing::Test {
 protected:
  std::string wal() const { return folder_.File("state.db-wal"); }
  TemporaryFolder folder_;
};

TEST_F(WalReserveTest, LengthensWithZerosAndKeepsWhatIsThere) {
  ASSERT_THAT(base::WriteFileAtomically(wal(), "log"), IsOk());
  ASSERT_THAT(ReserveWal(wal(), 3000000), IsOk());
  ASSERT_OK_AND_ASSIGN(const std::string bytes, base::ReadFile(wal()));
  EXPECT_EQ(bytes, "log" + std::string(3000000 - 3, '\0'));
}

TEST_F(WalReserveTest, LongerFileStaysAsItIs) {
  ASSERT_THAT(base::WriteFileAtomically(wal(), std::string(5000, 'x')), IsOk());
  ASSERT_THAT(ReserveWal(wal(), 4096), IsOk());
  EXPECT_EQ(std::filesystem::file_size(wal()), 5000u);
}

TEST_F(WalReserveTest, CommitsBeforeAndAfterAreFoundAgain) {
  const std::string copy = folder_.File("copy.db");
  ASSERT_OK_AND_ASSIGN(auto db, Connection::New(folder_.File("state.db"), Connection::Role::kWriter));
  ASSERT_THAT(db->Run("CREATE TABLE t(v); INSERT INTO t VALUES(1)"), IsOk());
  ASSERT_THAT(ReserveWal(wal(), kWholeWal), IsOk());
  ASSERT_THAT(db->Run("INSERT INTO t VALUES(2)"), IsOk());
  EXPECT_EQ(std::filesystem::file_size(wal()), static_cast<uintmax_t>(kWholeWal))
      << "the log grew all the same";
  // As a kill leaves them.
  std::filesystem::copy_file(folder_.File("state.db"), copy);
  std::filesystem::copy_file(wal(), copy + "-wal");
  ASSERT_OK_AND_ASSIGN(auto recovered, Connection::New(copy, Connection::Role::kWriter));
  EXPECT_EQ(*recovered->Number("SELECT sum(v) FROM t"), 3);
  EXPECT_EQ(*recovered->Text("PRAGMA integrity_check"), "ok");
}

TEST_F(WalReserveTest, WithoutRoomTheFileIsAsItWas) {
  ASSERT_THAT(base::WriteFileAtomically(wal(), "log"), IsOk());
  struct rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  const auto restore = absl::MakeCleanup([&] {
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, old_handler);
  });
  const struct rlimit small = {1500000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  EXPECT_THAT(ReserveWal(wal(), 3000000), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(std::filesystem::file_size(wal()), 3u);
}

TEST_F(WalReserveTest, MissingFileIsTold) {
  EXPECT_THAT(ReserveWal(wal(), 4096), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace enlace::store
