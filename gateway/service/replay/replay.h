// Replays both logs and compares what they lead to with what is stored.
#ifndef ENLACE_GATEWAY_SERVICE_REPLAY_REPLAY_H_
#define ENLACE_GATEWAY_SERVICE_REPLAY_REPLAY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "gateway/store/comparison.h"
#include "gateway/store/store.h"

namespace enlace::service {

struct ReplayReport {
  uint64_t records = 0;
  uint64_t cases = 0;
  // Cases of which a record was erased: their rows cannot be known.
  uint64_t erased_cases = 0;
  uint64_t warnings = 0;
  store::ComparisonReport comparison;
};

// For a stopped gateway: opens every record, folds the events, and compares the
// outcome with cases, access rows, sealed payloads, feeds, feed cursors,
// request_ids, warnings, agencies, tokens, certificates and the warnings of their ends,
// authorities, installed trust bundles, proposals and the mechanisms' files. When
// certificates were last used is in no record and not compared. It trusts the logs, which
// ledger::Fsck checks: run that first. Reads one view; changes nothing. Holds
// every case in memory.
//   UNAVAILABLE  the store could not read.
//   DATA_LOSS    a record does not open; Fsck says which.
absl::StatusOr<ReplayReport> Replay(store::Store& store);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPLAY_REPLAY_H_
