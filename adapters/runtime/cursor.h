// Up to where the feed was handled, on disk.
#ifndef ENLACE_ADAPTERS_RUNTIME_CURSOR_H_
#define ENLACE_ADAPTERS_RUNTIME_CURSOR_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace enlace::adapters {

// A position in a file. Advanced after an item was handled, so that a crash in
// between hands the item out again and never skips one. Not thread-safe.
class Cursor {
 public:
  // An absent file means the beginning of the feed.
  //   DATA_LOSS          the file holds no position; restore or remove it.
  //   PERMISSION_DENIED  it cannot be read.
  static absl::StatusOr<Cursor> Open(std::string path);

  std::optional<uint64_t> position() const { return position_; }
  // Durable on OK. A position that is not ahead changes nothing.
  //   UNAVAILABLE  it could not be written: do not go on.
  absl::Status Advance(uint64_t position);

 private:
  explicit Cursor(std::string path) : path_(std::move(path)) {}
  std::string path_;
  std::optional<uint64_t> position_;
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_CURSOR_H_
