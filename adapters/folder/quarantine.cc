#include "adapters/folder/quarantine.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/folder/csv_reader.h"
#include "adapters/folder/messages.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::adapters::folder {
namespace {

constexpr mode_t kSharedFile = 0660;  // As far as the service's umask allows.
// File systems take names of 255 bytes; tag, ending, ".motivo.txt" and what a
// half-written file adds come on top.
constexpr size_t kMaxStem = 180;
constexpr size_t kMaxEnding = 16;
constexpr absl::string_view kMark = "\xEF\xBB\xBF";  // Spreadsheets take it as UTF-8 only with it.

absl::Status Sync(const std::string& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return absl::UnavailableError(absl::StrCat(folder, ": open failed: ", strerror(errno)));
  const bool ok = fsync(fd) == 0;
  close(fd);
  return ok ? absl::OkStatus() : absl::UnavailableError(absl::StrCat(folder, ": fsync failed"));
}

}  // namespace

std::string KeptName(absl::string_view file, absl::string_view digest) {
  const std::string tag = absl::BytesToHexString(digest).substr(0, 8);
  const size_t dot = file.rfind('.');
  const bool has_ending = dot != absl::string_view::npos && dot != 0 && file.size() - dot <= kMaxEnding;
  const absl::string_view ending = has_ending ? file.substr(dot) : absl::string_view();
  absl::string_view stem = file.substr(0, file.size() - ending.size());
  if (stem.size() > kMaxStem) {
    stem = stem.substr(0, kMaxStem);
    // Not within a character of UTF-8.
    while ((static_cast<unsigned char>(file[stem.size()]) & 0xC0) == 0x80) stem.remove_suffix(1);
  }
  return absl::StrCat(stem, "-", tag, ending);
}

absl::Status MoveInto(const std::string& from, const std::string& folder, absl::string_view name) {
  const std::string to = absl::StrCat(folder, "/", name);
  if (rename(from.c_str(), to.c_str()) != 0) {
    if (errno == ENOENT && base::FileExists(to)) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat(from, ": cannot be moved to ", folder, ": ", strerror(errno)));
  }
  return Sync(folder);
}

std::string Quarantine::ReasonPath(absl::string_view kept_name) const {
  return absl::StrCat(folder_, "/", kept_name,
                      language_ == Language::kEnglish ? ".reason.txt" : ".motivo.txt");
}

absl::Status Quarantine::TakeFile(const std::string& path, absl::string_view file,
                                  absl::string_view kept_name, const Problems& problems) const {
  // The reason first: a file in quarantine without a reason helps nobody.
  RETURN_IF_ERROR(base::WriteFileAtomically(ReasonPath(kept_name),
                                            ReasonText(file, problems, false, language_), kSharedFile));
  return MoveInto(path, folder_, kept_name);
}

absl::Status Quarantine::WriteLines(absl::string_view file, absl::string_view kept_name, const Table& table,
                                    const std::set<int>& lines, const Problems& problems,
                                    bool rest_taken) const {
  std::string csv = absl::StrCat(kMark, CsvLine(table.headers));
  for (const Row& row : table.rows) {
    if (lines.count(row.line) == 0) continue;
    std::vector<std::string> cells = row.cells;
    for (std::string& cell : cells) absl::StrReplaceAll({{std::string(1, kElementSeparator), "|"}}, &cell);
    csv += CsvLine(cells);
  }
  std::string name(kept_name);
  if (absl::EndsWithIgnoreCase(name, ".json")) name = absl::StrCat(name.substr(0, name.size() - 5), ".csv");
  RETURN_IF_ERROR(base::WriteFileAtomically(ReasonPath(name),
                                            ReasonText(file, problems, rest_taken, language_), kSharedFile));
  return base::WriteFileAtomically(absl::StrCat(folder_, "/", name), csv, kSharedFile);
}

}  // namespace enlace::adapters::folder
