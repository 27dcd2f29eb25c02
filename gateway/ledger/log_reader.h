// The read side of both logs: what LedgerService answers from.
#ifndef ENLACE_GATEWAY_LEDGER_LOG_READER_H_
#define ENLACE_GATEWAY_LEDGER_LOG_READER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "enlace/v1/ledger_service.pb.h"
#include "enlace/v1/receipt.pb.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/log_view.h"
#include "gateway/ledger/verify/merkle.h"
#include "gateway/store/store.h"

namespace enlace::ledger {

// Thread-safe; borrows the store. Checks no rights: who may see what is decided
// before. Every method:
//   UNAVAILABLE (STORE_UNAVAILABLE)  the store could not read; retry.
//   DATA_LOSS                        the log is damaged.
//   OUT_OF_RANGE                     index or size beyond the log.
class LogReader {
 public:
  explicit LogReader(store::Store& store) : store_(store) {}

  // The latest signed checkpoint.
  absl::StatusOr<std::string> Checkpoint(v1::LogId log);
  // Number of leaves under it.
  absl::StatusOr<uint64_t> Size(v1::LogId log);
  // At most `count` leaves of 192 bytes; fewer at the end of the log.
  absl::StatusOr<std::vector<std::string>> Leaves(v1::LogId log, uint64_t first_index, uint64_t count);

  // `size` and `new_size`: 0 means the latest checkpoint's.
  struct Inclusion {
    std::string leaf_hash;
    HashPath path;
    uint64_t size = 0;
  };
  absl::StatusOr<Inclusion> InclusionProof(v1::LogId log, uint64_t index, uint64_t size);
  struct Consistency {
    HashPath path;
    uint64_t new_size = 0;
  };
  absl::StatusOr<Consistency> ConsistencyProof(v1::LogId log, uint64_t old_size, uint64_t new_size);

  // Decrypts a record. NOT_FOUND if its key was erased.
  absl::StatusOr<OpenedRecord> OpenRecord(v1::LogId log, uint64_t index);
  // Indexes in the case log of the records that stand under `names` in the index
  // of cases (case_index.h), oldest first, at most `limit`: those from
  // `first_index` on.
  absl::StatusOr<std::vector<uint64_t>> CaseRecords(absl::Span<const std::string> names, uint64_t first_index,
                                                    size_t limit);
  // As LogView::Receipt.
  absl::StatusOr<v1::Receipt> ReceiptFor(v1::LogId log, uint64_t index, uint64_t tree_size,
                                         const LogKey& key);

 private:
  store::Store& store_;
};

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_LOG_READER_H_
