// Names of tables and columns of reports, in the languages of officials.
#ifndef ENLACE_CLIENT_ENLACECTL_REPORT_REPORT_WORDS_H_
#define ENLACE_CLIENT_ENLACECTL_REPORT_REPORT_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "client/language.h"
#include "enlace/v1/report_service.pb.h"

namespace enlace::client {

// The title of a table; its short name where this program has no words for it.
std::string TableTitle(v1::Breakdown breakdown, Language language);
// The heading of a column, by the name that the gateway gives it; that name where
// this program has no words for it.
std::string ColumnTitle(absl::string_view column, Language language);
// Words that stand in every report.
enum class ReportWord {
  kTable,
  kKey,
  kAuthority,
  kColumn,
  kValue,
  kTotal,
  kPeriod,
  kAsOf,
  kDuties,
  kSubdivision,
  kHiddenNote,  // what the sign of a number that was left out means
  kRecipient,
  kPurpose,
  kState,
  kSince,
  kHours,
  kOverdue,
  kReferral,
  kNobody,
};
std::string Word(ReportWord word, Language language);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_REPORT_REPORT_WORDS_H_
