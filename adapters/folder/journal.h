// What must be remembered for ever: settled lines and delivered legs.
#ifndef ENLACE_ADAPTERS_FOLDER_JOURNAL_H_
#define ENLACE_ADAPTERS_FOLDER_JOURNAL_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::adapters::folder {

// A map from key to value kept in a file that only grows: one line per entry
// with a checksum, synced before Put returns. A last line that a crash left
// half-written is cut off; a damaged line before it is never passed over. One
// process at a time, which a lock ensures. Not thread-safe.
class Journal {
 public:
  //   FAILED_PRECONDITION  another process holds it.
  //   DATA_LOSS            a line in the middle is damaged; restore the file.
  //   UNAVAILABLE          it cannot be read or made.
  static absl::StatusOr<std::unique_ptr<Journal>> Open(const std::string& path);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  std::optional<std::string> Get(absl::string_view key) const;

  // Durable when OK. Putting the same again writes nothing.
  //   UNAVAILABLE  nothing was kept.
  absl::Status Put(absl::string_view key, absl::string_view value);

  // In the order of the keys, those that begin with `prefix`.
  void ForEach(absl::string_view prefix,
               const std::function<void(const std::string& key, const std::string& value)>& visit) const;

 private:
  Journal(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  absl::Status Load();

  const std::string path_;
  const int fd_;
  off_t size_ = 0;
  std::map<std::string, std::string> entries_;
};

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_JOURNAL_H_
