#include "gateway/base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace {

// What was synced while somebody asks: the size of a file, or that it is a folder.
std::vector<std::string>* synced = nullptr;

}  // namespace

// The linker takes this one for the C library's.
extern "C" int fsync(int fd) {
  struct stat info {};
  if (synced != nullptr && fstat(fd, &info) == 0) {
    synced->push_back(S_ISDIR(info.st_mode) ? "folder" : std::to_string(info.st_size) + " bytes");
  }
  return static_cast<int>(syscall(SYS_fsync, fd));
}

namespace enlace::base {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FilesTest : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
};

mode_t ModeOf(const std::string& path) {
  struct stat info {};
  EXPECT_EQ(stat(path.c_str(), &info), 0);
  return info.st_mode & 07777;
}

TEST_F(FilesTest, WrittenFileIsReadBackAndPrivate) {
  const std::string data("\0binary\n", 8);
  ASSERT_THAT(WriteFileAtomically(folder_.File("a"), data), IsOk());
  ASSERT_OK_AND_ASSIGN(const std::string read, ReadFile(folder_.File("a")));
  EXPECT_EQ(read, data);
  EXPECT_EQ(ModeOf(folder_.File("a")), 0600u);
}

TEST_F(FilesTest, AWrittenFileIsOnTheDiskAndThenItsName) {
  std::vector<std::string> order;
  synced = &order;
  const absl::Status written = WriteFileAtomically(folder_.File("a"), "receipt");
  synced = nullptr;
  ASSERT_THAT(written, IsOk());
  EXPECT_THAT(order, ElementsAre("7 bytes", "folder"));
}

TEST_F(FilesTest, ReplacementLeavesNoTemporaryFile) {
  ASSERT_THAT(WriteFileAtomically(folder_.File("a"), "one"), IsOk());
  ASSERT_THAT(WriteFileAtomically(folder_.File("a"), "two"), IsOk());
  EXPECT_EQ(*ReadFile(folder_.File("a")), "two");
  EXPECT_THAT(*ListFolder(folder_.path()), ElementsAre("a"));
}

