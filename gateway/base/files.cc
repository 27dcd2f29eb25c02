#include "gateway/base/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace enlace::base {
namespace {

absl::Status Unreadable(const std::string& path, int error) {
  struct stat info {};
  std::string who;
  if (stat(path.c_str(), &info) == 0) {
    who = absl::StrFormat(" (we run as uid %d; the file belongs to uid %d, mode %04o)", geteuid(),
                          info.st_uid, info.st_mode & 07777);
  }
  const std::string text = absl::StrCat(path, ": cannot be read: ", strerror(error), who);
  if (error == ENOENT) return absl::NotFoundError(text);
  if (error == ELOOP) return absl::InvalidArgumentError(absl::StrCat(path, ": is a symbolic link"));
  return absl::PermissionDeniedError(text);
}

absl::Status Unwritable(const std::string& path, const char* step) {
  return absl::UnavailableError(absl::StrCat(path, ": ", step, " failed: ", strerror(errno)));
}

absl::Status SyncFolder(const std::string& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return Unwritable(folder, "open");
  const bool ok = fsync(fd) == 0;
  close(fd);
  return ok ? absl::OkStatus() : Unwritable(folder, "fsync");
}

bool IsTrusted(uid_t owner) { return owner == 0 || owner == geteuid(); }

// `target` is the file behind the link `path`.
absl::Status CheckPrivate(const std::string& path, const struct stat& target) {
  struct stat link {};
  if (lstat(path.c_str(), &link) != 0) return Unreadable(path, errno);
  const bool open_to_others = (target.st_mode & (S_IRWXO | S_IWGRP)) != 0;
  if (IsTrusted(link.st_uid) && IsTrusted(target.st_uid) && !open_to_others) return absl::OkStatus();
  return absl::PermissionDeniedError(absl::StrFormat(
      "%s: is a symbolic link to a secret that others can change or read (we run as uid %d; the link belongs "
      "to uid %d, the file to uid %d, mode %04o); mount it for us or root alone, mode 0400 or 0440",
      path, geteuid(), link.st_uid, target.st_uid, target.st_mode & 07777));
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path, size_t max_size, Links links) {
  constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  int fd = open(path.c_str(), kFlags | O_NOFOLLOW);
  const bool is_link = fd < 0 && errno == ELOOP;
  if (is_link && links != Links::kRefuse) fd = open(path.c_str(), kFlags);
  if (fd < 0) return Unreadable(path, errno);
  auto closer = absl::MakeCleanup([fd] { close(fd); });
  struct stat info {};
  if (fstat(fd, &info) != 0) return Unreadable(path, errno);
  if (!S_ISREG(info.st_mode))
    return absl::InvalidArgumentError(absl::StrCat(path, ": is not a regular file"));
  if (is_link && links == Links::kFollowPrivate) {
    const absl::Status status = CheckPrivate(path, info);
    if (!status.ok()) return status;
  }
  std::string out;
  char buffer[65536];
  for (;;) {
    const ssize_t got = read(fd, buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Unreadable(path, errno);
    if (got == 0) return out;
    out.append(buffer, static_cast<size_t>(got));
    if (out.size() > max_size) {
      return absl::ResourceExhaustedError(absl::StrCat(path, ": is larger than ", max_size, " bytes"));
    }
  }
}

absl::Status WriteFileAtomically(const std::string& path, absl::string_view data, mode_t mode) {
  const std::string temporary = absl::StrCat(path, ".tmp", getpid());
  const int fd = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
  if (fd < 0) return Unwritable(temporary, "open");
  absl::Status status;
  size_t done = 0;
  while (done < data.size() && status.ok()) {
    const ssize_t put = write(fd, data.data() + done, data.size() - done);
    if (put < 0 && errno != EINTR) status = Unwritable(temporary, "write");
    if (put > 0) done += static_cast<size_t>(put);
  }
  if (status.ok() && fsync(fd) != 0) status = Unwritable(temporary, "fsync");
  if (close(fd) != 0 && status.ok()) status = Unwritable(temporary, "close");
  if (status.ok() && rename(temporary.c_str(), path.c_str()) != 0) status = Unwritable(path, "rename");
  if (!status.ok()) {
    unlink(temporary.c_str());
    return status;
  }
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return SyncFolder(folder.empty() ? "." : folder);
}

absl::Status MakeFolders(const std::string& path, mode_t mode) {
  std::string made;
  for (const auto& part : std::filesystem::path(path)) {
    made = made.empty() ? part.string() : (std::filesystem::path(made) / part).string();
    if (mkdir(made.c_str(), mode) != 0 && errno != EEXIST) return Unwritable(made, "mkdir");
  }
  if (!std::filesystem::is_directory(path)) {
    return absl::UnavailableError(absl::StrCat(path, ": exists and is not a folder"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> ListFolder(const std::string& path) {
  DIR* dir = opendir(path.c_str());
  if (dir == nullptr) return Unreadable(path, errno);
  auto closer = absl::MakeCleanup([dir] { closedir(dir); });
  std::vector<std::string> names;
  while (const dirent* entry = readdir(dir)) {
    const absl::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool FileExists(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0;
}

}  // namespace enlace::base
