#include "client/enlacectl/mechanism/words.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "client/enlacectl/enum_text.h"

namespace enlace::client {
namespace {

// Every value but the unspecified one has words of its own in each language.
template <typename Enum>
void ExpectWords(const std::set<int>& without = {}) {
  const auto* type = google::protobuf::GetEnumDescriptor<Enum>();
  for (int i = 0; i < type->value_count(); ++i) {
    const int number = type->value(i)->number();
    if (number == 0 || without.count(number) > 0) continue;
    const auto value = static_cast<Enum>(number);
    const std::string english = WordsFor(value, Language::kEnglish);
    const std::string spanish = WordsFor(value, Language::kSpanish);
    EXPECT_FALSE(english.empty()) << type->value(i)->name();
    EXPECT_NE(spanish, "") << type->value(i)->name();
    EXPECT_TRUE(spanish != english || number == v1::AGENCY_KIND_COURT) << type->value(i)->name();
    EXPECT_FALSE(WordsFor(value, Language::kPortuguese).empty()) << type->value(i)->name();
  }
}

TEST(WordsTest, EveryValueHasWordsInThreeLanguages) {
  ExpectWords<v1::LegPurpose>();
  ExpectWords<v1::AccessGrade>();
  ExpectWords<v1::PerpetratorCategory>();
  ExpectWords<v1::ProcedureType>();
  ExpectWords<v1::PopulationGroup>();
  ExpectWords<v1::SubjectKind>();
  ExpectWords<v1::ClockEvent>();
  ExpectWords<v1::ClockAuthority>();
  ExpectWords<v1::ClockLocality>();
}

TEST(WordsTest, AgencyKindWithoutWordsIsShownByItsName) {
  EXPECT_EQ(WordsFor(v1::AGENCY_KIND_PROSECUTOR, Language::kSpanish), "fiscalía");
  EXPECT_EQ(WordsFor(v1::AGENCY_KIND_PEER_GATEWAY, Language::kSpanish), "peer-gateway");
}

TEST(WordsTest, LengthSaysHowDaysAreCounted) {
  EXPECT_EQ(LengthWords(3, v1::DAY_BASIS_ELAPSED_HOURS, Language::kEnglish), "3 hours");
  EXPECT_EQ(LengthWords(3, v1::DAY_BASIS_BUSINESS_DAYS, Language::kPortuguese), "3 dias úteis");
  EXPECT_EQ(LengthWords(10, v1::DAY_BASIS_UNSPECIFIED, Language::kSpanish),
            "10 días, contados como naturales");
}

TEST(WordsTest, WhatAppliesNeedsNoReason) {
  EXPECT_EQ(WordsFor(mechanism::Mismatch::kNone, Language::kEnglish), "");
  EXPECT_EQ(WordsFor(mechanism::Mismatch::kNotYetValid, Language::kSpanish), "aún no vigente");
}

}  // namespace
}  // namespace enlace::client
