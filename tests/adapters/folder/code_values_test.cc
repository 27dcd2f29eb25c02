#include "adapters/folder/code_values.h"

#include "enlace/v1/subject.pb.h"
#include "tests/support/status_matchers.h"

namespace enlace::adapters::folder {
namespace {

TEST(CodeValuesTest, WordsOfBothLanguagesAreUnderstood) {
  ASSERT_OK_AND_ASSIGN(const CodeTables tables, CodeTables::New({}));
  EXPECT_EQ(tables.Read("perpetrator", "AGENTE DEL ESTADO")->number, v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  EXPECT_EQ(tables.Read("perpetrator", "nao identificado")->number, v1::PERPETRATOR_CATEGORY_UNIDENTIFIED);
  EXPECT_EQ(tables.Read("perpetrator", "state_agent")->number, v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  EXPECT_EQ(tables.Read("incidents", "Agresión")->number, v1::INCIDENT_TYPE_ASSAULT);
  EXPECT_FALSE(tables.Read("perpetrator", "marciano").has_value());
}

TEST(CodeValuesTest, TheAgencysOwnTableComesFirstAndIsRemembered) {
  config::v1::ColumnMapping own;
  config::v1::CodeTable* table = own.add_codes();
  table->set_field("perpetrator");
  (*table->mutable_values())["07"] = "state_agent";
  config::v1::CodeTable* states = own.add_codes();
  states->set_field("subdivision");
  (*states->mutable_values())["Chihuahua"] = "MX-CHH";
  ASSERT_OK_AND_ASSIGN(const CodeTables tables, CodeTables::New(own));
  EXPECT_TRUE(tables.Read("perpetrator", "07")->by_agency_table);
  EXPECT_EQ(tables.Translate("subdivision", "CHIHUAHUA"), "MX-CHH");
  EXPECT_EQ(tables.Allowed("perpetrator", Language::kSpanish).substr(0, 3), "07,");
}

TEST(CodeValuesTest, AWrongTableIsRefusedWithTheAllowedValues) {
  config::v1::ColumnMapping own;
  config::v1::CodeTable* table = own.add_codes();
  table->set_field("perpetrator");
  (*table->mutable_values())["07"] = "agent";
  EXPECT_THAT(CodeTables::New(own), StatusIs(absl::StatusCode::kInvalidArgument,
                                             ::testing::HasSubstr("write one of state_agent, non_state_actor")));
}

}  // namespace
}  // namespace enlace::adapters::folder
