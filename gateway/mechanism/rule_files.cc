#include "gateway/mechanism/rule_files.h"

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::mechanism {
namespace {

constexpr size_t kMaxFileSize = 1 << 20;

}  // namespace

std::string RuleFiles::Digest() const {
  std::string lines;
  for (const auto& [name, text] : texts) {
    absl::StrAppend(&lines, absl::BytesToHexString(base::Sha256(text)), "  ", name, "\n");
  }
  return absl::BytesToHexString(base::Sha256(lines));
}

absl::StatusOr<RuleFiles> ReadRuleFiles(const std::string& folder) {
  RuleFiles files;
  ASSIGN_OR_RETURN(const std::vector<std::string> names, base::ListFolder(folder));
  for (const std::string& name : names) {
    if (!absl::EndsWith(name, ".yaml")) continue;
    ASSIGN_OR_RETURN(std::string text,
                     base::ReadFile(absl::StrCat(folder, "/", name), kMaxFileSize, base::Links::kFollow));
    files.texts.emplace(name, std::move(text));
  }
  if (files.texts.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        folder,
        ": holds no mechanism (*.yaml); without rules nothing can be routed: give mechanisms_folder"));
  }
  return files;
}

}  // namespace enlace::mechanism
