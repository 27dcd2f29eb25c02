// Compares tables with what they should hold: for the check of a stopped gateway.
#ifndef ENLACE_GATEWAY_STORE_COMPARISON_H_
#define ENLACE_GATEWAY_STORE_COMPARISON_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/store/store.h"

namespace enlace::store {

// Key -> value, in the order of a scan.
using Rows = std::map<std::string, std::string>;

// What a comparison found. `problems` has one sentence each, at most kMostProblems;
// `differences` counts them all.
struct ComparisonReport {
  static constexpr size_t kMostProblems = 100;
  uint64_t rows = 0;
  uint64_t differences = 0;
  std::vector<std::string> problems;
  void Add(std::string problem);
};

// Tells each row of the table that is missing, differs or should not be there.
// Stored rows for which `exempt` holds, if it is given, may be there or not.
//   UNAVAILABLE, DATA_LOSS  as Reader.
absl::Status CompareRows(Reader& reader, Table table, const Rows& expected,
                         const std::function<bool(const Row&)>& exempt, ComparisonReport* report);

// The same for all rows of these cases: states, access rows, due rows, sealed
// payloads by their digests. Rows of `erased` cases cannot be known and are passed over.
//   UNAVAILABLE, DATA_LOSS  as Reader.
absl::Status CompareCases(Reader& reader, const std::map<std::string, v1::CaseState>& cases,
                          const std::set<std::string>& erased, ComparisonReport* report);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_COMPARISON_H_
