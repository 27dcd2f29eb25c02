// Counts before anything is suppressed. Never leaves the gateway.
#ifndef ENLACE_GATEWAY_REPORT_TALLY_H_
#define ENLACE_GATEWAY_REPORT_TALLY_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "enlace/v1/clock.pb.h"
#include "enlace/v1/report_service.pb.h"

namespace enlace::report {

// A number, and the cases that it comes from: a person can be recognised by a
// number of twenty measures that all are hers.
class Cell {
 public:
  // Cases must come in the order of their numbers.
  void Add(uint32_t case_number, uint64_t by = 1);
  void Merge(const Cell& other);

  uint64_t value() const { return value_; }
  size_t cases() const { return cases_.size(); }
  // Whether so few cases contribute that they could be recognised.
  bool IsSmall(uint32_t smallest_cell) const { return value_ > 0 && cases_.size() < smallest_cell; }

 private:
  uint64_t value_ = 0;
  std::vector<uint32_t> cases_;  // sorted, each once
};

struct Column {
  enum class Kind {
    kBase,     // what the table counts; the first column, and the only one of its kind
    kPart,     // of the base: the parts of a row sum to it
    kWeight,   // of what column `of` counts, for example the persons of granted measures
    kDerived,  // figures that do not sum, for example hours; about what `of` counts
  };
  std::string name;  // empty: never shown, but known as the rest of the others
  Kind kind = Kind::kBase;
  size_t of = 0;
};

struct TallyRow {
  std::vector<Cell> cells;        // one per column; of kDerived empty
  std::vector<uint64_t> derived;  // one per kDerived column, in their order
  v1::ClockAuthority authority = v1::CLOCK_AUTHORITY_UNSPECIFIED;
};

// One table.
struct Tally {
  v1::Breakdown breakdown = v1::BREAKDOWN_UNSPECIFIED;
  std::vector<Column> columns;
  std::map<std::string, TallyRow> rows;

  // The row of `key`, made if there is none.
  TallyRow& At(const std::string& key);
  // Sums of the columns.
  std::vector<Cell> Total() const;
};

}  // namespace enlace::report

#endif  // ENLACE_GATEWAY_REPORT_TALLY_H_
