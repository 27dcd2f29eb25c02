#include "gateway/ledger/batch_writer.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/ledger/log_view.h"
#include "gateway/ledger/receipt.h"
#include "gateway/store/tables.h"

namespace enlace::ledger {
namespace {

constexpr size_t kBootIdSize = 16;

[[noreturn]] void StopOnFork() {
  base::Log(
      base::LogLevel::kError, "log_moved_under_us",
      {{"remedy", "another process writes to this state; stop it, run enlacectl ledger fsck, start one"}});
  std::abort();
}

// What the commands of a lost batch are told.
absl::Status ToldFailure(const absl::Status& status) {
  if (absl::IsDataLoss(status) || base::ReasonOf(status) == v1::ERROR_REASON_STORE_UNAVAILABLE) return status;
  return base::StoreUnavailable(absl::StrCat("the batch was not kept: ", status.message()));
}

}  // namespace

BatchWriter::BatchWriter(const Sequencer::Dependencies& dependencies)
    : dependencies_(dependencies),
      keys_({{v1::LOG_ID_CASE, &dependencies.case_key}, {v1::LOG_ID_TRUST, &dependencies.trust_key}}),
      boot_id_(dependencies.random.Bytes(kBootIdSize)) {}

absl::StatusOr<std::unique_ptr<BatchWriter>> BatchWriter::New(const Sequencer::Dependencies& dependencies) {
  std::unique_ptr<BatchWriter> writer(new BatchWriter(dependencies));
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, dependencies.store.Read());
  absl::StatusOr<Heads> heads = LoadHeads(*reader, writer->keys_);
  if (absl::IsNotFound(heads.status())) {
    RETURN_IF_ERROR(writer->Begin());
  } else {
    RETURN_IF_ERROR(heads.status());
    writer->heads_ = *std::move(heads);
  }
  return writer;
}

absl::Status BatchWriter::Begin() {
  for (const auto& [log, key] : keys_) heads_.trees[log] = Tree();
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Transaction> transaction, dependencies_.store.Begin());
  RETURN_IF_ERROR(WriteHeads(heads_, nullptr, keys_, boot_id_, *transaction));
  return transaction->Commit();
}

BatchWriter::Result BatchWriter::Run(std::vector<Command>& commands) {
  absl::StatusOr<Batch> batch = TryRun(commands);
  Result result;
  if (!batch.ok()) {
    base::Log(base::LogLevel::kError, "batch_not_kept",
              {{"commands", static_cast<uint64_t>(commands.size())}, {"why", batch.status().message()}});
    result.answers.assign(commands.size(), ToldFailure(batch.status()));
    return result;
  }
  for (Outcome& outcome : batch->outcomes) {
    if (!outcome.repeats.has_value()) {
      result.answers.push_back(std::move(outcome.answer));
      continue;
    }
    // Only what succeeded uses its request_id up.
    Answer repeated = *result.answers[*outcome.repeats];
    repeated.replayed = true;
    result.answers.push_back(std::move(repeated));
  }
  result.grown_feeds = std::move(batch->grown_feeds);
  return result;
}

absl::StatusOr<BatchWriter::Batch> BatchWriter::TryRun(std::vector<Command>& commands) {
  RETURN_IF_ERROR(Resolve().status());
  Batch batch;
  ASSIGN_OR_RETURN(batch.transaction, dependencies_.store.Begin());
  ASSIGN_OR_RETURN(const bool ours, HeadsAre(heads_, *batch.transaction));
  if (!ours) StopOnFork();
  batch.heads = heads_;
  batch.outcomes.resize(commands.size());
  for (size_t i = 0; i < commands.size(); ++i) {
    ASSIGN_OR_RETURN(const bool repeated, AnswerRepetition(commands, i, &batch));
    if (!repeated) RETURN_IF_ERROR(Decide(commands, i, &batch));
  }
  if (!batch.has_writes) {
    batch.transaction.reset();
    return batch;
  }
  RETURN_IF_ERROR(SealAndStore(commands, &batch));
  RETURN_IF_ERROR(Commit(&batch));
  MakeReceipts(commands, &batch);
  heads_ = std::move(batch.heads);
  for (auto& [log, tree] : heads_.trees) tree.ForgetChanges();
  return batch;
}

