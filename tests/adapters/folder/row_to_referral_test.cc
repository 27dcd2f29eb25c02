#include "adapters/folder/row_to_referral.h"

#include "adapters/folder/csv_reader.h"
#include "tests/adapters/folder/folder_fixture.h"

namespace enlace::adapters::folder {
namespace {

class RowToReferralTest : public ::testing::Test {
 protected:
  RowToReferralTest() : rules_(*ReadingRules::New(FolderConfig("/x"))) {}
  ReferralLine Read(const std::string& csv) {
    table_ = ReadCsv(csv, &problems_);
    const MappedHeaders mapped = rules_.headers.Map(table_.headers, &problems_);
    return ReadReferralRow(rules_, table_, mapped, table_.rows.at(0), clock_.Now(), &problems_);
  }
  FakeClock clock_;
  ReadingRules rules_;
  Table table_;
  Problems problems_;
};

TEST_F(RowToReferralTest, AGoodLineBecomesAReferral) {
  const OutgoingReferral out = Read(kHeaders + Line("UPCH-7")).referral;
  ASSERT_TRUE(problems_.empty()) << ProblemText(problems_[0], Language::kSpanish);
  EXPECT_EQ(out.source_id.size(), 64U);
  EXPECT_EQ(out.native_number, "UPCH-7");
  EXPECT_EQ(out.classification.mechanism_id(), "mx-federal");
  EXPECT_EQ(out.classification.perpetrator(), v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  EXPECT_THAT(out.classification.incidents(),
              ::testing::ElementsAre(v1::INCIDENT_TYPE_THREAT, v1::INCIDENT_TYPE_SURVEILLANCE_OR_FOLLOWING));
  EXPECT_EQ(out.classification.territory().country(), "MX");
  EXPECT_EQ(out.classification.territory().subdivision(), "MX-CHH");
  EXPECT_EQ(out.classification.subject_kind(), v1::SUBJECT_KIND_INDIVIDUAL);
  EXPECT_EQ(out.classification.persons_covered(), 1U);
  EXPECT_EQ(out.disclosure.basis(), v1::DISCLOSURE_BASIS_INFORMED_CONSENT);
  EXPECT_EQ(out.content.persons(0).full_name(), "Persona de Prueba");
}

TEST_F(RowToReferralTest, NothingOfThePersonIsInTheClearPart) {
  const OutgoingReferral out = Read(kHeaders + Line("UPCH-7", "vive en la calle 5")).referral;
  const std::string clear = out.classification.SerializeAsString() + out.disclosure.SerializeAsString();
  EXPECT_EQ(clear.find("Persona"), std::string::npos);
  EXPECT_EQ(clear.find("calle"), std::string::npos);
  EXPECT_EQ(clear.find("UPCH-7"), std::string::npos);
}

TEST_F(RowToReferralTest, UrgentNeedsItsGround) {
  std::string line = Line("1");
  line.replace(line.find("ordinario"), 9, "urgente");
  Read(kHeaders + line);
  ASSERT_EQ(problems_.size(), 1U);
  EXPECT_EQ(ProblemText(problems_[0], Language::kSpanish),
            "Línea 2, columna «Motivo de urgencia»: está vacía y es obligatoria. Complétela.");
}

TEST_F(RowToReferralTest, AllThatIsWrongInALineIsToldAtOnce) {
  Read("nombre;población;procedimiento;responsable;hechos;estado;fecha de solicitud;consentimiento;"
       "fecha de consentimiento\n;astronauta;ordinario;;amenaza;Chihuahua;14/01/2026;sí;99/01/2026\n");
  std::vector<ProblemKind> kinds;
  for (const Problem& problem : problems_) kinds.push_back(problem.kind);
  EXPECT_THAT(kinds, ::testing::UnorderedElementsAre(ProblemKind::kUnknownCode, ProblemKind::kMissingValue,
                                                     ProblemKind::kBadValue, ProblemKind::kBadTime,
                                                     ProblemKind::kMissingValue));
}

TEST_F(RowToReferralTest, ColumnsThatNoFieldTakesAreKept) {
  std::string headers = kHeaders, line = Line("1");
  headers.insert(headers.size() - 1, ";Color de casa;Observaciones");
  line.insert(line.size() - 1, ";azul;ninguna");
  const OutgoingReferral out = Read(headers + line).referral;
  const auto& others = out.content.other_fields();
  EXPECT_EQ(others.at("Color de casa"), "azul");
  EXPECT_EQ(others.at("Observaciones"), "ninguna");
}

TEST_F(RowToReferralTest, MissingColumnsAreListedAllInTheAgencysWords) {
  Table table = {{"Nombre", "Hechos"}, {}};
  Problems ignored;
  const Problems problems = CheckReferralHeaders(rules_, table, rules_.headers.Map(table.headers, &ignored));
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(ProblemText(problems[0], Language::kSpanish),
            "Archivo completo: faltan columnas obligatorias: «Población», «Procedimiento», «Presunto responsable», "
            "«Entidad federativa», «Fecha de la solicitud», «Base del consentimiento», «Fecha del consentimiento». "
            "Columnas encontradas: Nombre, Hechos. Corrija el encabezado y vuelva a dejar el archivo en salida/.");
}

TEST_F(RowToReferralTest, DefaultsStandInForColumns) {
  config::v1::AdapterConfig config = FolderConfig("/x");
  (*config.mutable_folder()->mutable_defaults())["subdivision"] = "MX-SON";
  rules_ = *ReadingRules::New(config);
  std::string csv = kHeaders + Line("1");
  csv.replace(csv.find("MX-CHH"), 6, "");
  EXPECT_EQ(Read(csv).referral.classification.territory().subdivision(), "MX-SON");
  EXPECT_TRUE(problems_.empty());
}

TEST_F(RowToReferralTest, TheReferenceOrElseTheLineIsTheKey) {
  const std::string a = Read(kHeaders + Line("1", "x")).referral.source_id;
  EXPECT_EQ(a, Read(kHeaders + Line("1", "y")).referral.source_id);
  EXPECT_NE(a, Read(kHeaders + Line("2", "x")).referral.source_id);
  EXPECT_NE(Read(kHeaders + Line("", "x")).referral.source_id, Read(kHeaders + Line("", "y")).referral.source_id);
}

}  // namespace
}  // namespace enlace::adapters::folder
