// Any bytes as a dropped JSON file: never crashes; a table or a problem.
#include <cstdint>
#include <cstdlib>

#include "adapters/folder/json_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace enlace::adapters::folder;
  Problems problems;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Table table = ReadJson(bytes, &problems);
  if (!problems.empty() && !table.rows.empty()) std::abort();
  for (const Row& row : table.rows) {
    if (row.cells.size() != table.headers.size()) std::abort();
  }
  JsonLooksCutOff(bytes);
  return 0;
}
