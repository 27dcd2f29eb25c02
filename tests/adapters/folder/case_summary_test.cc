#include "adapters/folder/case_summary.h"

#include <nlohmann/json.hpp>

#include "tests/adapters/folder/folder_fixture.h"

namespace enlace::adapters::folder {
namespace {

using ::testing::HasSubstr;

TEST(CaseSummaryTest, OfficersReadTheirOwnLanguage) {
  const std::string es = SummaryText(SomeReferral(), {"foto.jpg"}, Language::kSpanish, absl::UTCTimeZone());
  EXPECT_THAT(es, HasSubstr("CASO " + base::ShortCode(TestId('A'))));
  EXPECT_THAT(es, HasSubstr("Procedimiento: urgente\r\n"));
  EXPECT_THAT(es, HasSubstr("Nombre completo: María Núñez\r\n"));
  EXPECT_THAT(es, HasSubstr("Relato: Primera línea\r\n  segunda línea\r\n"));
  EXPECT_THAT(es, HasSubstr("Anexos: foto.jpg\r\n"));
  EXPECT_THAT(es, HasSubstr("llene el archivo acuse.csv"));
  const std::string pt = SummaryText(SomeReferral(), {}, Language::kPortuguese, absl::UTCTimeZone());
  EXPECT_THAT(pt, HasSubstr("Nome completo: María Núñez\r\n"));
  EXPECT_THAT(pt, HasSubstr("Solicita-se: investigação\r\n"));
  EXPECT_NE(es[0], '\xEF');
}

TEST(CaseSummaryTest, JsonHoldsTheCaseWithoutTheFilesBytes) {
  ASSERT_OK_AND_ASSIGN(const std::string text, CaseJson(SomeReferral(), {"foto.jpg"}));
  const nlohmann::json json = nlohmann::json::parse(text);
  EXPECT_EQ(json["content"]["persons"][0]["full_name"], "María Núñez");
  EXPECT_EQ(json["content"]["attachments"][0]["file_name"], "foto.jpg");
  EXPECT_FALSE(json["content"]["attachments"][0].contains("content"));
  EXPECT_EQ(json["leg_id"], TestId('L'));
}

}  // namespace
}  // namespace enlace::adapters::folder
