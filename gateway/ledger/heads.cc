#include "gateway/ledger/heads.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/ledger/log_view.h"
#include "gateway/store/tables.h"

namespace enlace::ledger {
namespace {

absl::Status Damaged(const LogKey& key, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the log ", key.origin(), " does not verify: ", what,
                                          "; do not serve it, run enlacectl ledger fsck"));
}

absl::Status CheckHead(const store::v1::HeadRow& head, const Tree& tree, const LogKey& key) {
  if (tree.Root() != head.root()) {
    return Damaged(key, absl::StrCat("its leaves do not lead to the root of size ", head.size()));
  }
  const absl::StatusOr<Checkpoint> checkpoint = VerifyCheckpoint(head.checkpoint(), key.verifier());
  if (!checkpoint.ok()) return Damaged(key, checkpoint.status().message());
  if (checkpoint->size != head.size() || checkpoint->root != head.root()) {
    return Damaged(key, "its checkpoint is of another size or root");
  }
  return absl::OkStatus();
}

absl::StatusOr<Tree> LoadTree(LogView& log, const store::v1::HeadRow& head, const LogKey& key) {
  absl::StatusOr<Tree> tree = Tree::Load(log, head.size());
  if (absl::IsUnavailable(tree.status())) return tree.status();
  if (!tree.ok()) return Damaged(key, tree.status().message());
  RETURN_IF_ERROR(CheckHead(head, *tree, key));
  const absl::StatusOr<Bundle> beyond = log.BundleOf(head.size());
  if (absl::IsUnavailable(beyond.status())) return beyond.status();
  if (!absl::IsOutOfRange(beyond.status())) return Damaged(key, "there are leaves beyond its head");
  return tree;
}

}  // namespace

absl::StatusOr<Heads> LoadHeads(store::Reader& reader, const LogKeys& keys) {
  Heads heads;
  std::vector<std::string> missing;
  for (const auto& [log_id, key] : keys) {
    LogView log(reader, log_id);
    const absl::StatusOr<store::v1::HeadRow> head = log.Head();
    if (absl::IsNotFound(head.status())) {
      const absl::StatusOr<Bundle> first = log.BundleOf(0);
      if (absl::IsUnavailable(first.status())) return first.status();
      if (!absl::IsOutOfRange(first.status())) return Damaged(*key, "its head is missing");
      missing.push_back(key->origin());
      continue;
    }
    RETURN_IF_ERROR(head.status());
    ASSIGN_OR_RETURN(heads.trees[log_id], LoadTree(log, *head, *key));
    heads.last_record_time = std::max(heads.last_record_time, base::FromProto(head->last_record_time()));
  }
  if (missing.size() == keys.size()) return absl::NotFoundError("the logs were never begun");
  if (!missing.empty())
    return absl::DataLossError(absl::StrCat("the head of the log ", missing[0], " is missing"));
  return heads;
}

absl::Status WriteHeads(const Heads& heads, const Heads* old, const LogKeys& keys, const std::string& boot_id,
                        store::Transaction& transaction) {
  for (const auto& [log_id, tree] : heads.trees) {
    if (old != nullptr && old->trees.at(log_id).size() == tree.size()) continue;
    store::v1::HeadRow head;
    head.set_size(tree.size());
    head.set_root(tree.Root());
    head.set_checkpoint(keys.at(log_id)->SignCheckpoint(tree.size(), head.root()));
    head.set_boot_id(boot_id);
    *head.mutable_last_record_time() = base::ToProto(heads.last_record_time);
    RETURN_IF_ERROR(store::PutProto(transaction, store::Table::kHead, store::HeadKey(log_id), head));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> HeadsAre(const Heads& heads, store::Reader& reader) {
  for (const auto& [log_id, tree] : heads.trees) {
    const absl::StatusOr<store::v1::HeadRow> head = LogView(reader, log_id).Head();
    if (absl::IsNotFound(head.status())) return false;
    RETURN_IF_ERROR(head.status());
    if (head->size() != tree.size() || head->root() != tree.Root()) return false;
  }
  return true;
}

}  // namespace enlace::ledger
