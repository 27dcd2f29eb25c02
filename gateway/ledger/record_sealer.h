// Turns the records of a batch into leaves, commitments and encrypted records.
#ifndef ENLACE_GATEWAY_LEDGER_RECORD_SEALER_H_
#define ENLACE_GATEWAY_LEDGER_RECORD_SEALER_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/base/random.h"
#include "gateway/ledger/command_work.h"
#include "gateway/ledger/record_crypto.h"
#include "gateway/store/store.h"
#include "gateway/store/tables.h"

namespace enlace::ledger {

// A record ready to be stored.
struct SealedEntry {
  v1::LogId log = v1::LOG_ID_CASE;
  uint64_t index = 0;
  std::string leaf = {};
  std::string leaf_hash = {};
  std::string record_bytes = {};
  std::string salt = {};
  store::v1::SealedRecord sealed = {};
};

// For one batch. Borrows everything. Keeps the subjects' keys until it ends, so
// that each is read once; never longer, so that an erased key is not used again.
class RecordSealer {
 public:
  RecordSealer(store::Transaction& transaction, store::KeyVault& keys, base::Random& random)
      : transaction_(transaction), keys_(keys), random_(random) {}

  // Seals the records, in their order, and writes the kCaseRecord rows. Keys
  // that are new are durable before it returns.
  //   UNAVAILABLE, DATA_LOSS  as the store; drop the transaction.
  absl::StatusOr<std::vector<SealedEntry>> Seal(const std::vector<StagedRecord>& records);

 private:
  absl::Status FetchKeys(const std::vector<StagedRecord>& records);
  // The `prev` of a record; `chain` is that of its name in the index of cases, or
  // null if it has none.
  std::string Prev(const StagedRecord& record, const store::ChainState* chain);
  absl::StatusOr<store::ChainState*> ChainOf(const std::string& name);

  store::Transaction& transaction_;
  store::KeyVault& keys_;
  base::Random& random_;
  std::map<std::string, base::Secret> subject_keys_;
  std::map<std::string, store::ChainState> chains_;
};

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_RECORD_SEALER_H_
