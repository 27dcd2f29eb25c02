#include "gateway/store/expiry_rows.h"

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/clock/certificate_expiry.h"
#include "gateway/store/tables.h"

namespace enlace::store {
namespace {

absl::optional<std::string> DueKeyOf(absl::string_view key, const absl::optional<v1::ExpiryRow>& row) {
  return row.has_value() ? ExpiryDueKey(key, *row) : absl::nullopt;
}

}  // namespace

std::string ExpiryKey(const enlace::v1::Certificate& certificate) {
  return absl::StrCat(SubjectPrefix(certificate.subject_uri()),
                      std::string(1, static_cast<char>(certificate.usage())));
}

absl::StatusOr<std::vector<DueExpiry>> NextDueExpiries(Reader& reader, size_t limit,
                                                       const absl::optional<DueExpiry>& after) {
  Range range;
  if (after.has_value()) range.after = DueKey(after->due, after->key);
  range.limit = limit;
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Scan(Table::kExpiryDue, range));
  std::vector<DueExpiry> out;
  out.reserve(rows.size());
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(const DueKeyParts parts, ParseDueKey(row.key));
    out.push_back({parts.due, parts.case_id});
  }
  return out;
}

absl::StatusOr<absl::optional<v1::ExpiryRow>> ReadExpiry(Reader& reader, absl::string_view key) {
  return GetProto<v1::ExpiryRow>(reader, Table::kExpiry, key);
}

absl::Status WriteExpiry(Writer& writer, absl::string_view key, const absl::optional<v1::ExpiryRow>& before,
                         const absl::optional<v1::ExpiryRow>& after) {
  const absl::optional<std::string> old_due = DueKeyOf(key, before);
  const absl::optional<std::string> new_due = DueKeyOf(key, after);
  if (old_due.has_value() && old_due != new_due) {
    RETURN_IF_ERROR(writer.Delete(Table::kExpiryDue, *old_due));
  }
  if (new_due.has_value() && old_due != new_due) {
    RETURN_IF_ERROR(writer.Put(Table::kExpiryDue, *new_due, ""));
  }
  if (after.has_value()) return PutProto(writer, Table::kExpiry, key, *after);
  return before.has_value() ? writer.Delete(Table::kExpiry, key) : absl::OkStatus();
}

absl::optional<std::string> ExpiryDueKey(absl::string_view key, const v1::ExpiryRow& row) {
  const absl::optional<absl::Time> next = clock::NextExpiryWarning(row);
  if (!next.has_value()) return absl::nullopt;
  return DueKey(*next, key);
}

}  // namespace enlace::store
