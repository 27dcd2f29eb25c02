#include "gateway/ledger/fsck.h"

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/ledger/case_index.h"
#include "gateway/ledger/log_view.h"
#include "gateway/ledger/tree.h"
#include "gateway/ledger/verify/checkpoint.h"
#include "gateway/store/tables.h"

namespace enlace::ledger {
namespace {

constexpr size_t kMaxProblems = 100;

// One run over one log.
class LogCheck {
 public:
  LogCheck(store::Reader& reader, store::KeyVault& keys, v1::LogId log, const VerifierKey& key,
           FsckReport* report)
      : reader_(reader), keys_(keys), log_(log), key_(key), report_(*report), counts_(report->logs[log]) {}

  absl::Status Run() {
    RETURN_IF_ERROR(CheckLeaves());
    RETURN_IF_ERROR(CheckHead());
    RETURN_IF_ERROR(CheckTiles());
    return log_ == v1::LOG_ID_CASE ? CheckCaseRows() : absl::OkStatus();
  }

 private:
  void Problem(absl::string_view what) {
    if (report_.problems.size() < kMaxProblems)
      report_.problems.push_back(absl::StrCat(key_.name(), ": ", what));
  }

  absl::Status CheckLeaves() {
    std::string after;
    for (;;) {
      ASSIGN_OR_RETURN(
          const std::vector<store::Row> rows,
          reader_.Scan(store::Table::kBundle, {.prefix = store::LogPrefix(log_), .after = after}));
      if (rows.empty()) return absl::OkStatus();
      for (const store::Row& row : rows) RETURN_IF_ERROR(CheckBundle(row));
      after = rows.back().key;
    }
  }

  absl::Status CheckBundle(const store::Row& row) {
    Bundle bundle;
    bundle.first_index = store::NumberAtEnd(row.key);
    if (bundle.first_index != tree_.size()) {
      Problem(absl::StrCat("a bundle begins at index ", bundle.first_index, " instead of ", tree_.size()));
    }
    if (!bundle.row.ParseFromString(row.value) || bundle.row.leaves().size() % kLeafSize != 0 ||
        bundle.row.leaves().size() / kLeafSize != static_cast<size_t>(bundle.row.records_size())) {
      Problem(absl::StrCat("the bundle at index ", bundle.first_index, " is damaged"));
      return absl::OkStatus();
    }
    for (int i = 0; i < bundle.row.records_size(); ++i) {
      const std::string leaf = bundle.row.leaves().substr(i * kLeafSize, kLeafSize);
      tree_.Append(LeafHash(leaf));
      ++counts_.leaves;
      RETURN_IF_ERROR(CheckRecord(bundle, i, LeafHash(leaf)));
    }
    return absl::OkStatus();
  }

  absl::Status CheckRecord(const Bundle& bundle, int offset, const std::string& leaf_hash) {
    const uint64_t index = bundle.first_index + offset;
    const absl::StatusOr<OpenedRecord> opened = OpenBundled(bundle, offset, log_, keys_);
    if (absl::IsUnavailable(opened.status())) return opened.status();
    if (absl::IsNotFound(opened.status())) {
      ++counts_.erased_records;
      return absl::OkStatus();
    }
    if (!opened.ok()) {
      Problem(opened.status().message());
      return absl::OkStatus();
    }
    ++counts_.opened_records;
    const store::v1::Record& record = opened->record;
    if (static_cast<uint64_t>(record.record_time().seconds()) / 60 != opened->leaf.minute) {
      Problem(absl::StrCat("index ", index, ": the minute of the leaf is not that of its record"));
    }
    const absl::Time time = base::FromProto(record.record_time());
    if (time < last_time_)
      Problem(absl::StrCat("index ", index, ": its time is before that of an earlier record"));
    last_time_ = time;
    if (CommitCase(opened->salts.case_id, record.case_id()) != opened->leaf.case_tag) {
      Problem(absl::StrCat("index ", index, ": case_tag is not that of its record"));
    }
    if (!record.sealed_digest().empty() && record.sealed_digest() != opened->leaf.sealed) {
      Problem(absl::StrCat("index ", index, ": sealed is not that of its record"));
    }
    const std::string name = log_ == v1::LOG_ID_CASE ? IndexNameOf(record) : "";
    if (name.empty()) return absl::OkStatus();
    return CheckChain(bundle.row.records(offset).subject(), name, index, opened->leaf.prev, leaf_hash);
  }

