// Builds receipts: the counterpart of verify/receipt_verifier.h.
#ifndef ENLACE_GATEWAY_LEDGER_RECEIPT_H_
#define ENLACE_GATEWAY_LEDGER_RECEIPT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "enlace/v1/receipt.pb.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/tile_nodes.h"

namespace enlace::ledger {

// What a receipt is about.
struct ReceiptSubject {
  uint64_t index = 0;
  // 192 bytes.
  std::string leaf;
  // The opening; both empty if the record was erased, which leaves a proof that
  // the leaf is in the log.
  std::string record_bytes;
  std::string salt;
};

// The receipt under the checkpoint of the tree of `tree_size` leaves; without
// kind, referral_id and leg_id. The same arguments give the same bytes.
//   OUT_OF_RANGE            the tree does not hold the index.
//   UNAVAILABLE, DATA_LOSS  as TileSource; DATA_LOSS also if the record cannot be
//                           parsed.
absl::StatusOr<v1::Receipt> BuildReceipt(const ReceiptSubject& subject, TileSource& tiles, uint64_t tree_size,
                                         const LogKey& key);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_RECEIPT_H_
