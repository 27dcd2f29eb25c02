#include "gateway/store/mechanism_rows.h"

#include "gateway/base/status_macros.h"
#include "gateway/store/tables.h"

namespace enlace::store {
namespace {

// There is one row; stores want no empty key.
constexpr char kKey[] = "in-force";

}  // namespace

absl::StatusOr<absl::optional<v1::MechanismsRow>> FindMechanisms(Reader& reader) {
  return GetProto<v1::MechanismsRow>(reader, Table::kMechanisms, kKey);
}

absl::Status WriteMechanisms(Writer& writer, const v1::MechanismsRow& mechanisms) {
  return PutProto(writer, Table::kMechanisms, kKey, mechanisms);
}

absl::Status CompareMechanisms(Reader& reader, const std::string& digest,
                               const std::function<std::string(const v1::MechanismsRow&)>& digest_of,
                               ComparisonReport* report) {
  ASSIGN_OR_RETURN(const absl::optional<v1::MechanismsRow> row, FindMechanisms(reader));
  if (!row.has_value()) {
    if (!digest.empty()) report->Add("mechanisms: the files in force are missing");
    return absl::OkStatus();
  }
  ++report->rows;
  if (row->digest() != digest || digest_of(*row) != digest) {
    report->Add("mechanisms: the stored files are not those that were adopted last");
  }
  return absl::OkStatus();
}

}  // namespace enlace::store
