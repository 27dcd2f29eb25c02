#include "client/enlacectl/report/report_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/mechanism/words.h"
#include "client/enlacectl/output.h"
#include "client/enlacectl/referral_text.h"
#include "client/enlacectl/report/report_words.h"

namespace enlace::client {
namespace {

std::string Sign(const v1::Report& report) { return absl::StrCat("<", report.smallest_cell(), "*"); }

std::string CellText(const v1::Report& report, const v1::ReportCell& cell) {
  if (cell.suppressed()) return Sign(report);
  return cell.has_value() ? absl::StrCat(cell.value()) : "";
}

std::string AuthorityText(const v1::ReportRow& row, Language language) {
  return row.authority() == v1::CLOCK_AUTHORITY_UNSPECIFIED ? "" : WordsFor(row.authority(), language);
}

std::vector<std::string> RowText(const v1::Report& report, const v1::ReportRow& row,
                                 const std::string& name) {
  std::vector<std::string> cells = {name};
  for (const v1::ReportCell& cell : row.cells()) cells.push_back(CellText(report, cell));
  return cells;
}

std::string TableText(const v1::Report& report, const v1::ReportTable& table, Language language) {
  Table text{{Word(ReportWord::kKey, language)}, {}};
  for (const std::string& column : table.columns()) text.heading.push_back(ColumnTitle(column, language));
  for (const v1::ReportRow& row : table.rows()) {
    const std::string authority = AuthorityText(row, language);
    text.rows.push_back(
        RowText(report, row, authority.empty() ? row.key() : absl::StrCat(row.key(), " (", authority, ")")));
  }
  text.rows.push_back(RowText(report, table.total(), Word(ReportWord::kTotal, language)));
  for (auto& row : text.rows) row.resize(text.heading.size());
  return absl::StrCat(TableTitle(table.breakdown(), language), "\n", FormatTable(text));
}

// BREAKDOWN_MEASURE_KIND -> MEASURE_KIND, as its rows are named too.
std::string TableName(v1::Breakdown breakdown) {
  constexpr size_t kPrefix = sizeof("BREAKDOWN_") - 1;
  const std::string& name = v1::Breakdown_Name(breakdown);
  return name.size() > kPrefix ? name.substr(kPrefix) : absl::StrCat(static_cast<int>(breakdown));
}

std::string RecipientText(const v1::UnansweredLeg& leg, Language language) {
  if (!leg.has_recipient()) return Word(ReportWord::kNobody, language);
  const std::string id = AgencyText(leg.recipient());
  return leg.recipient_name().empty() ? id : absl::StrCat(leg.recipient_name(), " (", id, ")");
}

std::string OverdueText(const v1::UnansweredLeg& leg, Language language) {
  std::vector<std::string> clocks;
  for (const v1::OverdueClock& clock : leg.overdue_clocks()) {
    clocks.push_back(absl::StrCat(clock.rule_id(), " (", WordsFor(clock.authority(), language), ")"));
  }
  return absl::StrJoin(clocks, "; ");
}

std::vector<std::string> UnansweredHeading(Language language) {
  std::vector<std::string> heading;
  for (const ReportWord word :
       {ReportWord::kRecipient, ReportWord::kPurpose, ReportWord::kState, ReportWord::kSince,
        ReportWord::kHours, ReportWord::kOverdue, ReportWord::kReferral}) {
    heading.push_back(Word(word, language));
  }
  return heading;
}

std::vector<std::string> UnansweredRow(const v1::UnansweredLeg& leg, Language language) {
  return {RecipientText(leg, language),
          WordsFor(leg.purpose(), language),
          EnumText(leg.state()),
          TimeCell(leg.waiting_since_time()),
          absl::StrCat(leg.waiting_hours()),
          OverdueText(leg, language),
          leg.short_code()};
}

}  // namespace

std::string CsvLine(const std::vector<std::string>& cells) {
  std::vector<std::string> out;
  for (std::string cell : cells) {
    if (!cell.empty() && absl::string_view("=+-@\t\r").find(cell[0]) != absl::string_view::npos) {
      cell.insert(0, "'");
    }
    if (cell.find_first_of(",\"\r\n") != std::string::npos) {
      cell = absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
    }
    out.push_back(cell);
  }
  return absl::StrCat(absl::StrJoin(out, ","), "\r\n");
}

std::string ReportAsText(const v1::Report& report, Language language) {
  std::string text = absl::StrCat(
      report.display_name(), "\n",
      FormatFields({{Word(ReportWord::kPeriod, language),
                     absl::StrCat(TimeCell(report.start_time()), " .. ", TimeCell(report.end_time()))},
                    {Word(ReportWord::kSubdivision, language), report.subdivision()},
                    {Word(ReportWord::kAsOf, language), TimeCell(report.as_of_time())},
                    {Word(ReportWord::kDuties, language), absl::StrJoin(report.duty_ids(), ", ")}}));
  for (const v1::ReportTable& table : report.tables()) {
    absl::StrAppend(&text, "\n", TableText(report, table, language));
  }
  if (text.find(Sign(report)) != std::string::npos) {
    absl::StrAppend(&text, "\n", Sign(report), "  ", Word(ReportWord::kHiddenNote, language), "\n");
  }
  return text;
}

std::string ReportAsCsv(const v1::Report& report, Language language) {
  std::string csv = CsvLine({Word(ReportWord::kTable, language), Word(ReportWord::kKey, language),
                             Word(ReportWord::kAuthority, language), Word(ReportWord::kColumn, language),
                             Word(ReportWord::kValue, language)});
  for (const v1::ReportTable& table : report.tables()) {
    const auto append = [&](const v1::ReportRow& row, const std::string& key) {
      const int columns = std::min(row.cells_size(), table.columns_size());
      for (int i = 0; i < columns; ++i) {
        csv += CsvLine({TableName(table.breakdown()), key, AuthorityText(row, language), table.columns(i),
                        CellText(report, row.cells(i))});
      }
    };
    for (const v1::ReportRow& row : table.rows()) append(row, row.key());
    append(table.total(), "TOTAL");
  }
  return csv;
}

std::string UnansweredAsText(const v1::UnansweredList& list, Language language) {
  Table table{UnansweredHeading(language), {}};
  for (const v1::UnansweredLeg& leg : list.legs()) table.rows.push_back(UnansweredRow(leg, language));
  return absl::StrCat(FormatFields({{Word(ReportWord::kAsOf, language), TimeCell(list.at_time())}}), "\n",
                      FormatTable(table));
}

std::string UnansweredAsCsv(const v1::UnansweredList& list, Language language) {
  std::string csv = CsvLine(UnansweredHeading(language));
  for (const v1::UnansweredLeg& leg : list.legs()) csv += CsvLine(UnansweredRow(leg, language));
  return csv;
}

}  // namespace enlace::client
