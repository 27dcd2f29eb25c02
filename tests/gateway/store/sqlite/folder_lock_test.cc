#include "gateway/store/sqlite/folder_lock.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::store {
namespace {

TEST(FolderLockTest, SecondHolderIsToldWhoHoldsIt) {
  TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(auto lock, FolderLock::New(folder.path()));
  EXPECT_THAT(FolderLock::New(folder.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       ::testing::AllOf(::testing::HasSubstr(folder.File("lock")),
                                        ::testing::HasSubstr(absl::StrCat("process id ", getpid())))));
}

TEST(FolderLockTest, IsFreeAgainWhenItsHolderEnds) {
  TemporaryFolder folder;
  { ASSERT_THAT(FolderLock::New(folder.path()), IsOk()); }
  EXPECT_THAT(FolderLock::New(folder.path()), IsOk());
}

TEST(FolderLockTest, MissingFolderIsUnavailable) {
  EXPECT_THAT(FolderLock::New("/no/such/folder"), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace enlace::store
