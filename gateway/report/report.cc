#include "gateway/report/report.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"
#include "gateway/report/suppression.h"

namespace enlace::report {
namespace {

using Tables = std::map<v1::Breakdown, v1::ReportTable>;

bool IsHidden(const v1::ReportRow& row) { return row.cells(0).suppressed(); }

const v1::ReportRow* FindRow(const v1::ReportTable& table, const std::string& key) {
  for (const v1::ReportRow& row : table.rows()) {
    if (row.key() == key) return &row;
  }
  return nullptr;
}

// Sizes of the rows that a table on referrals hides.
void AddHiddenSizes(const Tally& tally, const v1::ReportTable& table, std::set<uint64_t>* sizes) {
  for (const auto& [key, row] : tally.rows) {
    const v1::ReportRow* shown = FindRow(table, key);
    if (shown == nullptr || IsHidden(*shown)) sizes->insert(row.cells[0].value());
  }
}

std::set<std::string> KeysOfSize(const Tally& tally, const std::set<uint64_t>& sizes) {
  std::set<std::string> keys;
  for (const auto& [key, row] : tally.rows) {
    if (sizes.count(row.cells[0].value()) > 0) keys.insert(key);
  }
  return keys;
}

bool CountsReferrals(v1::Breakdown breakdown) {
  return breakdown >= v1::BREAKDOWN_STATE && breakdown <= v1::BREAKDOWN_ORIGIN &&
         breakdown != v1::BREAKDOWN_INCIDENT;
}

void HideGranted(v1::ReportTable* origins) {
  constexpr int kGranted = 1;
  const auto hide = [](v1::ReportRow* row) {
    row->mutable_cells(kGranted)->clear_value();
    row->mutable_cells(kGranted)->set_suppressed(true);
  };
  for (v1::ReportRow& row : *origins->mutable_rows()) hide(&row);
  hide(origins->mutable_total());
}

void HideAcrossTables(const std::map<v1::Breakdown, Tally>& tallies, uint32_t smallest_cell, Tables* tables) {
  v1::ReportTable& states = tables->at(v1::BREAKDOWN_STATE);
  const v1::ReportTable& outcomes = tables->at(v1::BREAKDOWN_OUTCOME);
  if (HasHidden(states) || HasHidden(outcomes)) states = Withhold(tallies.at(v1::BREAKDOWN_STATE));
  const v1::ReportRow* granted = FindRow(outcomes, "GRANTED");
  if (granted != nullptr ? IsHidden(*granted) : outcomes.rows().empty() && HasHidden(outcomes)) {
    HideGranted(&tables->at(v1::BREAKDOWN_ORIGIN));
  }
  std::set<uint64_t> sizes;
  for (const auto& [breakdown, tally] : tallies) {
    if (CountsReferrals(breakdown)) AddHiddenSizes(tally, tables->at(breakdown), &sizes);
  }
  for (const v1::Breakdown other : {v1::BREAKDOWN_CLOCK, v1::BREAKDOWN_RESPONSE_TIME}) {
    const Tally& tally = tallies.at(other);
    tables->at(other) = Suppress(tally, smallest_cell, KeysOfSize(tally, sizes));
  }
}

// Whether the report on the whole country gives no number for the subdivision.
bool IsHiddenInTheWhole(const Count& count, const std::string& subdivision, uint32_t smallest_cell) {
  const auto own = count.territories().rows.find(subdivision);
  if (own == count.territories().rows.end()) return false;
  const v1::ReportTable whole = Suppress(count.territories(), smallest_cell);
  const v1::ReportRow* row = FindRow(whole, subdivision);
  return row == nullptr || IsHidden(*row);
}

Tables MakeTables(Count& count, const std::string& subdivision, uint32_t smallest_cell) {
  const bool withhold = !subdivision.empty() && IsHiddenInTheWhole(count, subdivision, smallest_cell);
  const std::map<v1::Breakdown, Tally> tallies = count.Finish();
  Tables tables;
  for (const auto& [breakdown, tally] : tallies) {
    tables[breakdown] = withhold ? Withhold(tally) : Suppress(tally, smallest_cell);
  }
  if (!withhold && smallest_cell > 1) HideAcrossTables(tallies, smallest_cell, &tables);
  return tables;
}

}  // namespace

absl::Status CheckReportForm(const mechanism::Mechanism& mechanism, const v1::GetReportRequest& request) {
  std::set<int> seen;
  for (int i = 0; i < request.breakdowns_size(); ++i) {
    const int breakdown = request.breakdowns(i);
    const std::string field = absl::StrCat("breakdowns[", i, "]");
    if (!v1::Breakdown_IsValid(breakdown) || breakdown == v1::BREAKDOWN_UNSPECIFIED) {
      return base::InvalidField(field, "is no table; leave breakdowns empty for all");
    }
    if (!seen.insert(breakdown).second) return base::InvalidField(field, "is asked for twice");
  }
  if (request.subdivision().empty() || mechanism.subdivisions().empty()) return absl::OkStatus();
  const bool known = std::any_of(mechanism.subdivisions().begin(), mechanism.subdivisions().end(),
                                 [&](const auto& one) { return one.code() == request.subdivision(); });
  if (known) return absl::OkStatus();
  return base::InvalidField("subdivision", "is not an ISO 3166-2 code of the mechanism's subdivisions");
}

v1::Report MakeReport(const mechanism::Mechanism& mechanism, const v1::GetReportRequest& request,
                      const Period& period, absl::Time as_of, uint32_t smallest_cell, Count& count) {
  v1::Report report;
  report.set_mechanism_id(mechanism.mechanism_id());
  report.set_display_name(mechanism.display_name());
  *report.mutable_start_time() = base::ToProto(period.start);
  *report.mutable_end_time() = base::ToProto(period.end);
  report.set_smallest_cell(smallest_cell);
  *report.mutable_as_of_time() = base::ToProto(as_of);
  for (const std::string& duty_id : DutiesOf(mechanism, period)) report.add_duty_ids(duty_id);
  report.set_subdivision(request.subdivision());
  // What one table hides depends on the others, asked for or not.
  for (auto& [breakdown, table] : MakeTables(count, request.subdivision(), smallest_cell)) {
    const bool asked =
        request.breakdowns().empty() || std::find(request.breakdowns().begin(), request.breakdowns().end(),
                                                  static_cast<int>(breakdown)) != request.breakdowns().end();
    if (asked) *report.add_tables() = table;
  }
  return report;
}

}  // namespace enlace::report
