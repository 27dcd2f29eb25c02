// Acknowledgements and reports that an officer drops, and columns under any name:
// each line becomes one complete act or a sentence about one line and column.
#include <cstdint>
#include <set>

#include "adapters/folder/acknowledgement_reader.h"
#include "adapters/folder/csv_reader.h"
#include "adapters/folder/drop_file.h"
#include "adapters/folder/messages.h"
#include "adapters/folder/text_encoding.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

using namespace enlace;
using namespace enlace::adapters;
using namespace enlace::adapters::folder;
using fuzz::Demand;

ReadingRules RulesIn(const char* language) {
  config::v1::AdapterConfig config;
  config.set_agency_id("fge-chihuahua");
  config.set_language(language);
  config.mutable_folder()->mutable_mapping()->set_time_zone("America/Chihuahua");
  return fuzz::Must(ReadingRules::New(config));
}

// Every code is that of a delivered case, but for those with an N.
std::optional<DeliveredCase> DeliveredUnder(const std::string& code) {
  if (code.find('N') != std::string::npos) return std::nullopt;
  return DeliveredCase{"leg", "referral", "case", code, code};
}

// Columns under the agency's own names: every header ends in one place.
void MapHeaders(absl::string_view own, const std::vector<std::string>& headers) {
  config::v1::ColumnMapping mapping;
  (*mapping.mutable_columns())[std::string(own)] = "full_name";
  const auto names = HeaderMapping::New(mapping);
  if (!names.ok()) return;
  Problems problems;
  const MappedHeaders mapped = names->Map(headers, &problems);
  std::set<size_t> taken(mapped.other.begin(), mapped.other.end());
  for (const auto& [field, column] : mapped.columns) {
    Demand(FindField(field) != nullptr && column < headers.size(), "a column is mapped to a field");
    Demand(taken.insert(column).second, "a column has one meaning");
  }
  size_t named = 0;
  for (size_t i = 0; i < headers.size(); ++i) named += !headers[i].empty() || taken.count(i) > 0;
  Demand(taken.size() + problems.size() == named, "no column with a name is passed over in silence");
}

void CheckPending(const DropFile& file) {
  for (const PendingLine& line : file.pending) {
    if (const auto* action = std::get_if<OutgoingAction>(&line.item)) {
      Demand(action->leg_id == "leg" &&
                 action->action.action_case() != v1::AdvanceLegRequest::ACTION_NOT_SET &&
                 !action->action.officer_pseudonym().empty(),
             "an act says what, about which leg, and who acted");
    } else if (const auto* status = std::get_if<OutgoingStatus>(&line.item)) {
      const auto& reported = std::get<v1::InvestigationStatus>(status->status);
      Demand(status->case_id == "case" && reported.stage() != 0 && reported.disposition() != 0,
             "a report says about which case and how it stands");
    } else {
      Demand(!SourceIdOf(line.item).empty(), "a referral can be recognised");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const ReadingRules rules[] = {RulesIn("es"), RulesIn("pt"), RulesIn("en")};
  const auto none = [](const std::string&) { return std::nullopt; };
  fuzz::Input input(data, size);
  const uint8_t selector = input.Byte();
  const ReadingRules& mine = rules[selector % 3];
  const absl::string_view bytes = input.Rest();
  const DropFile file = ReadDropFile(selector & 4 ? "a.json" : "a.csv", bytes, mine,
                                     absl::FromUnixSeconds(1768478400), DeliveredUnder, none);
  CheckPending(file);
  for (const Problem& problem : file.problems) {
    const std::string text = ProblemText(problem, mine.language);
    Demand(!text.empty() && text.find('\n') == std::string::npos, "a problem is one sentence in one line");
    Demand(problem.line == 0 || file.is_spoilt || file.bad_lines.count(problem.line) > 0,
           "a line with a problem is not taken");
  }
  if (!file.table.headers.empty()) MapHeaders(bytes.substr(0, bytes.find('\n')), file.table.headers);
  // The form that the officer fills in is one that is understood, and asks nothing yet.
  const DropFile form = ReadDropFile("a.csv", AcknowledgementTemplate(mine, "ABCD-EFGH-1"), mine,
                                     absl::FromUnixSeconds(1768478400), DeliveredUnder, none);
  Demand(form.problems.empty() && form.pending.empty(), "an empty form is no problem and no act");
  return 0;
}
