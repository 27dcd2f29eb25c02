#include "gateway/store/sqlite/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"

namespace enlace::store {

absl::StatusOr<std::unique_ptr<FolderLock>> FolderLock::New(const std::string& folder) {
  const std::string path = absl::StrCat(folder, "/lock");
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return base::StoreUnavailable(absl::StrCat(path, ": cannot be opened: ", strerror(errno)));
  std::unique_ptr<FolderLock> lock(new FolderLock(fd));
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const absl::StatusOr<std::string> holder = base::ReadFile(path, 64);
    return absl::FailedPreconditionError(absl::StrCat(
        folder, ": is in use by another process", holder.ok() && !holder->empty() ? " (process id " : "",
        holder.ok() && !holder->empty() ? absl::StrCat(absl::StripAsciiWhitespace(*holder), ")") : "",
        ", which holds ", path, "; stop it first"));
  }
  const std::string pid = absl::StrCat(getpid(), "\n");
  // Only a hint for the message above: the lock itself is what counts.
  if (ftruncate(fd, 0) != 0 || pwrite(fd, pid.data(), pid.size(), 0) < 0) {
    return base::StoreUnavailable(absl::StrCat(path, ": cannot be written: ", strerror(errno)));
  }
  return lock;
}

FolderLock::~FolderLock() { close(fd_); }

}  // namespace enlace::store
