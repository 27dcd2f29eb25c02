#include "gateway/store/due_rows.h"

#include <algorithm>

#include "gateway/base/status_macros.h"
#include "gateway/clock/escalation.h"
#include "gateway/store/tables.h"

namespace enlace::store {

absl::StatusOr<std::vector<DueCase>> NextDueCases(Reader& reader, size_t limit,
                                                  const absl::optional<DueCase>& after) {
  Range range;
  if (after.has_value()) range.after = DueKey(after->due, after->case_id);
  range.limit = limit;
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Scan(Table::kDue, range));
  std::vector<DueCase> out;
  out.reserve(rows.size());
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(const DueKeyParts parts, ParseDueKey(row.key));
    out.push_back({parts.due, parts.case_id});
  }
  return out;
}

absl::StatusOr<std::vector<std::string>> HeldCases(Reader& reader, absl::string_view after, size_t limit) {
  Range range;
  range.after = std::string(after);
  range.limit = limit;
  ASSIGN_OR_RETURN(std::vector<Row> rows, reader.Scan(Table::kHeld, range));
  std::vector<std::string> out;
  out.reserve(rows.size());
  for (Row& row : rows) out.push_back(std::move(row.key));
  return out;
}

absl::Status WriteDue(Writer& writer, const v1::CaseState& before, const v1::CaseState& after) {
  for (const Table table : {Table::kDue, Table::kHeld}) {
    const std::map<std::string, std::string> old_rows = DueRowsOf(table, before);
    const std::map<std::string, std::string> new_rows = DueRowsOf(table, after);
    for (const auto& [key, value] : old_rows) {
      if (!new_rows.contains(key)) RETURN_IF_ERROR(writer.Delete(table, key));
    }
    for (const auto& [key, value] : new_rows) {
      if (!old_rows.contains(key)) RETURN_IF_ERROR(writer.Put(table, key, value));
    }
  }
  return absl::OkStatus();
}

std::map<std::string, std::string> DueRowsOf(Table table, const v1::CaseState& state) {
  std::map<std::string, std::string> rows;
  if (table == Table::kHeld) {
    if (clock::HasHeldLeg(state)) rows[state.case_id()] = "";
    return rows;
  }
  const absl::Time next = clock::NextDue(state);
  if (next != absl::InfiniteFuture()) rows[DueKey(next, state.case_id())] = "";
  return rows;
}

}  // namespace enlace::store
