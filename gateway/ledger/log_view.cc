#include "gateway/ledger/log_view.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/receipt.h"
#include "gateway/ledger/verify/merkle.h"
#include "gateway/store/tables.h"

namespace enlace::ledger {
namespace {

constexpr size_t kBundlesPerScan = 16;

uint64_t LeavesOf(const Bundle& bundle) { return bundle.row.leaves().size() / kLeafSize; }

std::string LeafOf(const Bundle& bundle, uint64_t offset) {
  return bundle.row.leaves().substr(offset * kLeafSize, kLeafSize);
}

absl::StatusOr<Bundle> ParseBundle(const store::Row& row) {
  Bundle bundle;
  bundle.first_index = store::NumberAtEnd(row.key);
  if (!bundle.row.ParseFromString(row.value) || bundle.row.leaves().empty() ||
      bundle.row.leaves().size() % kLeafSize != 0 ||
      static_cast<uint64_t>(bundle.row.records_size()) != LeavesOf(bundle)) {
    return absl::DataLossError(absl::StrCat("the bundle at index ", bundle.first_index, " is damaged"));
  }
  return bundle;
}

}  // namespace

absl::StatusOr<store::v1::HeadRow> LogView::Head() {
  ASSIGN_OR_RETURN(absl::optional<store::v1::HeadRow> head,
                   store::GetProto<store::v1::HeadRow>(reader_, store::Table::kHead, store::HeadKey(log_)));
  if (!head.has_value()) return absl::NotFoundError("the log was never begun");
  return *std::move(head);
}

absl::StatusOr<Bundle> LogView::BundleOf(uint64_t index) {
  const store::Range before{.prefix = store::LogPrefix(log_),
                            .after = store::BundleKey(log_, index + 1),
                            .limit = 1,
                            .reverse = true};
  ASSIGN_OR_RETURN(const std::vector<store::Row> rows, reader_.Scan(store::Table::kBundle, before));
  if (rows.empty()) return absl::OutOfRangeError(absl::StrCat("the log has no index ", index));
  ASSIGN_OR_RETURN(Bundle bundle, ParseBundle(rows.front()));
  if (index - bundle.first_index >= LeavesOf(bundle)) {
    return absl::OutOfRangeError(absl::StrCat("the log has no index ", index));
  }
  return bundle;
}

absl::StatusOr<std::vector<std::string>> LogView::Leaves(uint64_t first_index, uint64_t count) {
  std::vector<std::string> leaves;
  if (count == 0) return leaves;
  absl::StatusOr<Bundle> first = BundleOf(first_index);
  if (absl::IsOutOfRange(first.status())) return leaves;
  RETURN_IF_ERROR(first.status());
  const auto take = [&](const Bundle& bundle) {
    for (uint64_t i = first_index + leaves.size() - bundle.first_index;
         i < LeavesOf(bundle) && leaves.size() < count; ++i) {
      leaves.push_back(LeafOf(bundle, i));
    }
  };
  take(*first);
  std::string after = store::BundleKey(log_, first->first_index);
  while (leaves.size() < count) {
    ASSIGN_OR_RETURN(
        const std::vector<store::Row> rows,
        reader_.Scan(store::Table::kBundle,
                     {.prefix = store::LogPrefix(log_), .after = after, .limit = kBundlesPerScan}));
    if (rows.empty()) break;
    for (const store::Row& row : rows) {
      if (leaves.size() == count) break;
      ASSIGN_OR_RETURN(const Bundle bundle, ParseBundle(row));
      if (bundle.first_index > first_index + leaves.size()) {
        return absl::DataLossError(
            absl::StrCat("the leaves before index ", bundle.first_index, " are missing"));
      }
      take(bundle);
    }
    after = rows.back().key;
  }
  return leaves;
}

absl::StatusOr<OpenedRecord> OpenBundled(const Bundle& bundle, uint64_t offset, v1::LogId log,
                                         store::KeyVault& keys) {
  const uint64_t index = bundle.first_index + offset;
  const store::v1::SealedRecord& sealed = bundle.row.records(static_cast<int>(offset));
  OpenedRecord opened;
  opened.leaf_bytes = LeafOf(bundle, offset);
  const absl::StatusOr<Leaf> leaf = ParseLeaf(opened.leaf_bytes);
  if (!leaf.ok()) return absl::DataLossError(absl::StrCat("index ", index, ": ", leaf.status().message()));
  opened.leaf = *leaf;
  ASSIGN_OR_RETURN(const base::Secret key, keys.Get(sealed.subject()));
  ASSIGN_OR_RETURN(RecordOpening opening, UnsealRecord(sealed, key, log, index));
  if (CommitRecord(opening.salts.record, opening.record_bytes) != opened.leaf.commit ||
      !opened.record.ParseFromString(opening.record_bytes)) {
    return absl::DataLossError(absl::StrCat("record ", index, ": does not open its leaf"));
  }
  opened.salts = std::move(opening.salts);
  opened.record_bytes = std::move(opening.record_bytes);
  return opened;
}

absl::StatusOr<OpenedRecord> LogView::OpenRecord(uint64_t index, store::KeyVault& keys) {
  ASSIGN_OR_RETURN(const Bundle bundle, BundleOf(index));
  return OpenBundled(bundle, index - bundle.first_index, log_, keys);
}

absl::StatusOr<v1::Receipt> LogView::Receipt(uint64_t index, uint64_t tree_size, const LogKey& key,
                                             store::KeyVault& keys) {
  ASSIGN_OR_RETURN(const Bundle bundle, BundleOf(index));
  ReceiptSubject subject;
  subject.index = index;
  subject.leaf = LeafOf(bundle, index - bundle.first_index);
  absl::StatusOr<OpenedRecord> opened = OpenBundled(bundle, index - bundle.first_index, log_, keys);
  if (opened.ok()) {
    subject.record_bytes = std::move(opened->record_bytes);
    subject.salt = std::move(opened->salts.record);
  } else if (!absl::IsNotFound(opened.status())) {
    return opened.status();
  }
  return BuildReceipt(subject, *this, tree_size, key);
}

absl::StatusOr<std::string> LogView::Tile(int level, uint64_t number) {
  ASSIGN_OR_RETURN(absl::optional<std::string> tile,
                   reader_.Get(store::Table::kTile, store::TileKey(log_, level, number)));
  if (tile.has_value()) return *std::move(tile);
  if (level > 0) return absl::OutOfRangeError("the tree has no such tile");
  ASSIGN_OR_RETURN(const std::vector<std::string> leaves, Leaves(number * kTileWidth, kTileWidth));
  std::string hashes;
  for (const std::string& leaf : leaves) hashes += LeafHash(leaf);
  return hashes;
}

}  // namespace enlace::ledger
