// One process per folder of state.
#ifndef ENLACE_GATEWAY_STORE_SQLITE_FOLDER_LOCK_H_
#define ENLACE_GATEWAY_STORE_SQLITE_FOLDER_LOCK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace enlace::store {

// Holds flock on <folder>/lock for as long as it lives; the kernel lets go of it
// when the process ends, however it ends.
class FolderLock {
 public:
  //   FAILED_PRECONDITION  another process (or this one) holds it; names the lock
  //                        file and the holder's process id.
  //   UNAVAILABLE          the lock file cannot be made.
  static absl::StatusOr<std::unique_ptr<FolderLock>> New(const std::string& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  const int fd_;
};

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_SQLITE_FOLDER_LOCK_H_
