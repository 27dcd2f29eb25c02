#include "gateway/store/sqlite/key_file.h"

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::store {
namespace {

TEST(KeyFileTest, KeysAreDurableWithoutClosing) {
  TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(auto file, KeyFile::New(folder.File("keys.db")));
  ASSERT_THAT(file->GetOrCreate("a", base::Secret("1")), IsOk());
  ASSERT_OK_AND_ASSIGN(auto other, KeyFile::New(folder.File("keys.db")));
  EXPECT_TRUE(other->Get("a")->Equals("1"));
}

TEST(KeyFileTest, EraseIsNotDoneWhileAnotherProcessReads) {
  TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(auto file, KeyFile::New(folder.File("keys.db")));
  ASSERT_THAT(file->GetOrCreate("a", base::Secret("1")), IsOk());
  ASSERT_OK_AND_ASSIGN(auto reader, Connection::New(folder.File("keys.db"), Connection::Role::kReader));
  ASSERT_THAT(reader->Run("BEGIN"), IsOk());
  ASSERT_THAT(reader->Number("SELECT count(*) FROM keys"), IsOk());
  EXPECT_THAT(file->Erase("a"), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_THAT(reader->Run("ROLLBACK"), IsOk());
  EXPECT_THAT(file->Erase("a"), IsOk());
}

}  // namespace
}  // namespace enlace::store
