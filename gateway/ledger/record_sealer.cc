#include "gateway/ledger/record_sealer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/case_index.h"
#include "gateway/ledger/verify/leaf.h"
#include "gateway/ledger/verify/merkle.h"

namespace enlace::ledger {
namespace {

constexpr size_t kNonceSize = 12;

// Whether the record belongs to its case's chain: only what the case's own key
// encrypts does, so that a look refused by us cannot extend a case's chain.
bool IsLinked(const Draft& draft) {
  return draft.log == v1::LOG_ID_CASE && !draft.record.case_id().empty() &&
         draft.subject == absl::StrCat("case:", draft.record.case_id());
}

}  // namespace

absl::StatusOr<std::vector<SealedEntry>> RecordSealer::Seal(const std::vector<StagedRecord>& records) {
  RETURN_IF_ERROR(FetchKeys(records));
  std::vector<SealedEntry> entries;
  for (const StagedRecord& staged : records) {
    const Draft& draft = staged.draft;
    const std::string name = draft.log == v1::LOG_ID_CASE ? IndexNameOf(draft.record) : "";
    store::ChainState* chain = nullptr;
    if (!name.empty()) {
      ASSIGN_OR_RETURN(chain, ChainOf(name));
    }
    RecordOpening opening;
    opening.record_bytes = draft.record.SerializeAsString();
    opening.salts = {.record = random_.Bytes(kSaltSize),
                     .case_id = random_.Bytes(kSaltSize),
                     .actor = random_.Bytes(kSaltSize)};
    const Leaf leaf = {.clazz = draft.clazz,
                       .policy_version = draft.policy_version,
                       .minute = static_cast<uint32_t>(draft.record.record_time().seconds() / 60),
                       .commit = CommitRecord(opening.salts.record, opening.record_bytes),
                       .case_tag = CommitCase(opening.salts.case_id, draft.record.case_id()),
                       .sealed = draft.record.sealed_digest().empty() ? random_.Bytes(kSaltSize)
                                                                      : draft.record.sealed_digest(),
                       .prev = Prev(staged, chain),
                       .actor = CommitActor(opening.salts.actor, draft.actor_key_id)};
    SealedEntry entry{.log = draft.log, .index = staged.index, .leaf = EncodeLeaf(leaf)};
    entry.leaf_hash = LeafHash(entry.leaf);
    entry.sealed = SealRecord(draft.subject, subject_keys_[draft.subject], draft.log, staged.index,
                              random_.Bytes(kNonceSize), opening);
    entry.record_bytes = std::move(opening.record_bytes);
    entry.salt = std::move(opening.salts.record);
    if (!name.empty()) {
      if (IsLinked(draft)) *chain = store::ChainState{chain->seq + 1, entry.leaf_hash};
      RETURN_IF_ERROR(transaction_.Put(store::Table::kCaseRecord, store::CaseRecordKey(name, staged.index),
                                       store::EncodeChainState(*chain)));
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

absl::Status RecordSealer::FetchKeys(const std::vector<StagedRecord>& records) {
  for (const StagedRecord& staged : records) subject_keys_[staged.draft.subject];
  std::vector<std::string> subjects;
  for (const auto& [subject, key] : subject_keys_) subjects.push_back(subject);
  if (subjects.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::vector<base::Secret> keys, keys_.GetOrCreateAll(subjects, [this] {
    return base::Secret(random_.Bytes(base::kSha256Size));
  }));
  for (size_t i = 0; i < subjects.size(); ++i) subject_keys_[subjects[i]] = std::move(keys[i]);
  return absl::OkStatus();
}

std::string RecordSealer::Prev(const StagedRecord& record, const store::ChainState* chain) {
  if (chain == nullptr || !IsLinked(record.draft)) return random_.Bytes(kSaltSize);
  return Xor(chain->last_leaf_hash, ChainMask(subject_keys_[record.draft.subject], chain->seq + 1));
}

absl::StatusOr<store::ChainState*> RecordSealer::ChainOf(const std::string& name) {
  const auto known = chains_.find(name);
  if (known != chains_.end()) return &known->second;
  ASSIGN_OR_RETURN(const std::vector<store::Row> last,
                   transaction_.Scan(store::Table::kCaseRecord,
                                     {.prefix = store::CaseRecordPrefix(name), .limit = 1, .reverse = true}));
  store::ChainState chain;
  if (!last.empty()) {
    ASSIGN_OR_RETURN(chain, store::ParseChainState(last.front().value));
  }
  return &chains_.emplace(name, std::move(chain)).first->second;
}

}  // namespace enlace::ledger
