#include "gateway/store/area_rows.h"

#include <set>

#include "gateway/base/status_macros.h"
#include "gateway/referral/access.h"
#include "gateway/referral/fold.h"
#include "gateway/store/tables.h"
#include "gateway/warning/fold.h"

namespace enlace::store {
namespace {

constexpr size_t kPage = 500;

std::string PopulationBytes(const google::protobuf::RepeatedField<int>& population) {
  std::string bytes;
  for (const int group : population) bytes.push_back(static_cast<char>(group));
  return bytes;
}

google::protobuf::RepeatedField<int> ParsePopulation(absl::string_view bytes) {
  google::protobuf::RepeatedField<int> population;
  for (const char c : bytes) population.Add(static_cast<unsigned char>(c));
  return population;
}

bool IsOpen(const v1::ReferralRecord& referral) {
  const enlace::v1::ReferralState state = referral::DeriveState(referral);
  return state == enlace::v1::REFERRAL_STATE_OPEN_UNANSWERED ||
         state == enlace::v1::REFERRAL_STATE_OPEN_ANSWERED;
}

}  // namespace

std::map<std::string, std::string> AreaRowsOf(const v1::CaseState& state) {
  std::map<std::string, std::string> rows;
  for (const referral::AccessGrant& grant : referral::AccessOf(state)) {
    if (grant.referral_id.empty() || !referral::ShowsClassification(grant.grade)) continue;
    const v1::ReferralRecord* referral = referral::FindReferral(state, grant.referral_id);
    if (referral == nullptr || !IsOpen(*referral)) continue;
    const enlace::v1::Classification& classification = referral->classification();
    rows[AreaKey(grant.agency_id, classification.territory().subdivision(), grant.referral_id)] =
        PopulationBytes(classification.population());
  }
  return rows;
}

absl::Status WriteAreas(Writer& writer, const v1::CaseState& before, const v1::CaseState& after) {
  const std::map<std::string, std::string> old_rows = AreaRowsOf(before);
  const std::map<std::string, std::string> new_rows = AreaRowsOf(after);
  for (const auto& [key, value] : old_rows) {
    if (!new_rows.contains(key)) RETURN_IF_ERROR(writer.Delete(Table::kReferralArea, key));
  }
  for (const auto& [key, value] : new_rows) {
    const auto old_row = old_rows.find(key);
    if (old_row != old_rows.end() && old_row->second == value) continue;
    RETURN_IF_ERROR(writer.Put(Table::kReferralArea, key, value));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> OpenReferralsIn(Reader& reader, absl::string_view agency_id,
                                                         const enlace::v1::Warning& warning, size_t limit) {
  std::set<std::string> found;
  for (const std::string& subdivision : warning.subdivisions()) {
    Range range;
    range.prefix = AreaPrefix(agency_id, subdivision);
    range.limit = kPage;
    std::vector<Row> rows;
    do {
      ASSIGN_OR_RETURN(rows, reader.Scan(Table::kReferralArea, range));
      for (const Row& row : rows) {
        if (found.size() >= limit) break;
        if (!warning::Concerns(warning, subdivision, ParsePopulation(row.value))) continue;
        found.insert(row.key.substr(range.prefix.size()));
      }
      if (!rows.empty()) range.after = rows.back().key;
    } while (rows.size() == kPage && found.size() < limit);
  }
  return std::vector<std::string>(found.begin(), found.end());
}

}  // namespace enlace::store
