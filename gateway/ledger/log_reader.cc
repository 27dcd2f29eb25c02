#include "gateway/ledger/log_reader.h"

#include <algorithm>
#include <memory>

#include "absl/status/status.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/proof_builder.h"
#include "gateway/store/tables.h"

namespace enlace::ledger {
namespace {

// The size that a request means; never beyond the signed tree.
absl::StatusOr<uint64_t> MeantSize(LogView& log, uint64_t asked) {
  ASSIGN_OR_RETURN(const store::v1::HeadRow head, log.Head());
  if (asked > head.size()) return absl::OutOfRangeError("the tree is not that large yet");
  return asked == 0 ? head.size() : asked;
}

}  // namespace

absl::StatusOr<std::string> LogReader::Checkpoint(v1::LogId log) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store_.Read());
  ASSIGN_OR_RETURN(const store::v1::HeadRow head, LogView(*reader, log).Head());
  return head.checkpoint();
}

absl::StatusOr<uint64_t> LogReader::Size(v1::LogId log) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store_.Read());
  ASSIGN_OR_RETURN(const store::v1::HeadRow head, LogView(*reader, log).Head());
  return head.size();
}

absl::StatusOr<std::vector<std::string>> LogReader::Leaves(v1::LogId log, uint64_t first_index,
                                                           uint64_t count) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store_.Read());
  return LogView(*reader, log).Leaves(first_index, count);
}

absl::StatusOr<LogReader::Inclusion> LogReader::InclusionProof(v1::LogId log, uint64_t index, uint64_t size) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store_.Read());
  LogView view(*reader, log);
  TileNodes nodes(view);
  Inclusion proof;
  ASSIGN_OR_RETURN(proof.size, MeantSize(view, size));
  ASSIGN_OR_RETURN(proof.path, InclusionPath(nodes, index, proof.size));
  ASSIGN_OR_RETURN(proof.leaf_hash, nodes.Node(0, index));
  return proof;
}

absl::StatusOr<LogReader::Consistency> LogReader::ConsistencyProof(v1::LogId log, uint64_t old_size,
                                                                   uint64_t new_size) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store_.Read());
  LogView view(*reader, log);
  TileNodes nodes(view);
  Consistency proof;
  ASSIGN_OR_RETURN(proof.new_size, MeantSize(view, new_size));
  ASSIGN_OR_RETURN(proof.path, ConsistencyPath(nodes, old_size, proof.new_size));
  return proof;
}

absl::StatusOr<OpenedRecord> LogReader::OpenRecord(v1::LogId log, uint64_t index) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store_.Read());
  return LogView(*reader, log).OpenRecord(index, store_.keys());
}

absl::StatusOr<std::vector<uint64_t>> LogReader::CaseRecords(absl::Span<const std::string> names,
                                                             uint64_t first_index, size_t limit) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store_.Read());
  std::vector<uint64_t> indexes;
  for (const std::string& name : names) {
    store::Range range{.prefix = store::CaseRecordPrefix(name), .limit = limit};
    if (first_index > 0) range.after = store::CaseRecordKey(name, first_index - 1);
    ASSIGN_OR_RETURN(const std::vector<store::Row> rows, reader->Scan(store::Table::kCaseRecord, range));
    for (const store::Row& row : rows) indexes.push_back(store::NumberAtEnd(row.key));
  }
  // A record stands under one name, so that none comes twice.
  std::sort(indexes.begin(), indexes.end());
  if (indexes.size() > limit) indexes.resize(limit);
  return indexes;
}

absl::StatusOr<v1::Receipt> LogReader::ReceiptFor(v1::LogId log, uint64_t index, uint64_t tree_size,
                                                  const LogKey& key) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store_.Read());
  LogView view(*reader, log);
  ASSIGN_OR_RETURN(const uint64_t size, MeantSize(view, tree_size));
  return view.Receipt(index, size, key, store_.keys());
}

}  // namespace enlace::ledger
