#include "gateway/report/suppression.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace enlace::report {
namespace {

using Keys = std::set<std::string>;

// One run over one table.
class Run {
 public:
  Run(const Tally& tally, uint32_t smallest_cell) : tally_(tally), k_(smallest_cell), total_(tally.Total()) {
    for (const auto& [key, row] : tally.rows) {
      if (row.cells[0].value() == 0) continue;
      by_size_.emplace_back(row.cells[0].value(), key);
      any_large_ = any_large_ || !row.cells[0].IsSmall(k_);
    }
    std::sort(by_size_.begin(), by_size_.end());
  }

  v1::ReportTable Go(const Keys& forced) {
    if (k_ > 1 && total_[0].IsSmall(k_)) return Withhold(tally_);
    if (k_ > 1) {
      HideRows(forced);
      HideParts();
    }
    return Write();
  }

 private:
  const TallyRow& RowOf(const std::string& key) const { return tally_.rows.at(key); }
  bool IsPart(size_t column) const { return tally_.columns[column].kind == Column::Kind::kPart; }
  bool HasParts() const {
    return std::any_of(tally_.columns.begin(), tally_.columns.end(),
                       [](const Column& column) { return column.kind == Column::Kind::kPart; });
  }
  Cell SumOf(const Keys& keys, size_t column) const {
    Cell sum;
    for (const std::string& key : keys) sum.Merge(RowOf(key).cells[column]);
    return sum;
  }
  // Adds the smallest row that is not in yet; false if all are.
  bool AddSmallest(Keys* keys) const {
    for (const auto& [value, key] : by_size_) {
      if (keys->insert(key).second) return true;
    }
    return false;
  }

  // Whoever knows the sum of the hidden rows, and that each is at least 1, must be
  // left with more than one solution, and with large numbers among them.
  bool RowsAreHidden() const {
    if (hidden_rows_.size() < 2) return false;
    const Cell sum = SumOf(hidden_rows_, 0);
    const bool has_large = std::any_of(hidden_rows_.begin(), hidden_rows_.end(),
                                       [this](const auto& key) { return !RowOf(key).cells[0].IsSmall(k_); });
    return has_large == any_large_ && sum.cases() >= k_ && sum.value() + 1 >= k_ + hidden_rows_.size();
  }

  void HideRows(const Keys& forced) {
    for (const auto& [value, key] : by_size_) {
      if (RowOf(key).cells[0].IsSmall(k_) || forced.count(key) > 0) hidden_rows_.insert(key);
    }
    if (hidden_rows_.empty()) return;
    while (!RowsAreHidden()) {
      if (!AddSmallest(&hidden_rows_)) {
        no_rows_ = true;
        return;
      }
    }
  }

  bool HasSmallPart(const std::vector<Cell>& cells) const {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (IsPart(i) && cells[i].IsSmall(k_)) return true;
    }
    return false;
  }

  // What the shown rows leave of a column is a number like any other. A single row
  // is never enough: it would leave its own small part.
  bool PartsAreHidden() const {
    for (size_t i = 0; i < tally_.columns.size(); ++i) {
      if (IsPart(i) && SumOf(hidden_parts_, i).IsSmall(k_)) return false;
    }
    return true;
  }

  void HideParts() {
    if (!HasParts()) return;
    ChooseParts();
    for (size_t i = 0; i < tally_.columns.size(); ++i) rest_.push_back(SumOf(hidden_parts_, i).value());
  }

  void ChooseParts() {
    hidden_parts_ = hidden_rows_;
    no_part_sums_ = HasSmallPart(total_);
    for (const auto& [value, key] : by_size_) {
      if (HasSmallPart(RowOf(key).cells)) hidden_parts_.insert(key);
    }
    // Without the sums of the columns nothing is left to subtract from.
    if (hidden_parts_.empty() || no_part_sums_) return;
    while (!PartsAreHidden()) {
      if (!AddSmallest(&hidden_parts_)) {
        no_part_sums_ = true;
        return;
      }
    }
  }

