// Where both logs stand: what the writer holds in memory between two batches.
#ifndef ENLACE_GATEWAY_LEDGER_HEADS_H_
#define ENLACE_GATEWAY_LEDGER_HEADS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "enlace/v1/ledger_service.pb.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/tree.h"
#include "gateway/store/store.h"

namespace enlace::ledger {

using LogKeys = std::map<v1::LogId, const LogKey*>;

// A value: a batch works on a copy, which replaces it once it is on disk.
struct Heads {
  std::map<v1::LogId, Tree> trees;
  // Of the last record of either log.
  absl::Time last_record_time = absl::UnixEpoch();
};

// Reads the heads, rebuilds the right edge of each tree from its leaves and
// tiles, and checks that they lead to the stored root, which the stored
// checkpoint must sign.
//   NOT_FOUND    neither log was begun.
//   DATA_LOSS    something does not verify; names the log and what.
//   UNAVAILABLE  as store::Reader.
absl::StatusOr<Heads> LoadHeads(store::Reader& reader, const LogKeys& keys);

// Writes the head row of each log whose size is not `old`'s: all, if `old` is null.
absl::Status WriteHeads(const Heads& heads, const Heads* old, const LogKeys& keys, const std::string& boot_id,
                        store::Transaction& transaction);

// Whether the stored heads are these.
//   UNAVAILABLE, DATA_LOSS  as store::Reader.
absl::StatusOr<bool> HeadsAre(const Heads& heads, store::Reader& reader);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_HEADS_H_
