#include "gateway/ledger/receipt.h"

#include "enlace/store/v1/record.pb.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/proof_builder.h"
#include "gateway/ledger/verify/tlog_proof.h"

namespace enlace::ledger {

absl::StatusOr<v1::Receipt> BuildReceipt(const ReceiptSubject& subject, TileSource& tiles, uint64_t tree_size,
                                         const LogKey& key) {
  TileNodes nodes(tiles);
  TlogProof proof;
  proof.index = subject.index;
  ASSIGN_OR_RETURN(proof.path, InclusionPath(nodes, subject.index, tree_size));
  ASSIGN_OR_RETURN(const std::string root, RootOf(nodes, tree_size));
  proof.checkpoint = key.SignCheckpoint(tree_size, root);
  v1::Receipt receipt;
  receipt.set_log_index(subject.index);
  receipt.set_tlog_proof(FormatTlogProof(proof));
  receipt.set_leaf(subject.leaf);
  receipt.set_record(subject.record_bytes);
  receipt.set_salt(subject.salt);
  if (subject.record_bytes.empty()) return receipt;
  store::v1::Record record;
  if (!record.ParseFromString(subject.record_bytes)) return absl::DataLossError("a record cannot be parsed");
  *receipt.mutable_record_time() = record.record_time();
  return receipt;
}

}  // namespace enlace::ledger
