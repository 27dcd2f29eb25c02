#include "gateway/ledger/verify/checkpoint.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/verify/canonical_text.h"

namespace enlace::ledger {

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n", absl::Base64Escape(checkpoint.root),
                      "\n");
}

absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text) {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines.size() < 4 || !lines.back().empty()) {
    return absl::InvalidArgumentError("checkpoint: must have the lines origin, size and root");
  }
  for (size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].empty()) return absl::InvalidArgumentError("checkpoint: holds an empty line");
  }
  Checkpoint checkpoint;
  checkpoint.origin = std::string(lines[0]);
  ASSIGN_OR_RETURN(checkpoint.size, ParseDecimal("checkpoint: size", lines[1]));
  ASSIGN_OR_RETURN(checkpoint.root, ParseHash("checkpoint: root", lines[2]));
  return checkpoint;
}

absl::StatusOr<Checkpoint> VerifyCheckpoint(absl::string_view note, const VerifierKey& key) {
  ASSIGN_OR_RETURN(const SignedNote verified, VerifyNote(note, key));
  ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpoint(verified.text));
  if (checkpoint.origin != key.name()) {
    return absl::DataLossError(
        absl::StrCat("checkpoint: its origin is not ", key.name(), ", the log that the key belongs to"));
  }
  return checkpoint;
}

}  // namespace enlace::ledger
