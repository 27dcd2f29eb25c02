// A log as one view of the store shows it.
#ifndef ENLACE_GATEWAY_LEDGER_LOG_VIEW_H_
#define ENLACE_GATEWAY_LEDGER_LOG_VIEW_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/ledger_service.pb.h"
#include "enlace/v1/receipt.pb.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/record_crypto.h"
#include "gateway/ledger/tile_nodes.h"
#include "gateway/ledger/verify/leaf.h"
#include "gateway/store/store.h"

namespace enlace::ledger {

// A record with what opens its leaf.
struct OpenedRecord {
  store::v1::Record record;
  // As the leaf's commitment hashes them.
  std::string record_bytes;
  Salts salts;
  Leaf leaf;
  // 192 bytes.
  std::string leaf_bytes;
};

// A bundle and the index of its first leaf.
struct Bundle {
  uint64_t first_index = 0;
  store::v1::BundleRow row;
};

// Borrows the view. Not thread-safe. Every method: UNAVAILABLE, DATA_LOSS as
// store::Reader; DATA_LOSS also if rows contradict one another.
class LogView final : public TileSource {
 public:
  LogView(store::Reader& reader, v1::LogId log) : reader_(reader), log_(log) {}

  // NOT_FOUND if the log was never begun.
  absl::StatusOr<store::v1::HeadRow> Head();
  // The bundle that holds the leaf. OUT_OF_RANGE if there is none.
  absl::StatusOr<Bundle> BundleOf(uint64_t index);
  // At most `count` leaves of 192 bytes from `first_index` on; fewer at the end.
  absl::StatusOr<std::vector<std::string>> Leaves(uint64_t first_index, uint64_t count);
  // Decrypts a record and checks that it opens its leaf.
  //   NOT_FOUND     its key was erased.
  //   OUT_OF_RANGE  the log has no such index.
  absl::StatusOr<OpenedRecord> OpenRecord(uint64_t index, store::KeyVault& keys);
  // The receipt of a record as it was under the tree of `tree_size` leaves;
  // without record and salt if its key was erased.
  absl::StatusOr<v1::Receipt> Receipt(uint64_t index, uint64_t tree_size, const LogKey& key,
                                      store::KeyVault& keys);
  // Stored tiles; the last of level 0 from the leaves.
  absl::StatusOr<std::string> Tile(int level, uint64_t number) override;

 private:
  store::Reader& reader_;
  const v1::LogId log_;
};

// Decrypts record number `offset` of a bundle and checks that it opens its leaf.
//   NOT_FOUND  its key was erased.
absl::StatusOr<OpenedRecord> OpenBundled(const Bundle& bundle, uint64_t offset, v1::LogId log,
                                         store::KeyVault& keys);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_LOG_VIEW_H_
