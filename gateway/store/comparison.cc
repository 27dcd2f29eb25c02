#include "gateway/store/comparison.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"
#include "gateway/store/area_rows.h"
#include "gateway/store/case_rows.h"
#include "gateway/store/due_rows.h"
#include "gateway/store/tables.h"

namespace enlace::store {
namespace {

constexpr size_t kPage = 500;

absl::string_view NameOf(Table table) {
  switch (table) {
    case Table::kCase:
      return "cases";
    case Table::kAccess:
      return "access";
    case Table::kFeed:
      return "feeds";
    case Table::kFeedCursor:
      return "feed cursors";
    case Table::kAgency:
      return "agencies";
    case Table::kToken:
      return "tokens";
    case Table::kCertificate:
      return "certificates";
    case Table::kSubject:
      return "holders";
    case Table::kExpiry:
      return "expiry";
    case Table::kExpiryDue:
      return "warnings of expiry that are due";
    case Table::kDue:
      return "what is due";
    case Table::kHeld:
      return "held";
    case Table::kWarning:
      return "warnings";
    case Table::kWarningParty:
    case Table::kWarningOrder:
      return "parties of warnings";
    case Table::kWarningArea:
    case Table::kReferralArea:
      return "areas";
    case Table::kWarningDue:
      return "what is due of warnings";
    case Table::kProposal:
      return "proposals";
    case Table::kProposalOrder:
      return "places of proposals";
    case Table::kProposalDue:
      return "ends of proposals";
    default:
      return "table";
  }
}

// Keys hold identifiers, NULs, numbers and digests.
std::string RowText(Table table, absl::string_view key) {
  return absl::StrCat(NameOf(table), ": row ", absl::CHexEscape(key));
}

absl::Status CompareSealed(Reader& reader, const v1::CaseState& state, const std::string& digest,
                           ComparisonReport* report) {
  if (digest.empty()) return absl::OkStatus();
  ++report->rows;
  ASSIGN_OR_RETURN(const absl::optional<std::string> cms, reader.Get(Table::kSealed, digest));
  if (!cms.has_value() || base::Sha256(*cms) != digest) {
    report->Add(absl::StrCat("case ", state.case_id(), ": sealed payload ", absl::BytesToHexString(digest),
                             cms.has_value() ? " is damaged" : " is missing"));
  }
  return absl::OkStatus();
}

absl::Status CompareDue(Reader& reader, std::map<Table, Rows>& expected, const std::set<std::string>& erased,
                        ComparisonReport* report) {
  RETURN_IF_ERROR(CompareRows(
      reader, Table::kDue, expected[Table::kDue],
      [&erased](const Row& row) {
        const absl::StatusOr<DueKeyParts> parts = ParseDueKey(row.key);
        return parts.ok() && erased.contains(parts->case_id);
      },
      report));
  return CompareRows(
      reader, Table::kHeld, expected[Table::kHeld],
      [&erased](const Row& row) { return erased.contains(row.key); }, report);
}

}  // namespace

void ComparisonReport::Add(std::string problem) {
  ++differences;
  if (problems.size() < kMostProblems) problems.push_back(std::move(problem));
}

absl::Status CompareRows(Reader& reader, Table table, const Rows& expected,
                         const std::function<bool(const Row&)>& exempt, ComparisonReport* report) {
  auto next = expected.begin();
  Range range;
  range.limit = kPage;
  std::vector<Row> rows;
  do {
    ASSIGN_OR_RETURN(rows, reader.Scan(table, range));
    for (const Row& row : rows) {
      for (; next != expected.end() && next->first < row.key; ++next) {
        report->Add(absl::StrCat(RowText(table, next->first), " is missing"));
      }
      ++report->rows;
      if (next == expected.end() || next->first != row.key) {
        if (!exempt || !exempt(row))
          report->Add(absl::StrCat(RowText(table, row.key), " should not be there"));
        continue;
      }
      if (next->second != row.value) {
        report->Add(absl::StrCat(RowText(table, row.key), " is not what the records lead to"));
      }
      ++next;
    }
    if (!rows.empty()) range.after = rows.back().key;
  } while (rows.size() == kPage);
  for (; next != expected.end(); ++next) {
    report->Add(absl::StrCat(RowText(table, next->first), " is missing"));
  }
  return absl::OkStatus();
}

absl::Status CompareCases(Reader& reader, const std::map<std::string, v1::CaseState>& cases,
                          const std::set<std::string>& erased, ComparisonReport* report) {
  Rows states;
  Rows access;
  std::map<Table, Rows> due;
  Rows areas;
  for (const auto& [case_id, state] : cases) {
    states[case_id] = state.SerializeAsString();
    for (const auto& [key, row] : AccessRowsOf(state)) {
      if (!access.try_emplace(key, row.SerializeAsString()).second) {
        report->Add(absl::StrCat(RowText(Table::kAccess, key), " leads to two cases"));
      }
    }
    for (const Table table : {Table::kDue, Table::kHeld}) due[table].merge(DueRowsOf(table, state));
    areas.merge(AreaRowsOf(state));
    for (const v1::ReferralRecord& referral : state.referrals()) {
      RETURN_IF_ERROR(CompareSealed(reader, state, referral.sealed().digest(), report));
      for (const enlace::v1::SealedNote& note : referral.notes()) {
        RETURN_IF_ERROR(CompareSealed(reader, state, note.sealed().digest(), report));
      }
    }
  }
  RETURN_IF_ERROR(CompareRows(
      reader, Table::kCase, states, [&erased](const Row& row) { return erased.contains(row.key); }, report));
  RETURN_IF_ERROR(CompareDue(reader, due, erased, report));
  // An area row names no case: of an erased one it may be there or not.
  RETURN_IF_ERROR(CompareRows(
      reader, Table::kReferralArea, areas, [&erased](const Row&) { return !erased.empty(); }, report));
  return CompareRows(
      reader, Table::kAccess, access,
      [&erased](const Row& row) {
        v1::AccessRow parsed;
        return parsed.ParseFromString(row.value) && erased.contains(parsed.case_id());
      },
      report);
}

}  // namespace enlace::store
