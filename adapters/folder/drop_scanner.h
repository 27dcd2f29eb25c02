// Tells files that are complete from files that are still being written.
#ifndef ENLACE_ADAPTERS_FOLDER_DROP_SCANNER_H_
#define ENLACE_ADAPTERS_FOLDER_DROP_SCANNER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace enlace::adapters::folder {

// Remembers since when each file of a folder has not changed its size, its time
// of modification and its identity. Not thread-safe.
class DropScanner {
 public:
  struct Seen {
    uint64_t size = 0;
    int64_t modified_nanos = 0;
    uint64_t inode = 0;
    bool is_regular = false;
    absl::Time since;  // First look at which it was as it is now.
  };

  explicit DropScanner(std::string folder) : folder_(std::move(folder)) {}

  // Looks at the folder. Passes over subfolders, and over names that programs
  // give to unfinished files: beginning with . or ~, ending in .tmp, .part,
  // .partial, .filepart, .crdownload.
  //   UNAVAILABLE  the folder cannot be read.
  absl::Status Look(absl::Time now);

  // All files of the last look, oldest modification first.
  std::vector<std::string> Names() const;
  // Null for what the last look did not find.
  const Seen* Find(const std::string& name) const;

 private:
  const std::string folder_;
  std::map<std::string, Seen> files_;
};

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_DROP_SCANNER_H_
