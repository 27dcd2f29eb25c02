#include "adapters/folder/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/memory/memory.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/base/digest.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::adapters::folder {
namespace {

constexpr size_t kMaxSize = size_t{1} << 30;

absl::Status Failed(const std::string& path, absl::string_view step) {
  return absl::UnavailableError(absl::StrCat(path, ": ", step, " failed: ", strerror(errno)));
}

std::string Checksum(absl::string_view body) {
  return absl::BytesToHexString(base::Sha256(body)).substr(0, 16);
}

std::string LineOf(absl::string_view key, absl::string_view value) {
  const std::string body = absl::StrCat(absl::CEscape(key), "\t", absl::CEscape(value));
  return absl::StrCat(Checksum(body), "\t", body, "\n");
}

bool ParseLine(absl::string_view line, std::string* key, std::string* value) {
  const std::vector<absl::string_view> parts = absl::StrSplit(line, '\t');
  if (parts.size() != 3 || line.size() < 17 || Checksum(line.substr(17)) != parts[0]) return false;
  return absl::CUnescape(parts[1], key) && absl::CUnescape(parts[2], value);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return Failed(path, "open");
  std::unique_ptr<Journal> journal = absl::WrapUnique(new Journal(path, fd));
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": another adapter uses this state folder; stop it first"));
  }
  RETURN_IF_ERROR(journal->Load());
  // The file's own entry in its folder must survive a crash as well.
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int folder_fd = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_fd < 0) return Failed(folder, "open");
  auto closer = absl::MakeCleanup([folder_fd] { close(folder_fd); });
  if (fsync(folder_fd) != 0) return Failed(folder, "fsync");
  return journal;
}

Journal::~Journal() { close(fd_); }

absl::Status Journal::Load() {
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(path_, kMaxSize));
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = text.find('\n', at);
    if (end == std::string::npos) break;
    std::string key, value;
    if (!ParseLine(absl::string_view(text).substr(at, end - at), &key, &value)) {
      return absl::DataLossError(absl::StrCat(path_, ": damaged at byte ", at, "; restore it from a backup"));
    }
    entries_[key] = value;
    at = end + 1;
  }
  size_ = static_cast<off_t>(at);
  if (at < text.size() && (ftruncate(fd_, size_) != 0 || fsync(fd_) != 0)) return Failed(path_, "truncate");
  return absl::OkStatus();
}

std::optional<std::string> Journal::Get(absl::string_view key) const {
  const auto it = entries_.find(std::string(key));
  if (it == entries_.end()) return std::nullopt;
  return it->second;
}

absl::Status Journal::Put(absl::string_view key, absl::string_view value) {
  const std::optional<std::string> known = Get(key);
  if (known.has_value() && *known == value) return absl::OkStatus();
  const std::string line = LineOf(key, value);
  size_t done = 0;
  while (done < line.size()) {
    const ssize_t put = write(fd_, line.data() + done, line.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) break;
    done += static_cast<size_t>(put);
  }
  if (done < line.size() || fdatasync(fd_) != 0) {
    const absl::Status failed = Failed(path_, "write");
    if (ftruncate(fd_, size_) != 0) return absl::InternalError(absl::StrCat(path_, ": cannot be put right"));
    return failed;
  }
  size_ += static_cast<off_t>(line.size());
  entries_[std::string(key)] = std::string(value);
  return absl::OkStatus();
}

void Journal::ForEach(absl::string_view prefix,
                      const std::function<void(const std::string&, const std::string&)>& visit) const {
  for (auto it = entries_.lower_bound(std::string(prefix)); it != entries_.end(); ++it) {
    if (!absl::StartsWith(it->first, prefix)) break;
    visit(it->first, it->second);
  }
}

}  // namespace enlace::adapters::folder
