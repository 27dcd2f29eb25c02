// Where what cannot be taken goes, with a reason that an officer understands.
#ifndef ENLACE_ADAPTERS_FOLDER_QUARANTINE_H_
#define ENLACE_ADAPTERS_FOLDER_QUARANTINE_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "adapters/folder/language.h"
#include "adapters/folder/problem.h"
#include "adapters/folder/table.h"

namespace enlace::adapters::folder {

// Name of `file` in quarantine and among the processed files: with the first
// digits of its digest before the extension, so that files of the same name do
// not hide each other and doing it twice is doing it once. Short enough for its
// reason beside it, whatever the length of `file`.
std::string KeptName(absl::string_view file, absl::string_view digest);

// Moves `from` into `folder` under `name`, durably. OK if it is there already and
// gone here. UNAVAILABLE otherwise.
absl::Status MoveInto(const std::string& from, const std::string& folder, absl::string_view name);

// Writes reasons into one folder. Borrows nothing; not thread-safe.
class Quarantine {
 public:
  Quarantine(std::string folder, Language language) : folder_(std::move(folder)), language_(language) {}

  // Moves the whole file here, under `kept_name`, with its reason beside it
  // (<kept_name>.motivo.txt; .reason.txt in English).
  absl::Status TakeFile(const std::string& path, absl::string_view file, absl::string_view kept_name,
                        const Problems& problems) const;

  // Writes the lines `lines` of `table` as a CSV that can be corrected and
  // dropped again, with their reasons. `rest_taken` as in ReasonText.
  absl::Status WriteLines(absl::string_view file, absl::string_view kept_name, const Table& table,
                          const std::set<int>& lines, const Problems& problems, bool rest_taken) const;

  // Where the reason for `kept_name` lies.
  std::string ReasonPath(absl::string_view kept_name) const;

 private:
  const std::string folder_;
  const Language language_;
};

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_QUARANTINE_H_
