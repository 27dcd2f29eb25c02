#include <google/protobuf/descriptor.h>

#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "adapters/folder/code_values.h"
#include "adapters/folder/text_encoding.h"
#include "enlace/v1/disclosure.pb.h"
#include "enlace/v1/leg.pb.h"
#include "enlace/v1/status.pb.h"
#include "enlace/v1/subject.pb.h"
#include "tests/support/status_matchers.h"

namespace enlace::adapters::folder {
namespace {

void ExpectComplete(const char* field, const google::protobuf::EnumDescriptor* type, const std::string& prefix) {
  for (int i = 0; i < type->value_count(); ++i) {
    const auto* value = type->value(i);
    if (value->number() == 0) continue;
    std::string name;
    for (const ValueWords& words : ValuesOf(field)) {
      if (words.number == value->number()) name = std::string(words.name);
    }
    EXPECT_EQ(prefix + absl::AsciiStrToUpper(name), value->name());
  }
}

TEST(CodeWordsTest, EveryValueOfTheContractHasItsWords) {
  ExpectComplete("perpetrator", v1::PerpetratorCategory_descriptor(), "PERPETRATOR_CATEGORY_");
  ExpectComplete("incidents", v1::IncidentType_descriptor(), "INCIDENT_TYPE_");
  ExpectComplete("population", v1::PopulationGroup_descriptor(), "POPULATION_GROUP_");
  ExpectComplete("procedure", v1::ProcedureType_descriptor(), "PROCEDURE_TYPE_");
  ExpectComplete("risk", v1::RiskLevel_descriptor(), "RISK_LEVEL_");
  ExpectComplete("reason", v1::DeclineReason_descriptor(), "DECLINE_REASON_");
  ExpectComplete("consent_basis", v1::DisclosureBasis_descriptor(), "DISCLOSURE_BASIS_");
  ExpectComplete("investigation_stage", v1::InvestigationStage_descriptor(), "INVESTIGATION_STAGE_");
  ExpectComplete("investigation_disposition", v1::InvestigationDisposition_descriptor(), "INVESTIGATION_DISPOSITION_");
}

TEST(CodeWordsTest, NoWordMeansTwoValuesOfOneField) {
  for (const char* field : {"perpetrator", "incidents", "population", "procedure", "risk", "reason", "decision",
                            "consent_basis", "eligibility", "investigation_stage", "investigation_disposition"}) {
    std::map<std::string, int> seen;
    for (const ValueWords& value : ValuesOf(field)) {
      std::set<std::string> words = {Fold(value.name), Fold(value.words.es), Fold(value.words.pt), Fold(value.words.en)};
      for (const absl::string_view word : absl::StrSplit(value.more, ';', absl::SkipEmpty())) words.insert(Fold(word));
      for (const std::string& word : words) {
        EXPECT_TRUE(seen.emplace(word, value.number).second) << field << ": " << word;
      }
    }
  }
}

}  // namespace
}  // namespace enlace::adapters::folder
