// One file that an agency dropped, as far as it has been read.
#ifndef ENLACE_ADAPTERS_FOLDER_DROP_FILE_H_
#define ENLACE_ADAPTERS_FOLDER_DROP_FILE_H_

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "adapters/adapter.h"
#include "adapters/folder/acknowledgement_reader.h"
#include "adapters/folder/problem.h"
#include "adapters/folder/row_view.h"
#include "adapters/folder/table.h"

namespace enlace::adapters::folder {

// A line that waits for its settlement.
struct PendingLine {
  int line = 0;
  Collected item;
  std::vector<std::string> attachment_names;
  std::string reference;
  std::string content_digest;
};

// What is known of a file. A plain value.
struct DropFile {
  std::string name;
  std::string digest;  // SHA-256 of its bytes.
  absl::Time since;    // As DropScanner::Seen.
  Table table;
  Problems problems;
  std::set<int> bad_lines;
  size_t reported = 0;  // Problems that are in the reason file already.
  bool is_spoilt = false;  // The file as a whole cannot be taken.
  std::vector<PendingLine> pending;
  std::set<std::string> attachments;       // Of all its lines.
  size_t taken = 0;                        // Lines settled now or before.
  std::vector<std::vector<std::string>> receipts;  // Reference, short code, index, time.
};

// What was done with a source id before: nothing, or the digest of its content.
using FindSettled = std::function<std::optional<std::string>(const std::string& source_id)>;

// Whether `bytes`, not changed for a while, may still be half of a file.
bool MayBeCutOff(const std::string& name, absl::string_view bytes);

// Understands `bytes` of the file `name`. Lines that were settled before, or that
// come twice, are not pending; lines that differ from what was settled under the
// same reference are problems.
DropFile ReadDropFile(const std::string& name, absl::string_view bytes, const ReadingRules& rules, absl::Time now,
                      const FindCase& find_case, const FindSettled& find_settled);

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_DROP_FILE_H_
