#include "client/language.h"

#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

TEST(LanguageTest, ReadsTagsAndLocales) {
  EXPECT_EQ(ParseLanguage("es"), Language::kSpanish);
  EXPECT_EQ(ParseLanguage("es_GT.UTF-8"), Language::kSpanish);
  EXPECT_EQ(ParseLanguage("pt-BR"), Language::kPortuguese);
  EXPECT_EQ(ParseLanguage("pt_BR.UTF-8"), Language::kPortuguese);
  EXPECT_EQ(ParseLanguage("C.UTF-8"), Language::kEnglish);
  EXPECT_EQ(ParseLanguage("qu_PE"), std::nullopt);
  EXPECT_EQ(ParseLanguage(""), std::nullopt);
}

TEST(LanguageTest, PhraseSpeaksTheLanguageAskedFor) {
  const Phrase phrase = {"one", "uno", "um"};
  EXPECT_STREQ(phrase.In(Language::kEnglish), "one");
  EXPECT_STREQ(phrase.In(Language::kSpanish), "uno");
  EXPECT_STREQ(phrase.In(Language::kPortuguese), "um");
}

}  // namespace
}  // namespace enlace::client
