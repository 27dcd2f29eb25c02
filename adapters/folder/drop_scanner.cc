#include "adapters/folder/drop_scanner.h"

#include <sys/stat.h>

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/files.h"

namespace enlace::adapters::folder {
namespace {

bool IsUnfinished(absl::string_view name) {
  if (name[0] == '.' || name[0] == '~') return true;
  for (const absl::string_view ending : {".tmp", ".part", ".partial", ".filepart", ".crdownload"}) {
    if (absl::EndsWithIgnoreCase(name, ending)) return true;
  }
  return false;
}

}  // namespace

absl::Status DropScanner::Look(absl::Time now) {
  absl::StatusOr<std::vector<std::string>> names = base::ListFolder(folder_);
  if (!names.ok()) return absl::UnavailableError(names.status().message());
  std::map<std::string, Seen> files;
  for (const std::string& name : *names) {
    struct stat info {};
    if (IsUnfinished(name) || lstat(absl::StrCat(folder_, "/", name).c_str(), &info) != 0) continue;
    if (S_ISDIR(info.st_mode)) continue;
    Seen seen;
    seen.size = static_cast<uint64_t>(info.st_size);
    seen.modified_nanos = int64_t{info.st_mtim.tv_sec} * 1000000000 + info.st_mtim.tv_nsec;
    seen.inode = info.st_ino;
    seen.is_regular = S_ISREG(info.st_mode);
    seen.since = now;
    const Seen* before = Find(name);
    const auto identity = [](const Seen& s) { return std::tie(s.size, s.modified_nanos, s.inode); };
    if (before != nullptr && identity(*before) == identity(seen)) seen.since = before->since;
    files.emplace(name, seen);
  }
  files_ = std::move(files);
  return absl::OkStatus();
}

std::vector<std::string> DropScanner::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, seen] : files_) names.push_back(name);
  std::stable_sort(names.begin(), names.end(), [this](const std::string& a, const std::string& b) {
    return files_.at(a).modified_nanos < files_.at(b).modified_nanos;
  });
  return names;
}

const DropScanner::Seen* DropScanner::Find(const std::string& name) const {
  const auto it = files_.find(name);
  return it == files_.end() ? nullptr : &it->second;
}

}  // namespace enlace::adapters::folder
