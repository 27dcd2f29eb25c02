// One line of a file, asked for canonical fields instead of columns.
#ifndef ENLACE_ADAPTERS_FOLDER_ROW_VIEW_H_
#define ENLACE_ADAPTERS_FOLDER_ROW_VIEW_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "adapters/folder/code_values.h"
#include "adapters/folder/header_mapping.h"
#include "adapters/folder/language.h"
#include "adapters/folder/problem.h"
#include "adapters/folder/table.h"
#include "enlace/config/v1/adapter_config.pb.h"

namespace enlace::adapters::folder {

// How an agency writes: all that reading a line needs. Immutable, thread-safe.
struct ReadingRules {
  std::string agency_id;
  std::string mechanism_id;
  Language language = Language::kSpanish;
  HeaderMapping headers;
  CodeTables codes;
  std::map<std::string, std::string> defaults;
  std::vector<std::string> time_formats;  // Tried in this order.
  absl::TimeZone zone;
  size_t max_attachments_size = 0;  // Of one referral together.

  // INVALID_ARGUMENT naming the setting if the configuration is wrong.
  static absl::StatusOr<ReadingRules> New(const config::v1::AdapterConfig& config);
};

// Reads one row; every wrong value goes into `problems` with its line and the
// agency's own header. Borrows all its arguments. Not thread-safe.
class RowView {
 public:
  RowView(const ReadingRules& rules, const Table& table, const MappedHeaders& mapped, const Row& row,
          absl::Time now, Problems* problems)
      : rules_(rules), table_(table), mapped_(mapped), row_(row), now_(now), problems_(*problems) {}

  // The cell without outer blanks, or else the agency's default; empty if there
  // is neither.
  std::string Text(absl::string_view field);
  // The parts of the cell between ; or |, without blanks and empty ones.
  std::vector<std::string> Many(absl::string_view field);
  // 0 if empty or not understood.
  int Code(absl::string_view field);
  std::vector<int> Codes(absl::string_view field);
  // Nothing if empty, not understood, or in the future (five minutes of a clock
  // that is fast count as now).
  std::optional<absl::Time> Time(absl::string_view field);
  // What goes to the gateway in clear, translated by the agency's table; empty
  // and reported unless that is a code of at most `max_size` characters.
  std::string ClearCode(absl::string_view field, size_t max_size = 64);
  // The acting officer: a short name without blanks as it is; anything else,
  // which may be a person's name, as a digest.
  std::string Officer();

  // Reports an empty required field.
  void Missing(absl::string_view field) { Wrong(field, ProblemKind::kMissingValue, "", ""); }
  void Wrong(absl::string_view field, ProblemKind kind, absl::string_view found, absl::string_view allowed);

  // Codes of the agency that were translated: field -> what the file says, in
  // the form of a code.
  const std::map<std::string, std::string>& national_codes() const { return national_codes_; }
  // Cells that nothing asked for, by the agency's header.
  std::map<std::string, std::string> Unread() const;
  // SHA-256 in hexadecimal of all that the line says, whatever the order of its
  // columns.
  std::string ContentDigest() const;

 private:
  const ReadingRules& rules_;
  const Table& table_;
  const MappedHeaders& mapped_;
  const Row& row_;
  const absl::Time now_;
  Problems& problems_;
  std::set<size_t> read_;
  std::map<std::string, std::string> national_codes_;
};

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_ROW_VIEW_H_
