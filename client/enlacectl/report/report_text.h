// Reports as people and spreadsheets read them. A number that was left out is the
// same sign in both, "<k*" with k the report's smallest cell; one that is not
// defined is empty.
#ifndef ENLACE_CLIENT_ENLACECTL_REPORT_REPORT_TEXT_H_
#define ENLACE_CLIENT_ENLACECTL_REPORT_REPORT_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/language.h"
#include "enlace/v1/report_service.pb.h"

namespace enlace::client {

// One table under another, each with its total, and what the sign means where it
// stands.
std::string ReportAsText(const v1::Report& report, Language language);

// One line per number: table, row, authority, column, value. Names of tables, rows
// and columns are those of the contract, so that programs can go by them.
std::string ReportAsCsv(const v1::Report& report, Language language);

// What nobody answered; referrals where the gateway named them.
std::string UnansweredAsText(const v1::UnansweredList& list, Language language);
std::string UnansweredAsCsv(const v1::UnansweredList& list, Language language);

// A line of RFC 4180. A cell that a spreadsheet would take for a formula begins
// with an apostrophe.
std::string CsvLine(const std::vector<std::string>& cells);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_REPORT_REPORT_TEXT_H_
