#include "tests/fault/checker.h"

#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/fsck.h"
#include "gateway/ledger/log_view.h"
#include "gateway/ledger/verify/receipt_verifier.h"
#include "gateway/service/replay/replay.h"
#include "gateway/store/tables.h"

namespace enlace::fault {
namespace {

using store::Row;
using store::Table;

// RFC 6962 roots of every prefix of a list of leaves: subtrees of falling size,
// joined like the digits of a binary counter. Shares no code with the ledger.
class Roots {
 public:
  void Append(absl::string_view leaf) {
    std::string hash = base::Sha256(absl::StrCat(std::string(1, '\0'), leaf));
    uint64_t size = roots_.size();  // Of the tree before: roots_ begins with that of size 0.
    for (--size; (size & 1) != 0; size >>= 1) {
      hash = base::Sha256(absl::StrCat("\1", peaks_.back(), hash));
      peaks_.pop_back();
    }
    peaks_.push_back(std::move(hash));
    std::string root = peaks_.back();
    for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) {
      root = base::Sha256(absl::StrCat("\1", *peak, root));
    }
    roots_.push_back(std::move(root));
  }
  uint64_t size() const { return roots_.size() - 1; }
  const std::string& At(uint64_t size) const { return roots_.at(size); }

 private:
  std::vector<std::string> peaks_;
  std::vector<std::string> roots_ = {base::Sha256("")};
};

// One log as it lies on the disk.
struct StoredLog {
  Roots roots;
  std::vector<std::string> leaves;
  std::vector<store::v1::Record> records;
};

absl::StatusOr<StoredLog> ReadLog(store::Reader& reader, store::KeyVault& keys, v1::LogId log) {
  StoredLog out;
  store::Range range;
  range.prefix = store::LogPrefix(log);
  for (;;) {
    ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Scan(Table::kBundle, range));
    if (rows.empty()) return out;
    for (const Row& row : rows) {
      ledger::Bundle bundle;
      bundle.first_index = store::NumberAtEnd(row.key);
      if (!bundle.row.ParseFromString(row.value)) return absl::DataLossError("a bundle cannot be parsed");
      for (int i = 0; i < bundle.row.records_size(); ++i) {
        ASSIGN_OR_RETURN(ledger::OpenedRecord opened, ledger::OpenBundled(bundle, i, log, keys));
        out.roots.Append(opened.leaf_bytes);
        out.leaves.push_back(std::move(opened.leaf_bytes));
        out.records.push_back(std::move(opened.record));
      }
    }
    range.after = rows.back().key;
  }
}

class JournalCheck {
 public:
  JournalCheck(store::Reader& reader, const LogKeys& keys, const StoredLog& log, const JournalData& journal)
      : reader_(reader),
        key_(keys.at(v1::LOG_ID_CASE)),
        log_(log),
        journal_(journal),
        findings_(journal.findings) {}

  absl::StatusOr<std::vector<std::string>> Run() {
    IndexEffects();
    for (const auto& [key, command] : journal_.commands) CheckCommand(command);
    for (const Look& look : journal_.looks) CheckLook(look);
    for (const auto& [agency_id, items] : journal_.feeds) RETURN_IF_ERROR(CheckFeed(agency_id, items));
    return std::move(findings_);
  }

 private:
  template <typename... Parts>
  void Finding(const Parts&... parts) {
    findings_.push_back(absl::StrCat(parts...));
  }

  void IndexEffects() {
    for (const store::v1::Record& record : log_.records) {
      if (record.request_id().empty() || record.refusal() != v1::ERROR_REASON_UNSPECIFIED) continue;
      // The records of one command share their time; no other command has it.
      effects_[{record.actor().agency_id(), record.request_id()}].insert(
          record.record_time().SerializeAsString());
    }
  }

  void CheckCommand(const SentCommand& command) {
    const auto effect = effects_.find({command.agency_id, command.request_id});
    const size_t times = effect == effects_.end() ? 0 : effect->second.size();
    if (times > 1) Finding("request ", command.request_id, " was applied ", times, " times");
    if (command.answers == 0) return;
    if (times == 0) Finding("request ", command.request_id, " was acknowledged and is lost");
    CheckReceipt(command);
  }