absl::StatusOr<bool> BatchWriter::AnswerRepetition(std::vector<Command>& commands, size_t i, Batch* batch) {
  Command& command = commands[i];
  if (command.request_id.empty()) return false;
  if (command.may_know) {
    ASSIGN_OR_RETURN(const bool may_know, command.may_know(*batch->transaction));
    if (!may_know) return false;
  }
  Outcome& outcome = batch->outcomes[i];
  const std::string key = store::RequestKey(command.caller, command.request_id);
  const auto earlier = batch->requests.find(key);
  if (earlier != batch->requests.end()) {
    if (commands[earlier->second].body_hash == command.body_hash) {
      outcome.repeats = earlier->second;
    } else {
      outcome.answer = base::RequestIdReused();
    }
    return true;
  }
  const auto further = batch->further.find(key);
  if (further != batch->further.end()) {
    const FurtherAnswer& kept = further->second.answer;
    if (kept.body_hash != command.body_hash) {
      outcome.answer = base::RequestIdReused();
      return true;
    }
    outcome.answer =
        Answer{kept.response, /*replayed=*/true, /*has_record=*/true, kept.log, kept.log_index, {}};
    outcome.answer_record = further->second.record;
    return true;
  }
  ASSIGN_OR_RETURN(const absl::optional<store::v1::RequestRow> row,
                   store::GetProto<store::v1::RequestRow>(*batch->transaction, store::Table::kRequest, key));
  if (!row.has_value()) return false;
  if (row->body_hash() != command.body_hash) {
    outcome.answer = base::RequestIdReused();
    return true;
  }
  Answer answer;
  answer.response = row->response();
  answer.replayed = true;
  answer.has_record = row->log_id() != v1::LOG_ID_UNSPECIFIED;
  if (answer.has_record) {
    answer.log = static_cast<v1::LogId>(row->log_id());
    answer.log_index = row->log_index();
  }
  if (row->has_receipt()) {
    LogView log(*batch->transaction, answer.log);
    ASSIGN_OR_RETURN(answer.receipt, log.Receipt(answer.log_index, row->tree_size(), *keys_.at(answer.log),
                                                 dependencies_.store.keys()));
  }
  outcome.answer = std::move(answer);
  return true;
}

