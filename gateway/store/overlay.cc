#include "gateway/store/overlay.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "gateway/base/status_macros.h"

namespace enlace::store {

bool IsInRange(const Range& range, absl::string_view key) {
  if (!absl::StartsWith(key, range.prefix)) return false;
  if (range.after.empty()) return true;
  return range.reverse ? key < range.after : key > range.after;
}

std::string EndOfPrefix(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) end.pop_back();
  if (!end.empty()) ++end.back();
  return end;
}

void Overlay::Put(Table table, absl::string_view key, absl::string_view value) {
  writes_[table][std::string(key)] = std::string(value);
}

void Overlay::Delete(Table table, absl::string_view key) { writes_[table][std::string(key)] = absl::nullopt; }

absl::StatusOr<absl::optional<std::string>> Overlay::Get(Table table, absl::string_view key) {
  const auto writes = writes_.find(table);
  if (writes != writes_.end()) {
    const auto row = writes->second.find(key);
    if (row != writes->second.end()) return row->second;
  }
  return base_.Get(table, key);
}

absl::StatusOr<std::vector<Row>> Overlay::Scan(Table table, const Range& range) {
  const auto found = writes_.find(table);
  if (found == writes_.end()) return base_.Scan(table, range);
  const Writes& writes = found->second;
  // Our own rows in range, in the order of the scan. Each deletion can hide at
  // most one row of the base, so that many more are read.
  std::vector<std::pair<absl::string_view, const absl::optional<std::string>*>> own;
  for (auto row = writes.lower_bound(range.prefix); row != writes.end(); ++row) {
    if (!absl::StartsWith(row->first, range.prefix)) break;
    if (IsInRange(range, row->first)) own.emplace_back(row->first, &row->second);
  }
  if (range.reverse) std::reverse(own.begin(), own.end());
  Range wider = range;
  wider.limit = range.limit + own.size();
  ASSIGN_OR_RETURN(std::vector<Row> below, base_.Scan(table, wider));

  std::vector<Row> out;
  size_t i = 0;
  size_t j = 0;
  while (out.size() < range.limit && (i < own.size() || j < below.size())) {
    const bool own_is_next =
        j == below.size() ||
        (i < own.size() && (range.reverse ? own[i].first >= below[j].key : own[i].first <= below[j].key));
    if (!own_is_next) {
      out.push_back(std::move(below[j++]));
      continue;
    }
    if (j < below.size() && own[i].first == below[j].key) ++j;
    if (own[i].second->has_value()) out.push_back(Row{std::string(own[i].first), **own[i].second});
    ++i;
  }
  return out;
}

absl::Status Overlay::ApplyTo(Transaction& transaction) const {
  for (const auto& [table, writes] : writes_) {
    for (const auto& [key, value] : writes) {
      RETURN_IF_ERROR(value.has_value() ? transaction.Put(table, key, *value)
                                        : transaction.Delete(table, key));
    }
  }
  return absl::OkStatus();
}

}  // namespace enlace::store
