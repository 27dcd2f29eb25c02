#include "adapters/folder/acknowledgement_reader.h"

#include "tests/adapters/folder/folder_fixture.h"

namespace enlace::adapters::folder {
namespace {

std::optional<DeliveredCase> Find(const std::string& code) {
  if (code != "AAAA-BBBB-C") return std::nullopt;
  return DeliveredCase{TestId('L'), TestId('R'), TestId('C'), code, code};
}

class AcknowledgementReaderTest : public ::testing::Test {
 protected:
  AcknowledgementReaderTest() : rules_(*ReadingRules::New(FolderConfig("/x"))) {}
  std::optional<OutgoingAction> Read(const std::string& decision, const std::string& reason = "",
                                     const std::string& note = "", const std::string& code = "aaaa-bbbb-c",
                                     const std::string& officer = "fun-1") {
    table_ = {{"Código corto", "Decisión", "Motivo", "Nota", "Persona funcionaria"},
              {{2, {code, decision, reason, note, officer}}}};
    problems_.clear();
    mapped_ = rules_.headers.Map(table_.headers, &problems_);
    RowView view(rules_, table_, mapped_, table_.rows[0], FakeClock().Now(), &problems_);
    return ReadActionRow(view, rules_, Find);
  }
  ReadingRules rules_;
  Table table_;
  MappedHeaders mapped_;
  Problems problems_;
};

TEST_F(AcknowledgementReaderTest, AnUnfilledTemplateAsksForNothing) {
  EXPECT_FALSE(Read("").has_value());
  EXPECT_TRUE(problems_.empty());
}

TEST_F(AcknowledgementReaderTest, DecisionsBecomeTypedActions) {
  EXPECT_TRUE(Read("Recibido")->action.has_confirm_reception());
  EXPECT_TRUE(Read("aceito")->action.has_accept());
  EXPECT_EQ(Read("no competente", "territorio")->action.return_not_competent().ground(),
            v1::DECLINE_REASON_NOT_COMPETENT_TERRITORY);
  const auto declined = Read("rechazado", "la persona no desea");
  ASSERT_TRUE(declined.has_value());
  EXPECT_EQ(declined->action.decline().side(), v1::DECISION_SIDE_SUBJECT);
  EXPECT_EQ(declined->leg_id, TestId('L'));
  EXPECT_EQ(declined->action.officer_pseudonym(), "fun-1");
  EXPECT_TRUE(problems_.empty());
}

TEST_F(AcknowledgementReaderTest, DecliningForLackOfCapacityNeedsANote) {
  Read("rechazado", "sin capacidad");
  ASSERT_EQ(problems_.size(), 1U);
  EXPECT_EQ(ProblemText(problems_[0], Language::kSpanish),
            "Línea 2, columna «Nota»: está vacía y esta decisión exige una explicación. Escríbala.");
  EXPECT_EQ(Read("rechazado", "sin capacidad", "sin vehículos")->note.text(), "sin vehículos");
  EXPECT_TRUE(problems_.empty());
}

TEST_F(AcknowledgementReaderTest, AForeignCodeAndAMissingOfficerAreTold) {
  EXPECT_FALSE(Read("recibido", "", "", "ZZZZ-ZZZZ-Z").has_value());
  EXPECT_EQ(problems_.at(0).kind, ProblemKind::kUnknownCase);
  Read("recibido", "", "", "AAAA-BBBB-C", "");
  EXPECT_EQ(problems_.at(0).column, "Persona funcionaria");
}

TEST_F(AcknowledgementReaderTest, ANewDecisionIsANewId) {
  EXPECT_EQ(Read("recibido")->source_id, Read("recibida")->source_id);
  EXPECT_NE(Read("recibido")->source_id, Read("aceptado")->source_id);
}

TEST_F(AcknowledgementReaderTest, StatusOfTheInvestigationIsRead) {
  table_ = {{"Código corto", "Etapa", "Situación"},
            {{2, {"AAAA-BBBB-C", "investigación inicial", "activa"}}}};
  mapped_ = rules_.headers.Map(table_.headers, &problems_);
  EXPECT_EQ(KindOf(mapped_), FileKind::kStatuses);
  RowView view(rules_, table_, mapped_, table_.rows[0], FakeClock().Now(), &problems_);
  const auto status = ReadStatusRow(view, rules_, Find, FakeClock().Now());
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->case_id, TestId('C'));
  EXPECT_EQ(std::get<v1::InvestigationStatus>(status->status).stage(),
            v1::INVESTIGATION_STAGE_PRELIMINARY_INVESTIGATION);
}

TEST_F(AcknowledgementReaderTest, AStageInWordsIsNotSentInClear) {
  table_ = {{"Código corto", "Etapa", "Situación", "Código de etapa"},
            {{2, {"AAAA-BBBB-C", "investigación inicial", "activa", "se citó a Juana Pérez"}}}};
  mapped_ = rules_.headers.Map(table_.headers, &problems_);
  RowView view(rules_, table_, mapped_, table_.rows[0], FakeClock().Now(), &problems_);
  ReadStatusRow(view, rules_, Find, FakeClock().Now());
  ASSERT_EQ(problems_.size(), 1U);
  EXPECT_EQ(problems_[0].column, "Código de etapa");
}

}  // namespace
}  // namespace enlace::adapters::folder
