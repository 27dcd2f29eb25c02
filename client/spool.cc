#include "client/spool.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::client {

std::string Spool::PathOf(absl::string_view name) const { return absl::StrCat(folder_, "/", name); }

bool Spool::Has(absl::string_view name) const { return base::FileExists(PathOf(name)); }

absl::Status Spool::Find(absl::string_view name, google::protobuf::Message* request) const {
  ASSIGN_OR_RETURN(const std::string bytes, base::ReadFile(PathOf(name)));
  if (bytes.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat(PathOf(name), ": is a mark that something may have been sent, and no request"));
  }
  if (request->ParseFromString(bytes)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      PathOf(name), ": is damaged, and nobody can say what was sent; look at the referral at the gateway"));
}

absl::Status Spool::Keep(absl::string_view name, const google::protobuf::Message& request) {
  return base::WriteFileAtomically(PathOf(name), request.SerializeAsString());
}

absl::Status Spool::Remove(absl::string_view name) {
  if (unlink(PathOf(name).c_str()) == 0 || errno == ENOENT) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(PathOf(name), ": cannot be removed"));
}

absl::Status Spool::ForgetOlderThan(absl::Time time) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, base::ListFolder(folder_));
  for (const std::string& name : names) {
    const std::string path = PathOf(name);
    struct stat info = {};
    if (stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode) || info.st_size == 0) continue;
    if (absl::TimeFromTimespec(info.st_mtim) >= time) continue;
    if (truncate(path.c_str(), 0) != 0)
      return absl::UnavailableError(absl::StrCat(path, ": cannot be cleared"));
  }
  return absl::OkStatus();
}

}  // namespace enlace::client
