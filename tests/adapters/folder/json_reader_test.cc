#include "adapters/folder/json_reader.h"

#include "tests/support/status_matchers.h"

namespace enlace::adapters::folder {
namespace {

using ::testing::ElementsAre;

ProblemKind KindOf(absl::string_view json) {
  Problems problems;
  EXPECT_TRUE(ReadJson(json, &problems).rows.empty());
  EXPECT_EQ(problems.size(), 1U);
  return problems.empty() ? ProblemKind::kRefused : problems[0].kind;
}

TEST(JsonReaderTest, ListOfObjectsBecomesATable) {
  Problems problems;
  const Table table = ReadJson(R"([{"a":"x","b":2},{"b":null,"c":["p","q;r"]}])", &problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_THAT(table.headers, ElementsAre("a", "b", "c"));
  EXPECT_THAT(table.rows[0].cells, ElementsAre("x", "2", ""));
  EXPECT_THAT(table.rows[1].cells, ElementsAre("", "", "p\x1Fq;r"));
  EXPECT_EQ(table.rows[1].line, 2);
}

TEST(JsonReaderTest, OneObjectIsOneLine) {
  Problems problems;
  EXPECT_EQ(ReadJson("\xEF\xBB\xBF{\"a\":\"x\"}", &problems).rows.size(), 1U);
}

TEST(JsonReaderTest, WhatIsWrongHasItsName) {
  EXPECT_EQ(KindOf(R"({"a":1,"a":2})"), ProblemKind::kJsonRepeatedKey);
  EXPECT_EQ(KindOf(R"({"a":{"b":1}})"), ProblemKind::kJsonShape);
  EXPECT_EQ(KindOf(R"({"a":[["b"]]})"), ProblemKind::kJsonShape);
  EXPECT_EQ(KindOf(R"(["a"])"), ProblemKind::kJsonShape);
  EXPECT_EQ(KindOf(R"([[]])"), ProblemKind::kJsonShape);
  EXPECT_EQ(KindOf(R"({"a":)"), ProblemKind::kBadJson);
  EXPECT_EQ(KindOf("{\"a\":\"\xF3\"}"), ProblemKind::kJsonNotUtf8);
  EXPECT_EQ(KindOf(R"({"a":"\u0000"})"), ProblemKind::kNotText);
  EXPECT_EQ(KindOf(std::string(100000, '[')), ProblemKind::kJsonShape);
}

TEST(JsonReaderTest, HalfAFileIsRecognised) {
  EXPECT_TRUE(JsonLooksCutOff(R"([{"a":1},)"));
  EXPECT_FALSE(JsonLooksCutOff("[{\"a\":1}]\n"));
}

}  // namespace
}  // namespace enlace::adapters::folder
