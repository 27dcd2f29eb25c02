// What an agency writes back about cases that were delivered to it: decisions,
// and the status of its investigation.
#ifndef ENLACE_ADAPTERS_FOLDER_ACKNOWLEDGEMENT_READER_H_
#define ENLACE_ADAPTERS_FOLDER_ACKNOWLEDGEMENT_READER_H_

#include <functional>
#include <optional>
#include <string>

#include "adapters/adapter.h"
#include "adapters/folder/row_view.h"

namespace enlace::adapters::folder {

// A leg that was delivered, as the journal remembers it.
struct DeliveredCase {
  std::string leg_id;
  std::string referral_id;
  std::string case_id;
  std::string short_code;
  std::string folder;  // Below entrada/; the short code, with -2 for a second leg.
};

// Finds a delivered case by what stands in the column of the short code.
using FindCase = std::function<std::optional<DeliveredCase>(const std::string& code)>;

enum class FileKind { kReferrals, kActions, kStatuses };

// By the columns that the file has.
FileKind KindOf(const MappedHeaders& mapped);

// Reads one line of an acknowledgement. Nothing if the officer has not filled in
// a decision yet, or if something is wrong, which goes into `problems`.
std::optional<OutgoingAction> ReadActionRow(RowView& row, const ReadingRules& rules, const FindCase& find);

// Reads one line of a report on investigations, likewise.
std::optional<OutgoingStatus> ReadStatusRow(RowView& row, const ReadingRules& rules, const FindCase& find,
                                            absl::Time now);

// The file that the officer fills in, with one line for the case: UTF-8 with the
// mark that spreadsheets need.
std::string AcknowledgementTemplate(const ReadingRules& rules, const std::string& code);
// Its name: acuse.csv, resposta.csv, answer.csv.
std::string AcknowledgementName(Language language);

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_ACKNOWLEDGEMENT_READER_H_
