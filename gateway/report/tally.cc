#include "gateway/report/tally.h"

#include <algorithm>
#include <iterator>

namespace enlace::report {

void Cell::Add(uint32_t case_number, uint64_t by) {
  if (by == 0) return;
  value_ += by;
  if (cases_.empty() || cases_.back() != case_number) cases_.push_back(case_number);
}

void Cell::Merge(const Cell& other) {
  value_ += other.value_;
  std::vector<uint32_t> both;
  both.reserve(cases_.size() + other.cases_.size());
  std::set_union(cases_.begin(), cases_.end(), other.cases_.begin(), other.cases_.end(),
                 std::back_inserter(both));
  cases_ = std::move(both);
}

TallyRow& Tally::At(const std::string& key) {
  TallyRow& row = rows[key];
  row.cells.resize(columns.size());
  return row;
}

std::vector<Cell> Tally::Total() const {
  std::vector<Cell> total(columns.size());
  for (const auto& [key, row] : rows) {
    for (size_t i = 0; i < columns.size(); ++i) total[i].Merge(row.cells[i]);
  }
  return total;
}

}  // namespace enlace::report
