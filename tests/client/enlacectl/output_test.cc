#include "client/enlacectl/output.h"

#include "enlace/v1/receipt.pb.h"
#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

TEST(OutputTest, ColumnsLineUpByCharactersNotBytes) {
  EXPECT_EQ(FormatTable({{"NAME", "X"}, {{"Fiscalía", "1"}, {"CNDH", "2"}}}),
            "NAME      X\nFiscalía  1\nCNDH      2\n");
  EXPECT_EQ(FormatTable({{"NAME"}, {}}), "(none)\n");
}

TEST(OutputTest, WhatAgenciesWroteDoesNotSteerTheTerminal) {
  EXPECT_EQ(Printable("a\x1b[2Jb\xc2\x9b"
                      "c\x7f"),
            "a?[2Jb??c?");
  EXPECT_EQ(Printable("línea\n\tok"), "línea\n\tok");
  EXPECT_EQ(FormatTable({{"A", "B"}, {{"x\ny", "z"}}}), "A    B\nx y  z\n");
}

TEST(OutputTest, EmptyFieldsAreLeftOut) {
  EXPECT_EQ(FormatFields({{"long name", "1"}, {"none", ""}, {"x", "2"}}), "long name  1\nx          2\n");
}

TEST(OutputTest, JsonHasTheNamesOfTheContract) {
  v1::Receipt receipt;
  receipt.set_referral_id("R");
  EXPECT_THAT(FormatJson(receipt), HasSubstr("\"referral_id\": \"R\""));
  EXPECT_EQ(JsonString("a\"\n\xff"), "\"a\\\"\\n\xef\xbf\xbd\"");
}

TEST(OutputTest, TimeThatIsNotSetIsNoText) {
  google::protobuf::Timestamp time;
  EXPECT_EQ(TimeCell(time), "");
  time.set_seconds(1768478400);
  EXPECT_EQ(TimeCell(time), "2026-01-15T12:00:00Z");
}

}  // namespace
}  // namespace enlace::client
