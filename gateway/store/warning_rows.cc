#include "gateway/store/warning_rows.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/warning_clocks.h"
#include "gateway/store/tables.h"
#include "gateway/warning/fold.h"

namespace enlace::store {
namespace {

constexpr size_t kPage = 500;
constexpr size_t kIdSize = 26;
constexpr Table kTables[] = {Table::kWarning, Table::kWarningParty, Table::kWarningOrder, Table::kWarningArea,
                             Table::kWarningDue};

using enlace::v1::Warning;

std::vector<std::string> AgenciesOf(const Warning& warning) {
  std::vector<std::string> agencies = {warning.issuer().agency_id()};
  for (const enlace::v1::AgencyRef& addressee : warning.addressees())
    agencies.push_back(addressee.agency_id());
  return agencies;
}

// Its agencies, and the overseers of the country that its subdivisions are in.
std::vector<std::string> PartiesOf(const Warning& warning) {
  std::vector<std::string> parties = AgenciesOf(warning);
  if (!warning.subdivisions().empty()) parties.push_back(OverseersOf(warning.subdivisions(0).substr(0, 2)));
  return parties;
}

std::vector<std::string> PartiesOf(const WarningReader& who) {
  std::vector<std::string> parties = {who.agency_id};
  if (!who.country.empty()) parties.push_back(OverseersOf(who.country));
  return parties;
}

// Every key of a warning ends with its id.
std::string IdAtEnd(absl::string_view key) {
  return key.size() < kIdSize ? std::string() : std::string(key.substr(key.size() - kIdSize));
}

absl::StatusOr<v1::WarningState> MustRead(Reader& reader, absl::string_view warning_id) {
  ASSIGN_OR_RETURN(absl::optional<v1::WarningState> state,
                   GetProto<v1::WarningState>(reader, Table::kWarning, warning_id));
  if (!state.has_value()) return base::InternalError("a row names a warning that has no row");
  return *std::move(state);
}

absl::Status ComparePayload(Reader& reader, const std::string& id, const std::string& digest,
                            ComparisonReport* report) {
  if (digest.empty()) return absl::OkStatus();
  ++report->rows;
  ASSIGN_OR_RETURN(const absl::optional<std::string> cms, reader.Get(Table::kSealed, digest));
  if (cms.has_value() && base::Sha256(*cms) == digest) return absl::OkStatus();
  report->Add(absl::StrCat("warning ", id, ": sealed payload ", absl::BytesToHexString(digest),
                           cms.has_value() ? " is damaged" : " is missing"));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::WarningState> ReadWarning(Reader& reader, const WarningReader& who,
                                             absl::string_view warning_id) {
  bool is_party = false;
  for (const std::string& party : PartiesOf(who)) {
    ASSIGN_OR_RETURN(const auto row, reader.Get(Table::kWarningParty, PartyKey(party, warning_id)));
    is_party = is_party || row.has_value();
  }
  if (!is_party) return base::NotFound();
  return MustRead(reader, warning_id);
}

absl::StatusOr<v1::WarningState> ReadWarningForGateway(Reader& reader, absl::string_view warning_id) {
  return MustRead(reader, warning_id);
}

absl::StatusOr<std::vector<ListedWarning>> ListWarnings(Reader& reader, const WarningReader& who,
                                                        absl::string_view after, size_t limit) {
  // Two parties can lead to the same warning.
  std::set<std::string> positions;
  for (const std::string& party : PartiesOf(who)) {
    Range range;
    range.prefix = PartyKey(party, "");
    range.after = after.empty() ? "" : absl::StrCat(range.prefix, after);
    range.limit = limit;
    ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Scan(Table::kWarningOrder, range));
    for (const Row& row : rows) positions.insert(row.key.substr(range.prefix.size()));
  }
  std::vector<ListedWarning> out;
  for (const std::string& position : positions) {
    if (out.size() == limit) break;
    out.push_back({position, IdAtEnd(position)});
  }
  return out;
}

absl::StatusOr<std::vector<std::string>> ActiveWarningsFor(Reader& reader, absl::string_view agency_id,
                                                           const enlace::v1::Classification& classification,
                                                           absl::Time now) {
  const std::string& subdivision = classification.territory().subdivision();
  std::vector<std::string> found;
  Range range;
  range.prefix = AreaPrefix(agency_id, subdivision);
  range.limit = kPage;
  std::vector<Row> rows;
  do {
    ASSIGN_OR_RETURN(rows, reader.Scan(Table::kWarningArea, range));
    for (const Row& row : rows) {
      ASSIGN_OR_RETURN(const v1::WarningState state, MustRead(reader, IdAtEnd(row.key)));
      if (warning::StateAt(state.warning(), now) != enlace::v1::WARNING_STATE_ACTIVE) continue;
      if (!warning::Concerns(state.warning(), subdivision, classification.population())) continue;
      found.push_back(state.warning().warning_id());
    }
    if (!rows.empty()) range.after = rows.back().key;
  } while (rows.size() == kPage);
  return found;
}

absl::StatusOr<std::vector<DueWarning>> NextDueWarnings(Reader& reader, size_t limit,
                                                        const absl::optional<DueWarning>& after) {
  Range range;
  if (after.has_value()) range.after = DueKey(after->due, after->warning_id);
  range.limit = limit;
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Scan(Table::kWarningDue, range));
  std::vector<DueWarning> out;
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(DueKeyParts parts, ParseDueKey(row.key));
    out.push_back({parts.due, std::move(parts.case_id)});
  }
  return out;
}