TEST_F(FilesTest, FailedReplacementKeepsTheOldFile) {
  ASSERT_THAT(MakeFolders(folder_.File("taken/inner")), IsOk());
  EXPECT_THAT(WriteFileAtomically(folder_.File("taken"), "x"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(*ListFolder(folder_.path()), ElementsAre("taken"));
  EXPECT_THAT(WriteFileAtomically(folder_.File("none/a"), "x"), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(FilesTest, SymbolicLinkIsNotFollowed) {
  ASSERT_THAT(WriteFileAtomically(folder_.File("real"), "x"), IsOk());
  ASSERT_EQ(symlink(folder_.File("real").c_str(), folder_.File("link").c_str()), 0);
  EXPECT_THAT(ReadFile(folder_.File("link")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("symbolic link")));
}

TEST_F(FilesTest, AConfigMapsLinkIsFollowedWhereThatIsAsked) {
  // As Kubernetes lays it out: a link to a name in a folder that is a link.
  ASSERT_THAT(MakeFolders(folder_.File("..2026")), IsOk());
  ASSERT_THAT(WriteFileAtomically(folder_.File("..2026/gateway.yaml"), "x", 0644), IsOk());
  ASSERT_EQ(symlink("..2026", folder_.File("..data").c_str()), 0);
  ASSERT_EQ(symlink("..data/gateway.yaml", folder_.File("gateway.yaml").c_str()), 0);
  EXPECT_EQ(*ReadFile(folder_.File("gateway.yaml"), 100, Links::kFollow), "x");
  ASSERT_EQ(symlink("..2026", folder_.File("folder").c_str()), 0);
  EXPECT_THAT(ReadFile(folder_.File("folder"), 100, Links::kFollow),
              StatusIs(absl::StatusCode::kInvalidArgument));
  ASSERT_EQ(symlink("nowhere", folder_.File("dangling").c_str()), 0);
  EXPECT_THAT(ReadFile(folder_.File("dangling"), 100, Links::kFollow), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(FilesTest, ALinkToASecretIsFollowedOnlyIfNobodyElseHasAPartInIt) {
  const std::string key = folder_.File("key");
  const std::string link = folder_.File("link");
  ASSERT_THAT(WriteFileAtomically(key, "x"), IsOk());
  ASSERT_EQ(symlink(key.c_str(), link.c_str()), 0);
  for (const mode_t mode : {0400, 0440, 0600, 0640}) {
    ASSERT_EQ(chmod(key.c_str(), mode), 0);
    EXPECT_THAT(ReadFile(link, 100, Links::kFollowPrivate), IsOk()) << mode;
  }
  for (const mode_t mode : {0644, 0660, 0602, 0601}) {
    ASSERT_EQ(chmod(key.c_str(), mode), 0);
    EXPECT_THAT(ReadFile(link, 100, Links::kFollowPrivate),
                StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("mode 0400 or 0440")))
        << mode;
    EXPECT_THAT(ReadFile(key, 100, Links::kFollowPrivate), IsOk()) << mode;
  }
}

TEST_F(FilesTest, ALinkOrASecretOfAnotherUserIsRefused) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const std::string key = folder_.File("key");
  const std::string link = folder_.File("link");
  ASSERT_THAT(WriteFileAtomically(key, "x"), IsOk());
  ASSERT_EQ(symlink(key.c_str(), link.c_str()), 0);
  ASSERT_EQ(lchown(link.c_str(), 12345, 12345), 0);
  EXPECT_THAT(ReadFile(link, 100, Links::kFollowPrivate), StatusIs(absl::StatusCode::kPermissionDenied));
  ASSERT_EQ(lchown(link.c_str(), 0, 0), 0);
  EXPECT_THAT(ReadFile(link, 100, Links::kFollowPrivate), IsOk());
  ASSERT_EQ(chown(key.c_str(), 12345, 12345), 0);
  EXPECT_THAT(ReadFile(link, 100, Links::kFollowPrivate),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("uid 12345")));
}

TEST_F(FilesTest, OversizeFileIsRefused) {
  ASSERT_THAT(WriteFileAtomically(folder_.File("a"), std::string(100, 'x')), IsOk());
  EXPECT_THAT(ReadFile(folder_.File("a"), 100), IsOk());
  EXPECT_THAT(ReadFile(folder_.File("a"), 99), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(FilesTest, WhatIsNoFileIsRefusedWithoutWaiting) {
  EXPECT_THAT(ReadFile(folder_.path()), StatusIs(absl::StatusCode::kInvalidArgument));
  ASSERT_EQ(mkfifo(folder_.File("pipe").c_str(), 0600), 0);
  EXPECT_THAT(ReadFile(folder_.File("pipe")), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadFile(folder_.File("none")), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(FilesTest, FoldersAreMadePrivateAndTwiceIsFine) {
  ASSERT_THAT(MakeFolders(folder_.File("a/b")), IsOk());
  ASSERT_THAT(MakeFolders(folder_.File("a/b")), IsOk());
  EXPECT_EQ(ModeOf(folder_.File("a/b")), 0700u);
  ASSERT_THAT(WriteFileAtomically(folder_.File("file"), "x"), IsOk());
  EXPECT_THAT(MakeFolders(folder_.File("file")), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(FilesTest, ListingIsSorted) {
  for (const char* name : {"c", "a", "b"}) ASSERT_THAT(WriteFileAtomically(folder_.File(name), ""), IsOk());
  EXPECT_THAT(*ListFolder(folder_.path()), ElementsAre("a", "b", "c"));
  EXPECT_THAT(ListFolder(folder_.File("none")), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_TRUE(FileExists(folder_.File("a")));
  EXPECT_FALSE(FileExists(folder_.File("none")));
}

}  // namespace
}  // namespace enlace::base
