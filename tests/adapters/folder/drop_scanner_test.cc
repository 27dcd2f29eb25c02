#include "adapters/folder/drop_scanner.h"

#include <filesystem>
#include <fstream>

#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::adapters::folder {
namespace {

TEST(DropScannerTest, UnfinishedNamesAndFoldersArePassedOver) {
  const TemporaryFolder folder;
  for (const char* name : {".a.csv", "~b.csv", "c.csv.tmp", "d.part", "e.filepart", "f.csv"}) {
    std::ofstream(folder.File(name)) << "x";
  }
  std::filesystem::create_directory(folder.File("g.csv"));
  DropScanner scanner(folder.path());
  ASSERT_THAT(scanner.Look(FakeClock().Now()), IsOk());
  EXPECT_THAT(scanner.Names(), ::testing::ElementsAre("f.csv"));
}

TEST(DropScannerTest, AFileThatGrowsStartsAnew) {
  const TemporaryFolder folder;
  FakeClock clock;
  DropScanner scanner(folder.path());
  std::ofstream(folder.File("a.csv")) << "x";
  ASSERT_THAT(scanner.Look(clock.Now()), IsOk());
  const absl::Time first = clock.Now();
  clock.Advance(absl::Seconds(1));
  ASSERT_THAT(scanner.Look(clock.Now()), IsOk());
  EXPECT_EQ(scanner.Find("a.csv")->since, first);
  std::ofstream(folder.File("a.csv"), std::ios::app) << "y";
  ASSERT_THAT(scanner.Look(clock.Now()), IsOk());
  EXPECT_EQ(scanner.Find("a.csv")->since, clock.Now());
}

}  // namespace
}  // namespace enlace::adapters::folder