  void CheckReceipt(const SentCommand& command) {
    const v1::Receipt& receipt = command.receipt;
    const auto verified = ledger::VerifyReceipt(receipt, key_);
    if (!verified.ok()) {
      return Finding("request ", command.request_id,
                     ": its receipt does not verify: ", verified.status().message());
    }
    if (verified->index >= log_.leaves.size() || log_.leaves[verified->index] != receipt.leaf()) {
      return Finding("request ", command.request_id, ": the leaf of its receipt is not at index ",
                     verified->index);
    }
    const ledger::Checkpoint& checkpoint = verified->checkpoint;
    if (checkpoint.size > log_.roots.size() || log_.roots.At(checkpoint.size) != checkpoint.root) {
      Finding("request ", command.request_id, ": its checkpoint of ", checkpoint.size,
              " leaves is not the beginning of the final log");
    }
    if (verified->record.request_id() != command.request_id ||
        verified->record.actor().agency_id() != command.agency_id) {
      Finding("request ", command.request_id, ": its receipt is about another request");
    }
  }

  void CheckLook(const Look& look) {
    const uint64_t index = look.record.log_index();
    if (look.record.log_origin() != key_.name() || index >= log_.records.size()) {
      return Finding("a look of ", look.agency_id, " at ", look.case_id, " is lost: index ", index);
    }
    const store::v1::Record& record = log_.records[index];
    if (record.actor().agency_id() != look.agency_id || record.case_id() != look.case_id ||
        record.has_event()) {
      Finding("index ", index, " is not the look of ", look.agency_id, " at ", look.case_id);
    }
  }

  absl::Status CheckFeed(const std::string& agency_id, const std::vector<v1::FeedItem>& items) {
    store::Range range;
    range.prefix = store::FeedPrefix(agency_id);
    range.limit = 1000;
    size_t heard = 0;
    for (;;) {
      ASSIGN_OR_RETURN(const std::vector<Row> rows, reader_.Scan(Table::kFeed, range));
      for (const Row& row : rows) {
        store::v1::FeedRow stored;
        stored.ParseFromString(row.value);
        if (heard >= items.size() || items[heard].SerializeAsString() != stored.item().SerializeAsString()) {
          Finding("feed of ", agency_id, ": item ", heard, " should be position ", stored.item().position(),
                  " and is ", heard < items.size() ? absl::StrCat(items[heard].position()) : "missing");
          return absl::OkStatus();
        }
        ++heard;
      }
      if (rows.size() < range.limit) break;
      range.after = rows.back().key;
    }
    if (heard < items.size())
      Finding("feed of ", agency_id, ": has ", items.size() - heard, " items too many");
    return absl::OkStatus();
  }

  store::Reader& reader_;
  const ledger::VerifierKey& key_;
  const StoredLog& log_;
  const JournalData& journal_;
  std::vector<std::string> findings_;
  // Agency and request_id -> times of the records that a command left.
  std::map<std::pair<std::string, std::string>, std::set<std::string>> effects_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> CheckState(store::Store& store, const LogKeys& keys) {
  ASSIGN_OR_RETURN(const ledger::FsckReport fsck, ledger::Fsck(store, keys));
  if (!fsck.problems.empty()) return fsck.problems;
  std::vector<std::string> findings;
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store.Read());
  for (const auto& [log, key] : keys) {
    ASSIGN_OR_RETURN(const StoredLog stored, ReadLog(*reader, store.keys(), log));
    ASSIGN_OR_RETURN(const auto head,
                     store::GetProto<store::v1::HeadRow>(*reader, Table::kHead, store::HeadKey(log)));
    if (!head.has_value() || head->size() != stored.roots.size() ||
        head->root() != stored.roots.At(head->size())) {
      findings.push_back(absl::StrCat(key.name(), ": its leaves lead to another root than its head's"));
    }
  }
  ASSIGN_OR_RETURN(const service::ReplayReport replay, service::Replay(store));
  findings.insert(findings.end(), replay.comparison.problems.begin(), replay.comparison.problems.end());
  return findings;
}

absl::StatusOr<std::vector<std::string>> CheckJournal(store::Store& store, const LogKeys& keys,
                                                      const JournalData& journal) {
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, store.Read());
  ASSIGN_OR_RETURN(const StoredLog log, ReadLog(*reader, store.keys(), v1::LOG_ID_CASE));
  return JournalCheck(*reader, keys, log, journal).Run();
}

}  // namespace enlace::fault