absl::Status WriteWarning(Writer& writer, const v1::WarningState& before, const v1::WarningState& after) {
  for (const Table table : kTables) {
    const std::map<std::string, std::string> old_rows = WarningRowsOf(table, before);
    const std::map<std::string, std::string> new_rows = WarningRowsOf(table, after);
    for (const auto& [key, value] : old_rows) {
      if (!new_rows.contains(key)) RETURN_IF_ERROR(writer.Delete(table, key));
    }
    for (const auto& [key, value] : new_rows) {
      const auto old_row = old_rows.find(key);
      if (old_row != old_rows.end() && old_row->second == value) continue;
      RETURN_IF_ERROR(writer.Put(table, key, value));
    }
  }
  return absl::OkStatus();
}

std::map<std::string, std::string> WarningRowsOf(Table table, const v1::WarningState& state) {
  std::map<std::string, std::string> rows;
  const Warning& warning = state.warning();
  const std::string& id = warning.warning_id();
  if (id.empty()) return rows;
  switch (table) {
    case Table::kWarning:
      rows[id] = state.SerializeAsString();
      break;
    case Table::kWarningParty:
      for (const std::string& party : PartiesOf(warning)) rows[PartyKey(party, id)] = "";
      break;
    case Table::kWarningOrder:
      for (const std::string& party : PartiesOf(warning)) {
        rows[WarningOrderKey(party, base::FromProto(warning.record_time()), id)] = "";
      }
      break;
    case Table::kWarningArea:
      // Whether it expired is asked at each reading.
      if (warning.state() != enlace::v1::WARNING_STATE_ACTIVE) break;
      for (const std::string& agency_id : AgenciesOf(warning)) {
        for (const std::string& code : warning.subdivisions()) rows[AreaKey(agency_id, code, id)] = "";
      }
      break;
    case Table::kWarningDue: {
      const absl::Time next = clock::NextDue(state);
      if (next != absl::InfiniteFuture()) rows[DueKey(next, id)] = "";
      break;
    }
    default:
      break;
  }
  return rows;
}

absl::Status FillWarningPayload(Reader& reader, enlace::v1::SealedPayload* sealed) {
  ASSIGN_OR_RETURN(absl::optional<std::string> cms, reader.Get(Table::kSealed, sealed->digest()));
  if (cms.has_value()) sealed->set_cms(*std::move(cms));
  return absl::OkStatus();
}

absl::Status WriteWarningPayload(Writer& writer, const enlace::v1::SealedPayload& sealed) {
  return writer.Put(Table::kSealed, sealed.digest(), sealed.cms());
}

absl::Status CompareWarnings(Reader& reader, const std::map<std::string, v1::WarningState>& warnings,
                             const std::set<std::string>& erased, ComparisonReport* report) {
  std::map<Table, Rows> expected;
  for (const auto& [id, state] : warnings) {
    for (const Table table : kTables) expected[table].merge(WarningRowsOf(table, state));
    RETURN_IF_ERROR(ComparePayload(reader, id, state.warning().sealed_alert().digest(), report));
    for (const enlace::v1::WarningAnswer& answer : state.answers()) {
      RETURN_IF_ERROR(ComparePayload(reader, id, answer.sealed_note().digest(), report));
    }
  }
  for (const Table table : kTables) {
    RETURN_IF_ERROR(CompareRows(
        reader, table, expected[table], [&](const Row& row) { return erased.contains(IdAtEnd(row.key)); },
        report));
  }
  return absl::OkStatus();
}

}  // namespace enlace::store
