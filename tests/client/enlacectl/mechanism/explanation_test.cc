#include "client/enlacectl/mechanism/explanation.h"

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "gateway/base/time_text.h"
#include "gateway/mechanism/mechanism_set.h"
#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ExplanationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(set_, mechanism::MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
    classification_.set_procedure(v1::PROCEDURE_TYPE_ORDINARY);
    classification_.set_perpetrator(v1::PERPETRATOR_CATEGORY_NON_STATE_ACTOR);
    classification_.set_subject_kind(v1::SUBJECT_KIND_INDIVIDUAL);
    classification_.add_population(v1::POPULATION_GROUP_HUMAN_RIGHTS_DEFENDER);
  }

  mechanism::RuleQuestion On(const char* date) const {
    const absl::Time at = *base::ParseTime(std::string(date) + "T12:00:00-06:00");
    return {classification_, at, at};
  }
  std::string Text(const char* id, const char* date, Language language = Language::kEnglish) const {
    return ExplanationText(*set_->Find(id), On(date), language);
  }

  std::unique_ptr<mechanism::MechanismSet> set_;
  v1::Classification classification_;
};

TEST_F(ExplanationTest, SaysWhoGetsItAndWhy) {
  const std::string text = Text("hn-national", "2018-02-01");
  EXPECT_THAT(
      text,
      HasSubstr("to protect:\n    protection unit, with the sealed content\n      HN-R1: Protection Law"));
  EXPECT_THAT(text,
              HasSubstr("to investigate:\n    prosecutor as Ministerio Público, fiscalía ordinaria, with"));
  EXPECT_THAT(text,
              HasSubstr("if there is none, or it cannot take part:\n    prosecutor, with the sealed content\n"
                        "      HN-R6:"));
  EXPECT_THAT(text, HasSubstr("[amnesty-2018; inferred, or chosen by the operator]"));
}

TEST_F(ExplanationTest, SaysWhoDoesNotAndWhy) {
  const std::string text = Text("hn-national", "2018-02-01");
  EXPECT_THAT(text, HasSubstr("HN-R3 (to investigate, human rights prosecutor): for other perpetrators"));
  EXPECT_THAT(text, HasSubstr("not yet in force, from 2018-03-01"));
  EXPECT_THAT(Text("gt-national", "2017-06-01"), HasSubstr("no longer in force, until 2016-01-01"));
}

TEST_F(ExplanationTest, AsksSeveralAtOnceWhereNobodyKnowsWhoDidIt) {
  classification_.set_perpetrator(v1::PERPETRATOR_CATEGORY_UNIDENTIFIED);
  EXPECT_THAT(Text("hn-national", "2018-02-01"),
              HasSubstr("and at the same time:\n    prosecutor as Ministerio"));
}

TEST_F(ExplanationTest, ShowsClocksWithTheirDoubts) {
  const std::string text = Text("co-unp", "2018-02-01");
  EXPECT_THAT(
      text,
      HasSubstr("CO-1: at least 90 days, counted as calendar days from the petition's receipt until the "
                "presentation of the risk analysis (as the authority says)"));
  EXPECT_THAT(text, HasSubstr("Exception: Unless events require more immediate action"));
  EXPECT_THAT(text, HasSubstr("Open: The text says \"at least 90 days\""));
  EXPECT_THAT(text, HasSubstr("CO-OP-3: 24 hours from the referral's delivery"));
  EXPECT_THAT(text, HasSubstr("(target of the operator, not law)"));
  EXPECT_THAT(text, Not(HasSubstr("CO-OP-1")));
  EXPECT_THAT(text, HasSubstr("What the sources leave open:\n  CO-3: An emergency measure"));
}

TEST_F(ExplanationTest, ClockOfALocalityIsShownUnlessAnotherIsAskedFor) {
  EXPECT_THAT(Text("gt-national", "2018-06-01"), HasSubstr("GT-1: 24 hours from the crime until"));
  classification_.mutable_territory()->set_locality(v1::CLOCK_LOCALITY_OUTSIDE_CAPITAL_CITY);
  const std::string outside = Text("gt-national", "2018-06-01");
  EXPECT_THAT(outside, Not(HasSubstr("GT-1:")));
  EXPECT_THAT(outside, HasSubstr("GT-2: 72 hours"));
  EXPECT_THAT(outside, HasSubstr("outside the capital (regulation or directive)"));
}

TEST_F(ExplanationTest, SpeaksTheLanguagesOfOfficials) {
  const std::string spanish = Text("hn-national", "2018-02-01", Language::kSpanish);
  EXPECT_THAT(spanish, HasSubstr("Quién la recibiría:\n  para proteger:\n    unidad de protección"));
  EXPECT_THAT(spanish, HasSubstr("HN-1: 24 horas desde la recepción de la solicitud hasta la resolución"));
  EXPECT_THAT(Text("br-ppddh", "2018-02-01", Language::kPortuguese),
              HasSubstr("Quem o receberia:\n  para proteger:\n    unidade de proteção"));
}

TEST_F(ExplanationTest, JsonHasTheValuesOfTheFiles) {
  const auto json = nlohmann::json::parse(ExplanationJson(*set_->Find("hn-national"), On("2018-02-01")));
  EXPECT_EQ(json["mechanism_id"], "hn-national");
  EXPECT_EQ(json["recipients"][1]["branch"], "non_state");
  EXPECT_EQ(json["recipients"][1]["rules"][0]["recipient_role"], "ordinary_prosecution");
  EXPECT_EQ(json["clocks"][0]["rule_id"], "HN-1");
  EXPECT_EQ(json["clocks"][0]["amount"], 24);
  EXPECT_EQ(json["clocks"][0]["authority"], "stated-by-authority");
}

}  // namespace
}  // namespace enlace::client
