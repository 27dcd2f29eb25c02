#include "adapters/folder/csv_reader.h"

#include "tests/support/status_matchers.h"

namespace enlace::adapters::folder {
namespace {

using ::testing::ElementsAre;

TEST(CsvReaderTest, SeparatorIsThatOfTheHeaderOutsideQuotes) {
  for (const char* text : {"\"a;;;b\",c\n1,2\n", "a;\"c,,,\"\n1;2\n", "a\tc\n1\t2\n"}) {
    Problems problems;
    const Table table = ReadCsv(text, &problems);
    ASSERT_EQ(table.headers.size(), 2U) << text;
    EXPECT_THAT(table.rows[0].cells, ElementsAre("1", "2"));
  }
}

TEST(CsvReaderTest, QuotedCellsHoldSeparatorsQuotesAndLineEnds) {
  Problems problems;
  const Table table = ReadCsv("a;b\r\n\"x;\"\"y\"\"\r\nz\";2\r\n3;4\r\n", &problems);
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_THAT(table.rows[0].cells, ElementsAre("x;\"y\"\r\nz", "2"));
  EXPECT_EQ(table.rows[0].line, 2);
  EXPECT_EQ(table.rows[1].line, 4);  // As an editor counts.
  EXPECT_TRUE(problems.empty());
}

TEST(CsvReaderTest, SeparatorLineOfSpreadsheetsIsObeyed) {
  Problems problems;
  const Table table = ReadCsv("sep=;\r\na;b,c\r\n1;2\r\n", &problems);
  EXPECT_THAT(table.headers, ElementsAre("a", "b,c"));
  EXPECT_EQ(table.rows[0].line, 3);
}

TEST(CsvReaderTest, ShortLinesAreFilledAndBlankOnesPassedOver) {
  Problems problems;
  const Table table = ReadCsv("a;b;c;;\n;;\n1\n1;2;3;;;\n", &problems);
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_THAT(table.rows[0].cells, ElementsAre("1", "", ""));
  EXPECT_TRUE(problems.empty());
}

TEST(CsvReaderTest, TooManyCellsAreAProblemOfThatLineOnly) {
  Problems problems;
  const Table table = ReadCsv("a;b\n1;2;3\n4;5\n", &problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].kind, ProblemKind::kTooManyColumns);
  EXPECT_EQ(problems[0].line, 2);
  EXPECT_EQ(table.rows.size(), 2U);
}

TEST(CsvReaderTest, UnterminatedQuoteNamesTheLineWhereItOpens) {
  Problems problems;
  EXPECT_TRUE(ReadCsv("a;b\n1;2\n3;\"x\ny\n", &problems).rows.empty());
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].kind, ProblemKind::kUnterminatedQuote);
  EXPECT_EQ(problems[0].line, 3);
}

TEST(CsvReaderTest, TextBehindAQuoteIsAProblem) {
  Problems problems;
  const Table table = ReadCsv("a;b\n\"x\"y;2\n3;4\n", &problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].kind, ProblemKind::kTextAfterQuote);
  EXPECT_EQ(table.rows.back().line, 3);
}

TEST(CsvReaderTest, CutOffFilesAreRecognised) {
  EXPECT_TRUE(LooksCutOff("a;b\n1;2"));
  EXPECT_TRUE(LooksCutOff("a;b\n1;\"2\n"));
  EXPECT_FALSE(LooksCutOff("a;b\n1;\"2\"\n"));
}

TEST(CsvReaderTest, FormulasAreDisarmedWhenWritten) {
  EXPECT_EQ(CsvLine({"=HYPERLINK(1)", "+52 614", "-1", "@x", "a;b", "q\"q"}),
            "'=HYPERLINK(1);'+52 614;'-1;'@x;\"a;b\";\"q\"\"q\"\r\n");
}

}  // namespace
}  // namespace enlace::adapters::folder
