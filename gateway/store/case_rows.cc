#include "gateway/store/case_rows.h"

#include <set>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/referral/access.h"
#include "gateway/store/area_rows.h"
#include "gateway/store/due_rows.h"
#include "gateway/store/tables.h"

namespace enlace::store {
namespace {

v1::AccessRow RowOf(const v1::CaseState& state, const std::string& referral_id,
                    enlace::v1::AccessGrade grade) {
  v1::AccessRow row;
  row.set_case_id(state.case_id());
  row.set_referral_id(referral_id);
  row.set_grade(grade);
  return row;
}

std::set<std::string> ExcludedIn(const v1::CaseState& state) {
  std::set<std::string> out;
  for (const v1::Exclusion& exclusion : state.exclusions()) out.insert(exclusion.agency_id());
  return out;
}

absl::Status ForgetFeed(Writer& writer, absl::string_view agency_id, absl::string_view case_id) {
  Range range;
  range.prefix = FeedPrefix(agency_id);
  range.limit = 1000;
  for (;;) {
    ASSIGN_OR_RETURN(const std::vector<Row> rows, writer.Scan(Table::kFeed, range));
    for (const Row& row : rows) {
      v1::FeedRow feed;
      if (!feed.ParseFromString(row.value)) return base::InternalError("a feed row does not parse");
      if (feed.item().case_id() == case_id) RETURN_IF_ERROR(writer.Delete(Table::kFeed, row.key));
    }
    if (rows.size() < range.limit) return absl::OkStatus();
    range.after = rows.back().key;
  }
}

}  // namespace

std::map<std::string, v1::AccessRow> AccessRowsOf(const v1::CaseState& state) {
  std::map<std::string, v1::AccessRow> rows;
  for (const referral::AccessGrant& grant : referral::AccessOf(state)) {
    const std::string key = grant.referral_id.empty()
                                ? AccessKey(grant.agency_id, AccessKind::kCase, state.case_id())
                                : AccessKey(grant.agency_id, AccessKind::kReferral, grant.referral_id);
    rows[key] = RowOf(state, grant.referral_id, grant.grade);
  }
  for (const v1::NativeNumber& number : state.native_numbers()) {
    const enlace::v1::AccessGrade grade = referral::GradeIn(state, number.agency_id());
    if (number.ended() || grade == enlace::v1::ACCESS_GRADE_UNSPECIFIED) continue;
    rows[AccessKey(number.agency_id(), AccessKind::kNativeNumber, number.native_number_hash())] =
        RowOf(state, "", grade);
  }
  return rows;
}

absl::StatusOr<absl::optional<authz::AccessFacts>> AccessRows::Find(absl::string_view agency_id,
                                                                    authz::KeyKind kind,
                                                                    absl::string_view id) {
  ASSIGN_OR_RETURN(const absl::optional<v1::AccessRow> row,
                   GetProto<v1::AccessRow>(reader_, Table::kAccess,
                                           AccessKey(agency_id, static_cast<AccessKind>(kind), id)));
  if (!row.has_value()) return absl::optional<authz::AccessFacts>();
  return absl::optional<authz::AccessFacts>(authz::AccessFacts{row->case_id(), row->grade()});
}

absl::StatusOr<std::vector<std::string>> ReferralIdsOf(Reader& reader, absl::string_view agency_id,
                                                       absl::string_view after, size_t limit) {
  constexpr AccessKind kKind = AccessKind::kReferral;
  Range range;
  range.prefix = AccessPrefix(agency_id, kKind);
  range.after = after.empty() ? "" : AccessKey(agency_id, kKind, after);
  range.limit = limit;
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Scan(Table::kAccess, range));
  std::vector<std::string> out;
  out.reserve(rows.size());
  for (const Row& row : rows) out.emplace_back(IdOfAccessKey(row.key));
  return out;
}

absl::StatusOr<v1::CaseState> ReadCase(Reader& reader, const authz::Grant& grant) {
  ASSIGN_OR_RETURN(absl::optional<v1::CaseState> state,
                   GetProto<v1::CaseState>(reader, Table::kCase, grant.case_id()));
  if (!state.has_value()) return base::InternalError("an access row names a case that has no row");
  return *std::move(state);
}

absl::StatusOr<absl::optional<v1::CaseState>> FindCase(Reader& reader, const authz::Grant& grant) {
  return GetProto<v1::CaseState>(reader, Table::kCase, grant.case_id());
}

absl::Status WriteCase(Writer& writer, const authz::Grant& grant, const v1::CaseState& before,
                       const v1::CaseState& after) {
  if (after.case_id() != grant.case_id()) return base::InternalError("a grant was used for another case");
  RETURN_IF_ERROR(PutProto(writer, Table::kCase, after.case_id(), after));
  RETURN_IF_ERROR(WriteDue(writer, before, after));
  RETURN_IF_ERROR(WriteAreas(writer, before, after));
  const std::map<std::string, v1::AccessRow> old_rows = AccessRowsOf(before);
  const std::map<std::string, v1::AccessRow> new_rows = AccessRowsOf(after);
  for (const auto& [key, row] : old_rows) {
    if (!new_rows.contains(key)) RETURN_IF_ERROR(writer.Delete(Table::kAccess, key));
  }
  for (const auto& [key, row] : new_rows) {
    const auto old_row = old_rows.find(key);
    if (old_row != old_rows.end() && old_row->second.SerializeAsString() == row.SerializeAsString()) continue;
    RETURN_IF_ERROR(PutProto(writer, Table::kAccess, key, row));
  }
  const std::set<std::string> excluded_before = ExcludedIn(before);
  for (const std::string& agency_id : ExcludedIn(after)) {
    if (!excluded_before.contains(agency_id) && !before.case_id().empty()) {
      RETURN_IF_ERROR(ForgetFeed(writer, agency_id, after.case_id()));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadSealed(Reader& reader, const authz::Grant& grant, absl::string_view digest) {
  ASSIGN_OR_RETURN(absl::optional<std::string> cms, reader.Get(Table::kSealed, digest));
  if (!cms.has_value()) return base::NotFound();
  return *std::move(cms);
}

absl::Status WriteSealed(Writer& writer, const authz::Grant& grant, absl::string_view digest,
                         absl::string_view cms) {
  return writer.Put(Table::kSealed, digest, cms);
}

}  // namespace enlace::store
