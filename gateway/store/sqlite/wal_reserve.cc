#include "gateway/store/sqlite/wal_reserve.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"

namespace enlace::store {
namespace {

constexpr int64_t kPiece = 1 << 20;

absl::Status Failed(const std::string& path, absl::string_view what) {
  return base::StoreUnavailable(absl::StrCat(path, ": ", what, ": ", strerror(errno)));
}

}  // namespace

absl::Status ReserveWal(const std::string& path, int64_t bytes) {
  const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return Failed(path, "cannot be opened");
  const auto closed = absl::MakeCleanup([fd] { close(fd); });
  struct stat file;
  if (fstat(fd, &file) != 0) return Failed(path, "has no size");
  // Written, not merely allocated: a first write to an allocated block is again a
  // change that the file system has to write down.
  const std::string zeros(kPiece, '\0');
  int64_t end = file.st_size;
  while (end < bytes) {
    const ssize_t written = pwrite(fd, zeros.data(), std::min(kPiece, bytes - end), end);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      const absl::Status failed = Failed(path, "cannot be lengthened");
      // Half a reserve on a full disk would keep the room from the data itself.
      if (ftruncate(fd, file.st_size) != 0) return Failed(path, "cannot be shortened again");
      return failed;
    }
    end += written;
  }
  if (end > file.st_size && fdatasync(fd) != 0) return Failed(path, "cannot be synced");
  return absl::OkStatus();
}

}  // namespace enlace::store
