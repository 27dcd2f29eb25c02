#include "adapters/folder/row_view.h"

#include "tests/adapters/folder/folder_fixture.h"

namespace enlace::adapters::folder {
namespace {

class RowViewTest : public ::testing::Test {
 protected:
  RowViewTest() : rules_(*ReadingRules::New(FolderConfig("/x"))) {}
  RowView View(std::vector<std::string> headers, std::vector<std::string> cells) {
    table_ = {std::move(headers), {{2, std::move(cells)}}};
    mapped_ = rules_.headers.Map(table_.headers, &problems_);
    return RowView(rules_, table_, mapped_, table_.rows[0], clock_.Now(), &problems_);
  }
  FakeClock clock_;  // 2026-01-15T12:00:00Z
  ReadingRules rules_;
  Table table_;
  MappedHeaders mapped_;
  Problems problems_;
};

TEST_F(RowViewTest, DatesAreReadInTheAgencysFormAndZone) {
  for (const char* text :
       {"14/01/2026 09:30", "14/01/2026 09:30:00", "2026-01-14 09:30", "2026-01-14T09:30:00-06:00"}) {
    EXPECT_EQ(View({"event_time"}, {text}).Time("event_time"), absl::FromUnixSeconds(1768404600)) << text;
  }
  EXPECT_TRUE(problems_.empty());
}

TEST_F(RowViewTest, WrongAndFutureDatesAreTold) {
  for (const char* text : {"31/02/2025", "14/05/18", "ayer", "2026-13-01"}) {
    problems_.clear();
    EXPECT_FALSE(View({"event_time"}, {text}).Time("event_time").has_value()) << text;
    ASSERT_EQ(problems_.size(), 1U);
    EXPECT_EQ(ProblemText(problems_[0], Language::kSpanish),
              absl::StrCat("Línea 2, columna «event_time»: «", text,
                           "» no es una fecha que se entienda. Escríbala así: 15/01/2026 06:00."));
  }
  problems_.clear();
  EXPECT_FALSE(View({"event_time"}, {"16/01/2026"}).Time("event_time").has_value());
  EXPECT_EQ(problems_.at(0).kind, ProblemKind::kFutureTime);
}

TEST_F(RowViewTest, AClockThatIsALittleFastCountsAsNow) {
  EXPECT_EQ(View({"event_time"}, {"2026-01-15T12:04:00Z"}).Time("event_time"), clock_.Now());
}

TEST_F(RowViewTest, ListsAreSplitAtSemicolonsBarsAndJsonElements) {
  EXPECT_THAT(View({"contact"}, {"a; b |c|"}).Many("contact"), ::testing::ElementsAre("a", "b", "c"));
  EXPECT_THAT(View({"contact"}, {"a;b\x1F"
                                 "c"})
                  .Many("contact"),
              ::testing::ElementsAre("a;b", "c"));
}

TEST_F(RowViewTest, NamesOfOfficersBecomeADigest) {
  EXPECT_EQ(View({"officer"}, {"fun-17"}).Officer(), "fun-17");
  const std::string digest = View({"officer"}, {"María Núñez"}).Officer();
  EXPECT_EQ(digest.substr(0, 2), "o-");
  EXPECT_EQ(digest.size(), 18U);
}

TEST_F(RowViewTest, WhatGoesInClearIsACodeOrIsTold) {
  EXPECT_EQ(View({"legal_reference"}, {"MC-453-22"}).ClearCode("legal_reference"), "MC-453-22");
  EXPECT_EQ(View({"legal_reference"}, {""}).ClearCode("legal_reference"), "");
  EXPECT_TRUE(problems_.empty());
  EXPECT_EQ(View({"legal_reference"}, {"Orden para Juana Perez"}).ClearCode("legal_reference"), "");
  ASSERT_EQ(problems_.size(), 1U);
  EXPECT_EQ(ProblemText(problems_[0], Language::kSpanish),
            "Línea 2, columna «legal_reference»: «Orden para Juana Perez» no tiene la forma esperada. "
            "Escriba un código sin "
            "espacios, acentos ni nombres, por ejemplo MC-453-22 o riesgo_inminente.");
}

TEST_F(RowViewTest, TheAgencysTableMakesACodeOfItsWords) {
  config::v1::AdapterConfig config = FolderConfig("/x");
  const auto add = [&](const char* field, const char* word, const char* value) {
    config::v1::CodeTable* table = config.mutable_folder()->mutable_mapping()->add_codes();
    table->set_field(field);
    (*table->mutable_values())[word] = value;
  };
  add("override_reason", "No responde al teléfono", "unreachable");
  add("perpetrator", "Policía (municipal)", "state_agent");
  rules_ = *ReadingRules::New(config);
  EXPECT_EQ(View({"override_reason"}, {"no responde al TELEFONO"}).ClearCode("override_reason"),
            "unreachable");
  RowView view = View({"perpetrator"}, {"Policía (municipal)"});
  EXPECT_NE(view.Code("perpetrator"), 0);
  EXPECT_THAT(view.national_codes(),
              ::testing::ElementsAre(::testing::Pair("perpetrator", "policia__municipal_")));
}

TEST_F(RowViewTest, DigestDoesNotDependOnTheOrderOfColumns) {
  EXPECT_EQ(View({"A", "B"}, {"1", "2"}).ContentDigest(), View({"B", "a"}, {"2", "1"}).ContentDigest());
  EXPECT_NE(View({"A", "B"}, {"1", "2"}).ContentDigest(), View({"A", "B"}, {"2", "1"}).ContentDigest());
}

TEST_F(RowViewTest, WhatNothingAskedForIsUnread) {
  RowView view = View({"contact", "Color"}, {"a", "azul"});
  view.Text("contact");
  EXPECT_THAT(view.Unread(), ::testing::ElementsAre(::testing::Pair("Color", "azul")));
}

TEST(ReadingRulesTest, WrongSettingsAreNamed) {
  config::v1::AdapterConfig config = FolderConfig("/x");
  config.mutable_folder()->mutable_mapping()->clear_time_zone();
  EXPECT_EQ(base::FieldOf(ReadingRules::New(config).status()), "folder.mapping.time_zone");
  config = FolderConfig("/x");
  (*config.mutable_folder()->mutable_defaults())["procedure"] = "rapidito";
  EXPECT_THAT(ReadingRules::New(config), StatusIs(absl::StatusCode::kInvalidArgument));
  config = FolderConfig("/x");
  config.mutable_folder()->set_max_attachment_size(700001);
  EXPECT_EQ(base::FieldOf(ReadingRules::New(config).status()), "folder.max_attachment_size");
}

}  // namespace
}  // namespace enlace::adapters::folder