  absl::Status CheckChain(const std::string& subject, const std::string& name, uint64_t index,
                          const std::string& prev, const std::string& leaf_hash) {
    ++case_rows_;
    ASSIGN_OR_RETURN(const absl::optional<std::string> row,
                     reader_.Get(store::Table::kCaseRecord, store::CaseRecordKey(name, index)));
    const absl::StatusOr<store::ChainState> stored =
        row.has_value() ? store::ParseChainState(*row) : absl::DataLossError("missing");
    if (!stored.ok()) {
      Problem(absl::StrCat("index ", index, ": its row in the index of cases is ",
                           row.has_value() ? "damaged" : "missing"));
      return absl::OkStatus();
    }
    // The record before under the same name: its row says how far the chain was.
    ASSIGN_OR_RETURN(const std::vector<store::Row> before,
                     reader_.Scan(store::Table::kCaseRecord, {.prefix = store::CaseRecordPrefix(name),
                                                              .after = store::CaseRecordKey(name, index),
                                                              .limit = 1,
                                                              .reverse = true}));
    store::ChainState expected;
    if (!before.empty()) {
      const absl::StatusOr<store::ChainState> last = store::ParseChainState(before.front().value);
      if (!last.ok()) return absl::OkStatus();  // Told at its own index.
      expected = *last;
    }
    if (subject == absl::StrCat("case:", name)) {
      ASSIGN_OR_RETURN(const base::Secret case_key, keys_.Get(subject));
      if (Xor(expected.last_leaf_hash, ChainMask(case_key, expected.seq + 1)) != prev) {
        Problem(absl::StrCat("index ", index, ": prev does not lead to the record before in its case"));
      }
      expected = store::ChainState{expected.seq + 1, leaf_hash};
    }
    if (stored->seq != expected.seq || stored->last_leaf_hash != expected.last_leaf_hash) {
      Problem(absl::StrCat("index ", index, ": its row in the index of cases does not match its leaf"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckHead() {
    const absl::StatusOr<store::v1::HeadRow> head = LogView(reader_, log_).Head();
    if (absl::IsUnavailable(head.status())) return head.status();
    if (!head.ok()) {
      Problem(absl::StrCat("its head cannot be read: ", head.status().message()));
      return absl::OkStatus();
    }
    if (head->size() != tree_.size()) {
      Problem(absl::StrCat("has ", tree_.size(), " leaves, but its head says ", head->size()));
    } else if (head->root() != tree_.Root()) {
      Problem("its leaves do not lead to the root of its head");
    }
    const absl::StatusOr<Checkpoint> checkpoint = VerifyCheckpoint(head->checkpoint(), key_);
    if (!checkpoint.ok()) {
      Problem(checkpoint.status().message());
    } else if (checkpoint->size != head->size() || checkpoint->root != head->root()) {
      Problem("its checkpoint is not that of its head");
    }
    return absl::OkStatus();
  }

  absl::Status CheckTiles() {
    const auto tiles = tree_.ChangedTiles();
    for (const auto& [place, hashes] : tiles) {
      ASSIGN_OR_RETURN(const absl::optional<std::string> stored,
                       reader_.Get(store::Table::kTile, store::TileKey(log_, place.first, place.second)));
      if (!stored.has_value() || *stored != hashes) {
        Problem(absl::StrCat("tile ", place.first, "/", place.second,
                             stored.has_value() ? " is wrong" : " is missing"));
      }
    }
    ASSIGN_OR_RETURN(
        const std::vector<store::Row> rows,
        reader_.Scan(store::Table::kTile, {.prefix = store::LogPrefix(log_), .limit = tiles.size() + 1}));
    if (rows.size() > tiles.size()) Problem("there are tiles beyond its tree");
    return absl::OkStatus();
  }

  // Rows of erased records cannot be compared; there may be that many more.
  absl::Status CheckCaseRows() {
    uint64_t rows_seen = 0;
    std::string after;
    for (;;) {
      ASSIGN_OR_RETURN(
          const std::vector<store::Row> rows,
          reader_.Scan(store::Table::kCaseRecord, {.prefix = "", .after = after, .limit = 1000}));
      if (rows.empty()) break;
      rows_seen += rows.size();
      after = rows.back().key;
    }
    if (rows_seen < case_rows_ || rows_seen > case_rows_ + counts_.erased_records) {
      Problem(absl::StrCat("the index of cases has ", rows_seen, " rows for ", case_rows_, " records"));
    }
    return absl::OkStatus();
  }

  store::Reader& reader_;
  store::KeyVault& keys_;
  const v1::LogId log_;
  const VerifierKey& key_;
  FsckReport& report_;
  FsckReport::Log& counts_;
  Tree tree_;
  uint64_t case_rows_ = 0;
  absl::Time last_time_ = absl::InfinitePast();
};

}  // namespace

absl::StatusOr<FsckReport> Fsck(store::Store& store, const std::map<v1::LogId, VerifierKey>& keys) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store.Read());
  FsckReport report;
  for (const auto& [log, key] : keys) {
    RETURN_IF_ERROR(LogCheck(*reader, store.keys(), log, key, &report).Run());
  }
  return report;
}

}  // namespace enlace::ledger
