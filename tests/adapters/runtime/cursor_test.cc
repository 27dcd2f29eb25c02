#include "adapters/runtime/cursor.h"

#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::adapters {
namespace {

TEST(CursorTest, BeginsBeforeTheFirstItemAndSurvivesARestart) {
  TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(Cursor cursor, Cursor::Open(folder.File("cursor")));
  EXPECT_FALSE(cursor.position().has_value());
  ASSERT_THAT(cursor.Advance(0), IsOk());
  ASSERT_THAT(cursor.Advance(41), IsOk());
  ASSERT_OK_AND_ASSIGN(const Cursor reopened, Cursor::Open(folder.File("cursor")));
  EXPECT_EQ(reopened.position(), 41U);
}

TEST(CursorTest, NeverGoesBack) {
  TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(Cursor cursor, Cursor::Open(folder.File("cursor")));
  ASSERT_THAT(cursor.Advance(41), IsOk());
  ASSERT_THAT(cursor.Advance(7), IsOk());
  EXPECT_EQ(cursor.position(), 41U);
}

TEST(CursorTest, ADamagedFileIsNotTakenForTheBeginning) {
  TemporaryFolder folder;
  ASSERT_THAT(base::WriteFileAtomically(folder.File("cursor"), "4x1"), IsOk());
  EXPECT_THAT(Cursor::Open(folder.File("cursor")),
              StatusIs(absl::StatusCode::kDataLoss, testing::HasSubstr("holds no feed position")));
}

TEST(CursorTest, AFolderThatCannotBeWrittenStopsTheFeed) {
  ASSERT_OK_AND_ASSIGN(Cursor cursor, Cursor::Open("/no/such/folder/cursor"));
  EXPECT_THAT(cursor.Advance(1), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(cursor.position().has_value());
}

}  // namespace
}  // namespace enlace::adapters