absl::Status BatchWriter::Decide(std::vector<Command>& commands, size_t i, Batch* batch) {
  Command& command = commands[i];
  Outcome& outcome = batch->outcomes[i];
  std::map<v1::LogId, uint64_t> next_index;
  for (const auto& [log, tree] : batch->heads.trees) next_index[log] = tree.size();
  for (const StagedRecord& staged : batch->records) ++next_index[staged.draft.log];
  // In whole microseconds, as records keep it.
  const absl::Time now = std::max(absl::FromUnixMicros(absl::ToUnixMicros(dependencies_.clock.Now())),
                                  batch->heads.last_record_time + absl::Microseconds(1));
  CommandWork work(*batch->transaction, std::move(next_index), now);
  absl::StatusOr<std::string> response = command.decide(work);
  RETURN_IF_ERROR(work.store_failure());
  if (response.ok()) {
    ASSIGN_OR_RETURN(const bool again, AnsweredBefore(work.further_answers(), *batch));
    if (again) response = base::RequestIdReused();
  }
  std::vector<StagedRecord> records = work.TakeRecords(!response.ok());
  const size_t first_record = batch->records.size();
  if (!records.empty()) {
    // The record that the answer is about: the one marked so, else the first.
    size_t answer_at = 0;
    while (answer_at < records.size() && !records[answer_at].draft.is_answer) ++answer_at;
    outcome.answer_record = first_record + (answer_at < records.size() ? answer_at : 0);
    batch->heads.last_record_time = now;
    batch->has_writes = true;
    std::move(records.begin(), records.end(), std::back_inserter(batch->records));
  }
  if (!response.ok()) {
    outcome.answer = response.status();
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(KeepFurther(work.further_answers(), first_record, batch));
  RETURN_IF_ERROR(work.writes().ApplyTo(*batch->transaction));
  RETURN_IF_ERROR(StoreFeeds(first_record, batch));
  if (!work.writes().writes().empty()) batch->has_writes = true;
  outcome.answer->response = *std::move(response);
  if (outcome.answer_record.has_value()) {
    const StagedRecord& answered = batch->records[*outcome.answer_record];
    outcome.answer->has_record = true;
    outcome.answer->log = answered.draft.log;
    outcome.answer->log_index = answered.index;
  }
  if (!command.request_id.empty()) {
    batch->requests[store::RequestKey(command.caller, command.request_id)] = i;
    batch->has_writes = true;
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> BatchWriter::AnsweredBefore(const std::vector<FurtherAnswer>& answers,
                                                 const Batch& batch) const {
  for (const FurtherAnswer& answer : answers) {
    const std::string key = store::RequestKey(answer.caller, answer.request_id);
    if (batch.requests.contains(key) || batch.further.contains(key)) return true;
    ASSIGN_OR_RETURN(const absl::optional<std::string> row,
                     batch.transaction->Get(store::Table::kRequest, key));
    if (row.has_value()) return true;
  }
  return false;
}

absl::Status BatchWriter::KeepFurther(const std::vector<FurtherAnswer>& answers, size_t first,
                                      Batch* batch) const {
  for (const FurtherAnswer& answer : answers) {
    size_t record = first;
    while (record < batch->records.size() && (batch->records[record].draft.log != answer.log ||
                                              batch->records[record].index != answer.log_index)) {
      ++record;
    }
    if (record == batch->records.size())
      return base::InternalError("an answer is about no record of its command");
    batch->further[store::RequestKey(answer.caller, answer.request_id)] = Further{answer, record};
  }
  return absl::OkStatus();
}

absl::Status BatchWriter::SealAndStore(const std::vector<Command>& commands, Batch* batch) {
  RecordSealer sealer(*batch->transaction, dependencies_.store.keys(), dependencies_.random);
  ASSIGN_OR_RETURN(batch->entries, sealer.Seal(batch->records));
  for (const SealedEntry& entry : batch->entries) batch->heads.trees[entry.log].Append(entry.leaf_hash);
  RETURN_IF_ERROR(StoreBundles(batch));
  RETURN_IF_ERROR(StoreRequests(commands, batch));
  return WriteHeads(batch->heads, &heads_, keys_, boot_id_, *batch->transaction);
}

absl::Status BatchWriter::StoreBundles(Batch* batch) {
  for (const auto& [log, tree] : batch->heads.trees) {
    store::v1::BundleRow bundle;
    for (const SealedEntry& entry : batch->entries) {
      if (entry.log != log) continue;
      bundle.mutable_leaves()->append(entry.leaf);
      *bundle.add_records() = entry.sealed;
    }
    if (bundle.records_size() == 0) continue;
    RETURN_IF_ERROR(store::PutProto(*batch->transaction, store::Table::kBundle,
                                    store::BundleKey(log, heads_.trees.at(log).size()), bundle));
    for (const auto& [place, hashes] : tree.ChangedTiles()) {
      RETURN_IF_ERROR(batch->transaction->Put(store::Table::kTile,
                                              store::TileKey(log, place.first, place.second), hashes));
    }
  }
  return absl::OkStatus();
}

absl::Status BatchWriter::StoreFeeds(size_t first, Batch* batch) {
  for (size_t i = first; i < batch->records.size(); ++i) {
    const StagedRecord& staged = batch->records[i];
    for (const Draft::FeedTarget& target : staged.draft.feed) {
      store::v1::FeedRow row;
      *row.mutable_item() = target.item;
      row.mutable_item()->set_position(staged.index);
      *row.mutable_item()->mutable_record_time() = staged.draft.record.record_time();
      RETURN_IF_ERROR(store::PutProto(*batch->transaction, store::Table::kFeed,
                                      store::FeedKey(target.agency_id, staged.index), row));
      batch->grown_feeds.insert(target.agency_id);
    }
  }
  return absl::OkStatus();
}

absl::Status BatchWriter::StoreRequests(const std::vector<Command>& commands, Batch* batch) {
  for (const auto& [key, i] : batch->requests) {
    const Answer& answer = *batch->outcomes[i].answer;
    store::v1::RequestRow row;
    row.set_body_hash(commands[i].body_hash);
    row.set_response(answer.response);
    *row.mutable_record_time() = base::ToProto(batch->heads.last_record_time);
    if (answer.has_record) {
      row.set_log_id(answer.log);
      row.set_log_index(answer.log_index);
      row.set_tree_size(batch->heads.trees.at(answer.log).size());
      row.set_has_receipt(commands[i].wants_receipt);
    }
    RETURN_IF_ERROR(store::PutProto(*batch->transaction, store::Table::kRequest, key, row));
  }
  for (const auto& [key, further] : batch->further) {
    store::v1::RequestRow row;
    row.set_body_hash(further.answer.body_hash);
    row.set_response(further.answer.response);
    *row.mutable_record_time() = base::ToProto(batch->heads.last_record_time);
    row.set_log_id(further.answer.log);
    row.set_log_index(further.answer.log_index);
    row.set_tree_size(batch->heads.trees.at(further.answer.log).size());
    row.set_has_receipt(true);
    RETURN_IF_ERROR(store::PutProto(*batch->transaction, store::Table::kRequest, key, row));
  }
  return absl::OkStatus();
}

absl::Status BatchWriter::Commit(Batch* batch) {
  const absl::Status committed = batch->transaction->Commit();
  batch->transaction.reset();
  if (committed.ok()) return absl::OkStatus();
  // Never guess what became of it: the stored heads tell.
  unresolved_ = batch->heads;
  const absl::StatusOr<bool> kept = Resolve();
  return kept.ok() && *kept ? absl::OkStatus() : committed;
}

absl::StatusOr<bool> BatchWriter::Resolve() {
  if (!unresolved_.has_value()) return false;
  ASSIGN_OR_RETURN(const std::unique_ptr<store::Reader> reader, dependencies_.store.Read());
  ASSIGN_OR_RETURN(const bool not_kept, HeadsAre(heads_, *reader));
  ASSIGN_OR_RETURN(const bool kept, HeadsAre(*unresolved_, *reader));
  if (!kept && !not_kept) StopOnFork();
  // A batch without records moves no head: then it counts as not kept, and a
  // repetition finds its answer by its request_id.
  const bool was_kept = kept && !not_kept;
  if (was_kept) {
    heads_ = *std::move(unresolved_);
    for (auto& [log, tree] : heads_.trees) tree.ForgetChanges();
  }
  unresolved_.reset();
  return was_kept;
}

void BatchWriter::MakeReceipts(const std::vector<Command>& commands, Batch* batch) {
  for (size_t i = 0; i < commands.size(); ++i) {
    Outcome& outcome = batch->outcomes[i];
    if (!commands[i].wants_receipt || !outcome.answer.ok() || !outcome.answer_record.has_value()) continue;
    const SealedEntry& entry = batch->entries[*outcome.answer_record];
    Tree& tree = batch->heads.trees.at(entry.log);
    absl::StatusOr<v1::Receipt> receipt = BuildReceipt(
        {.index = entry.index, .leaf = entry.leaf, .record_bytes = entry.record_bytes, .salt = entry.salt},
        tree, tree.size(), *keys_.at(entry.log));
    // All it takes is in memory: a failure is a defect, and no answer may say
    // that nothing was kept.
    if (!receipt.ok()) {
      base::Log(base::LogLevel::kError, "receipt_not_built", {{"why", receipt.status().message()}});
      std::abort();
    }
    outcome.answer->receipt = *std::move(receipt);
  }
}

}  // namespace enlace::ledger
