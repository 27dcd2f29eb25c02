// Files whose absence, size or permissions matter.
#ifndef ENLACE_GATEWAY_BASE_FILES_H_
#define ENLACE_GATEWAY_BASE_FILES_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::base {

// What a symbolic link in the last component of a path may do.
enum class Links {
  // Nothing: in a folder into which others write, a link names any file they like.
  kRefuse,
  // Lead to the file: for what the operator puts there. Kubernetes mounts each
  // entry of a ConfigMap as a link.
  kFollow,
  // The same for secrets of the operator: link and file must belong to us or to
  // root, others must have no part in the file and its group may at most read it.
  kFollowPrivate,
};

// The whole file.
//   NOT_FOUND           there is no such file.
//   PERMISSION_DENIED   unreadable, or not private behind a link; the message
//                       names path, our uid, owner, mode.
//   RESOURCE_EXHAUSTED  larger than `max_size` bytes.
//   INVALID_ARGUMENT    not a regular file.
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t max_size = 64 << 20,
                                     Links links = Links::kRefuse);

// Makes `path` hold `data`, wholly or not at all: temporary file beside it,
// fsync, rename, fsync of the folder. UNAVAILABLE with the path on any failure.
absl::Status WriteFileAtomically(const std::string& path, absl::string_view data, mode_t mode = 0600);

// Makes the folder and its parents; `mode` applies to those it makes.
absl::Status MakeFolders(const std::string& path, mode_t mode = 0700);

// Names of the entries of a folder, sorted, without "." and "..".
absl::StatusOr<std::vector<std::string>> ListFolder(const std::string& path);

bool FileExists(const std::string& path);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_FILES_H_
