#include "adapters/folder/messages.h"

#include "tests/support/status_matchers.h"

namespace enlace::adapters::folder {
namespace {

TEST(MessagesTest, UnknownCodeSaysLineColumnValueAndWhatIsAllowed) {
  const Problem problem = {ProblemKind::kUnknownCode, 3, "Responsable", "marciano", "particular, no identificado"};
  EXPECT_EQ(ProblemText(problem, Language::kSpanish),
            "Línea 3, columna «Responsable»: se encontró «marciano». Se permite: particular, no identificado. Escriba "
            "uno de estos valores.");
  EXPECT_EQ(ProblemText(problem, Language::kPortuguese),
            "Linha 3, coluna «Responsable»: foi encontrado «marciano». É permitido: particular, no identificado. "
            "Escreva um destes valores.");
}

TEST(MessagesTest, EveryProblemHasATextInEachLanguage) {
  for (int kind = 0; kind <= static_cast<int>(ProblemKind::kOrphan); ++kind) {
    const Problem problem = {static_cast<ProblemKind>(kind), 2, "C", "F", "A"};
    for (const Language language : {Language::kSpanish, Language::kPortuguese, Language::kEnglish}) {
      const std::string text = ProblemText(problem, language);
      EXPECT_GT(text.size(), 30U) << kind;
      EXPECT_EQ(text.find('{'), std::string::npos) << text;
    }
  }
}

TEST(MessagesTest, WhatWasFoundCannotForgeTheReasonFile) {
  const Problem problem = {ProblemKind::kUnknownCode, 3, "C", "x\r\n- Línea 9: {a}", "A"};
  EXPECT_NE(ProblemText(problem, Language::kSpanish).find("«x  - Línea 9: {a}»"), std::string::npos);
}

TEST(MessagesTest, SizesAreWrittenWithTheLanguagesComma) {
  EXPECT_EQ(SizeText(1234567, Language::kSpanish), "1,2 MB");
  EXPECT_EQ(SizeText(1234567, Language::kEnglish), "1.2 MB");
  EXPECT_EQ(SizeText(700000, Language::kPortuguese), "700 kB");
}

TEST(MessagesTest, FoldersAreNamedInTheAgencysLanguage) {
  EXPECT_EQ(NamesIn(Language::kSpanish).outgoing, "salida");
  EXPECT_EQ(NamesIn(Language::kPortuguese).quarantine, "quarentena");
  EXPECT_EQ(NamesIn(Language::kEnglish).incoming, "inbox");
}

}  // namespace
}  // namespace enlace::adapters::folder
