// Holds what clients remember against what a stopped gateway has on disk.
#ifndef ENLACE_TESTS_FAULT_CHECKER_H_
#define ENLACE_TESTS_FAULT_CHECKER_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "enlace/v1/ledger_service.pb.h"
#include "gateway/ledger/verify/signed_note.h"
#include "gateway/store/store.h"
#include "tests/fault/journal.h"

namespace enlace::fault {

using LogKeys = std::map<v1::LogId, ledger::VerifierKey>;

// The state by itself: both logs byte by byte (ledger::Fsck), roots once more by a
// few lines of their own, and every row against the records (service::Replay).
// One sentence for each finding.
absl::StatusOr<std::vector<std::string>> CheckState(store::Store& store, const LogKeys& keys);

// The clients' journal against the state:
//   every receipt verifies, its leaf stands at its index of the final log, and its
//   checkpoint is of the final log's beginning;
//   every request_id that was acknowledged has taken effect, once;
//   every look stands in the log where its answer said, with its reader;
//   every feed was heard whole, in order, without repetition.
absl::StatusOr<std::vector<std::string>> CheckJournal(store::Store& store, const LogKeys& keys,
                                                      const JournalData& journal);

}  // namespace enlace::fault

#endif  // ENLACE_TESTS_FAULT_CHECKER_H_
