#include "gateway/store/last_seen_rows.h"

#include "enlace/store/v1/state.pb.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/store/tables.h"

namespace enlace::store {

absl::StatusOr<std::vector<LastSeen>> ListLastSeen(Reader& reader, absl::string_view after, size_t limit) {
  Range range;
  range.after = std::string(after);
  range.limit = limit;
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Scan(Table::kLastSeen, range));
  std::vector<LastSeen> out;
  out.reserve(rows.size());
  for (const Row& row : rows) {
    v1::LastSeenRow parsed;
    if (!parsed.ParseFromString(row.value)) return absl::DataLossError("last seen: a row cannot be parsed");
    out.push_back({row.key, base::FromProto(parsed.time())});
  }
  return out;
}

absl::Status WriteLastSeen(Writer& writer, const LastSeen& seen) {
  v1::LastSeenRow row;
  *row.mutable_time() = base::ToProto(seen.time);
  return PutProto(writer, Table::kLastSeen, seen.serial, row);
}

}  // namespace enlace::store
