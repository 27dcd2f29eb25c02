#include "client/enlacectl/report/report_words.h"

#include <gtest/gtest.h>

namespace enlace::client {
namespace {

constexpr Language kLanguages[] = {Language::kEnglish, Language::kSpanish, Language::kPortuguese};

TEST(ReportWordsTest, EveryTableAndWordHasATextInEveryLanguage) {
  for (const Language language : kLanguages) {
    for (int number = 1; number <= v1::Breakdown_MAX; ++number) {
      EXPECT_NE(TableTitle(static_cast<v1::Breakdown>(number), language).find(' '), std::string::npos)
          << number;
    }
    for (int word = 0; word <= static_cast<int>(ReportWord::kNobody); ++word) {
      EXPECT_FALSE(Word(static_cast<ReportWord>(word), language).empty()) << word;
    }
  }
}

TEST(ReportWordsTest, ColumnsAreNamedInTheLanguageOfTheReader) {
  EXPECT_EQ(ColumnTitle("in_process", Language::kEnglish), "IN PROCESS");
  EXPECT_EQ(ColumnTitle("in_process", Language::kSpanish), "EN TRÁMITE");
  EXPECT_EQ(ColumnTitle("in_process", Language::kPortuguese), "EM ANDAMENTO");
  EXPECT_EQ(ColumnTitle("of_a_later_version", Language::kSpanish), "of_a_later_version");
}

}  // namespace
}  // namespace enlace::client