  // Whether the cell of a column is hidden, where rows and parts are as said.
  bool IsHidden(size_t column, bool base_hidden, bool parts_hidden) const {
    const Column& it = tally_.columns[column];
    switch (it.kind) {
      case Column::Kind::kBase:
        return base_hidden;
      case Column::Kind::kPart:
        return parts_hidden;
      default:
        return IsHidden(it.of, base_hidden, parts_hidden);
    }
  }

  bool IsSeenToBeZero(size_t part) const {
    return total_[part].value() == 0 || (!no_part_sums_ && !rest_.empty() && rest_[part] == 0);
  }

  void WriteRow(const std::string& key, v1::ReportTable* table) const {
    const TallyRow& row = RowOf(key);
    v1::ReportRow* out = table->add_rows();
    out->set_key(key);
    out->set_authority(row.authority);
    size_t derived = 0;
    for (size_t i = 0; i < tally_.columns.size(); ++i) {
      const Column& column = tally_.columns[i];
      const bool is_derived = column.kind == Column::Kind::kDerived;
      const Cell& about = is_derived ? row.cells[column.of] : row.cells[i];
      const uint64_t value =
          is_derived && derived < row.derived.size() ? row.derived[derived++] : about.value();
      if (column.name.empty()) continue;
      v1::ReportCell* cell = out->add_cells();
      // Where the sum leaves nothing for the hidden rows, each of them is seen to be 0.
      const bool nowhere = column.kind == Column::Kind::kPart && IsSeenToBeZero(i);
      if (!nowhere && IsHidden(i, hidden_rows_.count(key) > 0, hidden_parts_.count(key) > 0)) {
        cell->set_suppressed(true);
      } else if (!is_derived || about.value() > 0) {
        cell->set_value(value);
      }
    }
  }

  v1::ReportTable Write() const {
    v1::ReportTable table;
    table.set_breakdown(tally_.breakdown);
    for (size_t i = 0; i < tally_.columns.size(); ++i) {
      const Column& column = tally_.columns[i];
      if (column.name.empty()) continue;
      table.add_columns(column.name);
      v1::ReportCell* sum = table.mutable_total()->add_cells();
      if (column.kind == Column::Kind::kDerived) continue;  // Medians have no sum.
      if (IsHidden(i, false, no_part_sums_) && total_[i].value() > 0) {
        sum->set_suppressed(true);
      } else {
        sum->set_value(total_[i].value());
      }
    }
    if (no_rows_) return table;
    for (const auto& [key, row] : tally_.rows) {
      if (row.cells[0].value() > 0) WriteRow(key, &table);
    }
    return table;
  }

  const Tally& tally_;
  const uint32_t k_;
  const std::vector<Cell> total_;
  std::vector<std::pair<uint64_t, std::string>> by_size_;  // rows, the smallest first
  bool any_large_ = false;
  Keys hidden_rows_;
  Keys hidden_parts_;           // their parts are hidden; holds hidden_rows_
  std::vector<uint64_t> rest_;  // by column, what the shown rows leave for hidden parts
  bool no_part_sums_ = false;
  bool no_rows_ = false;
};

}  // namespace

v1::ReportTable Suppress(const Tally& tally, uint32_t smallest_cell, const std::set<std::string>& forced) {
  return Run(tally, smallest_cell).Go(forced);
}

v1::ReportTable Withhold(const Tally& tally) {
  v1::ReportTable table;
  table.set_breakdown(tally.breakdown);
  for (const Column& column : tally.columns) {
    if (column.name.empty()) continue;
    table.add_columns(column.name);
    v1::ReportCell* cell = table.mutable_total()->add_cells();
    if (column.kind != Column::Kind::kDerived) cell->set_suppressed(true);
  }
  return table;
}

bool HasHidden(const v1::ReportTable& table) {
  const bool sums_something =
      std::any_of(table.total().cells().begin(), table.total().cells().end(),
                  [](const v1::ReportCell& cell) { return cell.suppressed() || cell.value() > 0; });
  if (table.rows().empty()) return sums_something;
  return std::any_of(table.rows().begin(), table.rows().end(), [](const v1::ReportRow& row) {
    return std::any_of(row.cells().begin(), row.cells().end(),
                       [](const v1::ReportCell& cell) { return cell.suppressed(); });
  });
}

}  // namespace enlace::report
