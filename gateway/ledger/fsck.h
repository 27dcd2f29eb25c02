// Checks everything that is stored of both logs, byte by byte.
#ifndef ENLACE_GATEWAY_LEDGER_FSCK_H_
#define ENLACE_GATEWAY_LEDGER_FSCK_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "enlace/v1/ledger_service.pb.h"
#include "gateway/ledger/verify/signed_note.h"
#include "gateway/store/store.h"

namespace enlace::ledger {

struct FsckReport {
  struct Log {
    // Leaves read; the head's size if all is well.
    uint64_t leaves = 0;
    uint64_t opened_records = 0;
    // Records whose key was erased: they cannot be opened, and need not.
    uint64_t erased_records = 0;
  };
  std::map<v1::LogId, Log> logs;
  // One sentence each, at most 100; empty if all is well.
  std::vector<std::string> problems;
};

// Recomputes roots and tiles of both logs from their leaves, checks heads and
// checkpoints, opens every record against its leaf, and compares the index of
// cases and the chain of each case with the records. Reads one view; changes
// nothing. `keys` verify the checkpoints.
//   UNAVAILABLE  the store could not read. What is damaged is a problem in the
//                report, not an error.
absl::StatusOr<FsckReport> Fsck(store::Store& store, const std::map<v1::LogId, VerifierKey>& keys);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_FSCK_H_
