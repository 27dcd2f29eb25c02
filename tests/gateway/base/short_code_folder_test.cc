#include "gateway/base/short_code_folder.h"

#include <gtest/gtest.h>

namespace enlace::base {
namespace {

TEST(ShortCodeFolderTest, CheckCharactersThatAreNoFileNamesAreReplaced) {
  EXPECT_EQ(ShortCodeFolder("TRY8-7V42-="), "TRY8-7V42-_");
  EXPECT_EQ(ShortCodeFolder("TRY8-7V42-*"), "TRY8-7V42-_");
  EXPECT_EQ(ShortCodeFolder("TRY8-7V42-~"), "TRY8-7V42-_");
  EXPECT_EQ(ShortCodeFolder("TRY8-7V42-$"), "TRY8-7V42-_");
  EXPECT_EQ(ShortCodeFolder("TRY8-7V42-U"), "TRY8-7V42-U");
}

TEST(ShortCodeFolderTest, ACodeAsPeopleWriteItLeadsToTheSameFolder) {
  EXPECT_EQ(ShortCodeFolder("try8 7v42 k"), "TRY8-7V42-K");
}

}  // namespace
}  // namespace enlace::base
