#include "adapters/folder/journal.h"

#include <fstream>

#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::adapters::folder {
namespace {

TEST(JournalTest, RemembersAcrossRestarts) {
  const TemporaryFolder folder;
  {
    ASSERT_OK_AND_ASSIGN(const auto journal, Journal::Open(folder.File("j")));
    ASSERT_THAT(journal->Put("a:1", "x\ty\n"), IsOk());
    ASSERT_THAT(journal->Put("a:1", "z"), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const auto journal, Journal::Open(folder.File("j")));
  EXPECT_EQ(journal->Get("a:1"), "z");
  EXPECT_FALSE(journal->Get("a:2").has_value());
}

TEST(JournalTest, AHalfWrittenLastLineIsCutOff) {
  const TemporaryFolder folder;
  {
    ASSERT_OK_AND_ASSIGN(const auto journal, Journal::Open(folder.File("j")));
    ASSERT_THAT(journal->Put("a", "1"), IsOk());
  }
  std::ofstream(folder.File("j"), std::ios::app) << "0123456789abcdef\tb\t";
  {
    ASSERT_OK_AND_ASSIGN(const auto journal, Journal::Open(folder.File("j")));
    EXPECT_EQ(journal->Get("a"), "1");
    ASSERT_THAT(journal->Put("c", "3"), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const auto journal, Journal::Open(folder.File("j")));
  EXPECT_EQ(journal->Get("c"), "3");
}

TEST(JournalTest, DamageInTheMiddleIsNeverPassedOver) {
  const TemporaryFolder folder;
  {
    ASSERT_OK_AND_ASSIGN(const auto journal, Journal::Open(folder.File("j")));
    ASSERT_THAT(journal->Put("a", "1"), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(std::string text, base::ReadFile(folder.File("j")));
  text[text.size() - 2] = '2';
  ASSERT_THAT(base::WriteFileAtomically(folder.File("j"), text), IsOk());
  EXPECT_THAT(Journal::Open(folder.File("j")), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(JournalTest, ASecondProcessIsRefused) {
  const TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto journal, Journal::Open(folder.File("j")));
  EXPECT_THAT(Journal::Open(folder.File("j")), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace enlace::adapters::folder
