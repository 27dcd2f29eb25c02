#include "client/enlacectl/demo/story_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace enlace::client::demo {
namespace {

TEST(StoryDataTest, WritesAccentsAndQuotesAsWindowsDoes) {
  EXPECT_EQ(ToWindows1252("Peña “aviso” – €"), "Pe\xF1" "a \x93" "aviso\x94 \x96 \x80");
}

TEST(StoryDataTest, WhatWindows1252DoesNotHaveBecomesAQuestionMark) { EXPECT_EQ(ToWindows1252("ж"), "?"); }

TEST(StoryDataTest, TheSpreadsheetHasTwoCasesThatExcludeTheSameOffice) {
  const std::string csv = CasesCsv(absl::FromUnixSeconds(1768478400));
  EXPECT_THAT(csv, testing::HasSubstr(kPersonName));
  EXPECT_THAT(csv, testing::HasSubstr("colectivo"));
  size_t count = 0;
  for (size_t at = csv.find(kExcludedAgency); at != std::string::npos; at = csv.find(kExcludedAgency, at + 1)) ++count;
  EXPECT_EQ(count, 2U);
}

TEST(StoryDataTest, ThePdfPointsAtItsOwnTable) {
  const std::string pdf = AttachmentPdf();
  const size_t at = pdf.find("startxref\n") + 10;
  EXPECT_EQ(pdf.compare(std::stoul(pdf.substr(at)), 4, "xref"), 0);
}

}  // namespace
}  // namespace enlace::client::demo
