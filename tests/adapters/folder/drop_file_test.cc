#include "adapters/folder/drop_file.h"

#include "tests/adapters/folder/folder_fixture.h"

namespace enlace::adapters::folder {
namespace {

DropFile Read(const std::string& name, const std::string& bytes, const FindSettled& settled) {
  static const ReadingRules rules = *ReadingRules::New(FolderConfig("/x"));
  return ReadDropFile(name, bytes, rules, FakeClock().Now(), [](const std::string&) { return std::nullopt; }, settled);
}

std::optional<std::string> Nothing(const std::string&) { return std::nullopt; }

TEST(DropFileTest, GoodLinesArePendingAndBadOnesTold) {
  const DropFile file = Read("a.csv", kHeaders + Line("1") + Line("2", "x", "", "marciano") + Line("3"), Nothing);
  EXPECT_EQ(file.pending.size(), 2U);
  EXPECT_THAT(file.bad_lines, ::testing::ElementsAre(3));
  EXPECT_FALSE(file.is_spoilt);
}

TEST(DropFileTest, ALineThatComesTwiceIsOne) {
  const DropFile file = Read("a.csv", kHeaders + Line("1") + Line("1"), Nothing);
  EXPECT_EQ(file.pending.size(), 1U);
  EXPECT_TRUE(file.problems.empty());
}

TEST(DropFileTest, OneReferenceWithTwoContentsIsAProblem) {
  const DropFile file = Read("a.csv", kHeaders + Line("1", "x") + Line("1", "y"), Nothing);
  ASSERT_EQ(file.problems.size(), 1U);
  EXPECT_EQ(file.problems[0].kind, ProblemKind::kReferenceReused);
  EXPECT_EQ(file.problems[0].found, "1");
}

TEST(DropFileTest, WhatWasSettledBeforeIsNotPending) {
  const DropFile first = Read("a.csv", kHeaders + Line("1"), Nothing);
  const std::string digest = first.pending.at(0).content_digest;
  const DropFile again = Read("b.csv", kHeaders + Line("1"), [&](const std::string&) { return digest; });
  EXPECT_TRUE(again.pending.empty());
  EXPECT_EQ(again.taken, 1U);
}

TEST(DropFileTest, SpoiltFilesSayWhy) {
  EXPECT_EQ(Read("a.csv", "", Nothing).problems.at(0).kind, ProblemKind::kEmptyFile);
  EXPECT_EQ(Read("a.csv", kHeaders, Nothing).problems.at(0).kind, ProblemKind::kNoLines);
  EXPECT_EQ(Read("a.csv", std::string("a;b\0c\n", 6), Nothing).problems.at(0).kind, ProblemKind::kNotText);
  EXPECT_EQ(Read("a.csv", "a;b\n1;2\n", Nothing).problems.at(0).kind, ProblemKind::kMissingColumns);
  EXPECT_EQ(Read("a.json", "{\"a\":", Nothing).problems.at(0).kind, ProblemKind::kBadJson);
}

}  // namespace
}  // namespace enlace::adapters::folder
