// C2SP tlog-proof@v1 (c2sp.org/tlog-proof): an inclusion proof and the signed
// checkpoint it leads to, as text that can be printed.
#ifndef ENLACE_GATEWAY_LEDGER_VERIFY_TLOG_PROOF_H_
#define ENLACE_GATEWAY_LEDGER_VERIFY_TLOG_PROOF_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/ledger/verify/merkle.h"

namespace enlace::ledger {

struct TlogProof {
  // Opaque and not authenticated; we write none.
  std::string extra;
  uint64_t index = 0;
  HashPath path;
  // A signed checkpoint, unchecked.
  std::string checkpoint;
};

std::string FormatTlogProof(const TlogProof& proof);

// Reads the text; checks its form and nothing else.
//   INVALID_ARGUMENT  not of this form; longer than 128 KiB; more than 63 hashes.
absl::StatusOr<TlogProof> ParseTlogProof(absl::string_view text);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_VERIFY_TLOG_PROOF_H_
