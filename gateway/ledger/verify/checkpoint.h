// C2SP checkpoints (c2sp.org/tlog-checkpoint): origin, size and root of a log as
// a signed note.
#ifndef ENLACE_GATEWAY_LEDGER_VERIFY_CHECKPOINT_H_
#define ENLACE_GATEWAY_LEDGER_VERIFY_CHECKPOINT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/ledger/verify/signed_note.h"

namespace enlace::ledger {

struct Checkpoint {
  // Name of the log; also the name of the key that signs it.
  std::string origin;
  // Number of leaves.
  uint64_t size = 0;
  // RFC 6962 root, 32 bytes.
  std::string root;
};

// The note's text: three lines.
std::string FormatCheckpoint(const Checkpoint& checkpoint);

// Reads a note's text. Extension lines after the third are tolerated; we write
// none.
//   INVALID_ARGUMENT  not of this form.
absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text);

// Reads a signed checkpoint of the log that `key` belongs to.
//   INVALID_ARGUMENT  not a signed checkpoint.
//   DATA_LOSS         not signed by `key`, or the checkpoint of another log.
absl::StatusOr<Checkpoint> VerifyCheckpoint(absl::string_view note, const VerifierKey& key);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_VERIFY_CHECKPOINT_H_
