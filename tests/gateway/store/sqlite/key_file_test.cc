#include "gateway/store/sqlite/key_file.h"

#include <gmock/gmock.h>

#include "tests/gateway/store/sqlite/small_disk.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::store {
namespace {

void MustNotFail(absl::string_view why) { ADD_FAILURE() << why; }

TEST(KeyFileTest, KeysAreDurableWithoutClosing) {
  TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(auto file, KeyFile::New(folder.File("keys.db"), MustNotFail));
  ASSERT_THAT(file->GetOrCreate("a", base::Secret("1")), IsOk());
  ASSERT_OK_AND_ASSIGN(auto other, KeyFile::New(folder.File("keys.db"), MustNotFail));
  EXPECT_TRUE(other->Get("a")->Equals("1"));
}

TEST(KeyFileTest, EraseIsNotDoneWhileAnotherProcessReads) {
  TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(auto file, KeyFile::New(folder.File("keys.db"), MustNotFail));
  ASSERT_THAT(file->GetOrCreate("a", base::Secret("1")), IsOk());
  ASSERT_OK_AND_ASSIGN(auto reader, Connection::New(folder.File("keys.db"), Connection::Role::kReader));
  ASSERT_THAT(reader->Run("BEGIN"), IsOk());
  ASSERT_THAT(reader->Number("SELECT count(*) FROM keys"), IsOk());
  EXPECT_THAT(file->Erase("a"), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_THAT(reader->Run("ROLLBACK"), IsOk());
  EXPECT_THAT(file->Erase("a"), IsOk());
}

TEST(KeyFileTest, ADiskErrorAtTheCommitOfAKeyIsReportedAndNotJustUnavailable) {
  TemporaryFolder folder;
  std::string why;
  ASSERT_OK_AND_ASSIGN(auto file, KeyFile::New(folder.File("keys.db"),
                                               [&why](absl::string_view text) { why = std::string(text); }));
  ASSERT_THAT(file->GetOrCreate("a", base::Secret("1")), IsOk());
  EXPECT_EQ(why, "");
  {
    const SmallDisk disk(folder.File("keys.db-wal"));
    EXPECT_THAT(file->GetOrCreate("b", base::Secret("2")), StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_THAT(why, ::testing::HasSubstr("disk I/O error"));
}

TEST(KeyFileTest, ADiskErrorAtAnErasureIsReported) {
  TemporaryFolder folder;
  std::string why;
  ASSERT_OK_AND_ASSIGN(auto file, KeyFile::New(folder.File("keys.db"),
                                               [&why](absl::string_view text) { why = std::string(text); }));
  ASSERT_THAT(file->GetOrCreate("a", base::Secret("1")), IsOk());
  {
    const SmallDisk disk(folder.File("keys.db-wal"));
    EXPECT_THAT(file->Erase("a"), StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_THAT(why, ::testing::HasSubstr("disk I/O error"));
}

}  // namespace
}  // namespace enlace::store
