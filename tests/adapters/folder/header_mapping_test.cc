#include "adapters/folder/header_mapping.h"

#include "adapters/folder/text_encoding.h"
#include "tests/support/status_matchers.h"

namespace enlace::adapters::folder {
namespace {

TEST(HeaderMappingTest, SpanishPortugueseAndEnglishHeadersAreBuiltIn) {
  ASSERT_OK_AND_ASSIGN(const HeaderMapping mapping, HeaderMapping::New({}));
  Problems problems;
  const MappedHeaders mapped =
      mapping.Map({" NOMBRE  COMPLETO ", "Suposto autor", "petition_time", "Color"}, &problems);
  EXPECT_EQ(mapped.columns.at("full_name"), 0U);
  EXPECT_EQ(mapped.columns.at("perpetrator"), 1U);
  EXPECT_EQ(mapped.columns.at("petition_time"), 2U);
  EXPECT_THAT(mapped.other, ::testing::ElementsAre(3U));
}

TEST(HeaderMappingTest, TheAgencysOwnHeaderWins) {
  config::v1::ColumnMapping own;
  (*own.mutable_columns())["Relato"] = "requested_measures";
  ASSERT_OK_AND_ASSIGN(const HeaderMapping mapping, HeaderMapping::New(own));
  Problems problems;
  EXPECT_EQ(mapping.Map({"RELATO"}, &problems).columns.count("requested_measures"), 1U);
  EXPECT_EQ(mapping.HeaderOf("requested_measures", Language::kSpanish), "Relato");
}

TEST(HeaderMappingTest, UnknownFieldInTheSettingsIsNamed) {
  config::v1::ColumnMapping own;
  (*own.mutable_columns())["X"] = "nmae";
  EXPECT_THAT(HeaderMapping::New(own), StatusIs(absl::StatusCode::kInvalidArgument,
                                                ::testing::HasSubstr("\"nmae\" is not a canonical field")));
}

TEST(HeaderMappingTest, AHeaderOfBlanksInTheSettingsIsRefused) {
  for (const char* header : {"", " ", "\r", "_-"}) {
    config::v1::ColumnMapping settings;
    (*settings.mutable_columns())[header] = "full_name";
    EXPECT_THAT(HeaderMapping::New(settings),
                StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr("full_name")));
  }
}

TEST(HeaderMappingTest, TwoColumnsForOneFieldAreAProblem) {
  ASSERT_OK_AND_ASSIGN(const HeaderMapping mapping, HeaderMapping::New({}));
  Problems problems;
  mapping.Map({"Estado", "Departamento"}, &problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].kind, ProblemKind::kRepeatedColumn);
}

TEST(HeaderMappingTest, EachBuiltInHeaderMeansOneField) {
  std::map<std::string, absl::string_view> seen;
  for (const FieldWords& field : AllFields()) {
    for (const absl::string_view word : {field.name, field.header.es, field.header.pt, field.header.en}) {
      const auto [it, is_new] = seen.emplace(Fold(word), field.name);
      EXPECT_EQ(it->second, field.name) << word;
    }
  }
}

}  // namespace
}  // namespace enlace::adapters::folder
