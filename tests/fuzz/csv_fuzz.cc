// Any bytes as a dropped CSV file: never crashes, and what is read fits.
#include <cstdint>
#include <cstdlib>

#include "adapters/folder/csv_reader.h"
#include "adapters/folder/drop_file.h"
#include "adapters/folder/messages.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace enlace::adapters::folder;
  static const ReadingRules rules = [] {
    enlace::config::v1::AdapterConfig config;
    config.set_agency_id("fuzz");
    config.mutable_folder()->mutable_mapping()->set_time_zone("UTC");
    return *ReadingRules::New(config);
  }();
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const DropFile file = ReadDropFile(
      "a.csv", bytes, rules, absl::FromUnixSeconds(1768478400), [](const std::string&) { return std::nullopt; },
      [](const std::string&) { return std::nullopt; });
  // No line is taken twice, and no line that is told of as bad is taken.
  if (file.pending.size() + file.taken + file.bad_lines.size() > file.table.rows.size()) std::abort();
  for (const PendingLine& line : file.pending) {
    if (file.bad_lines.count(line.line) > 0) std::abort();
  }
  for (const Problem& problem : file.problems) {
    if (ProblemText(problem, Language::kSpanish).find('\n') != std::string::npos) std::abort();
  }
  // What we write, we read.
  for (const Row& row : file.table.rows) CsvLine(row.cells);
  return 0;
}
