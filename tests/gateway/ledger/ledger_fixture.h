// A sequencer over a store, with a clock and randomness that a test sets.
#ifndef ENLACE_TESTS_GATEWAY_LEDGER_LEDGER_FIXTURE_H_
#define ENLACE_TESTS_GATEWAY_LEDGER_LEDGER_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/ledger/fsck.h"
#include "gateway/ledger/log_reader.h"
#include "gateway/ledger/log_view.h"
#include "gateway/ledger/record_crypto.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/ledger/verify/receipt_verifier.h"
#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_random.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {

inline std::unique_ptr<LogKey> TestKey(const std::string& origin, char seed) {
  return *LogKey::FromSeed(origin, base::Secret(std::string(32, seed)));
}

class LedgerTest : public ::testing::Test {
 protected:
  using Step = store::MemoryStore::Step;
  using Decide = std::function<absl::StatusOr<std::string>(Work&)>;

  LedgerTest() { Restart(); }

  Sequencer::Dependencies Dependencies() {
    return {.store = store_,
            .clock = clock_,
            .random = random_,
            .case_key = *case_key_,
            .trust_key = *trust_key_,
            .feeds_grew = [this](const std::vector<std::string>& agencies) { grown_ = agencies; }};
  }
  // As after a crash: whatever was in memory only is gone.
  void Restart() {
    sequencer_.reset();
    auto sequencer = Sequencer::New(Dependencies(), Sequencer::Mode::kManual);
    ASSERT_THAT(sequencer, IsOk());
    sequencer_ = *std::move(sequencer);
  }

  static Draft CaseDraft(const std::string& case_id, const std::string& type = "case.read") {
    Draft draft;
    draft.subject = "case:" + case_id;
    draft.actor_key_id = std::string(32, 'k');
    draft.record.set_case_id(case_id);
    draft.record.set_event_type(type);
    return draft;
  }
  static Draft TrustDraft() {
    Draft draft;
    draft.log = v1::LOG_ID_TRUST;
    draft.clazz = LeafClass::kAdmin;
    draft.subject = "gateway";
    draft.record.set_event_type("agency.written");
    return draft;
  }
  static Decide AppendTo(const std::string& case_id) {
    return [case_id](Work& work) -> absl::StatusOr<std::string> {
      RETURN_IF_ERROR(work.Append(CaseDraft(case_id)).status());
      return "done " + case_id;
    };
  }

  // Its answer is in answers_[n], for the n-th submission.
  size_t Submit(Decide decide, const std::string& request_id = "", const std::string& body = "body") {
    const size_t n = answers_.size();
    answers_.push_back(absl::UnknownError("not answered"));
    Command command;
    command.caller = request_id.empty() ? "" : "agency";
    command.request_id = request_id;
    command.body_hash = body;
    command.wants_receipt = true;
    command.decide = std::move(decide);
    command.done = [this, n](absl::StatusOr<Answer> answer) {
      answers_[n] = std::move(answer);
      order_.push_back(n);
    };
    sequencer_->Submit(std::move(command));
    return n;
  }
  absl::StatusOr<Answer> Run(Decide decide, const std::string& request_id = "",
                             const std::string& body = "body") {
    const size_t n = Submit(std::move(decide), request_id, body);
    sequencer_->Pump();
    return answers_[n];
  }
  uint64_t Size(v1::LogId log = v1::LOG_ID_CASE) { return *reader_.Size(log); }
  std::vector<std::string> Problems() {
    const auto report =
        Fsck(store_, {{v1::LOG_ID_CASE, case_key_->verifier()}, {v1::LOG_ID_TRUST, trust_key_->verifier()}});
    EXPECT_THAT(report, IsOk());
    return report->problems;
  }
  // Changes a row behind everybody's back.
  void Tamper(store::Table table, const std::string& key, const absl::optional<std::string>& value) {
    ASSERT_OK_AND_ASSIGN(auto transaction, store_.Begin());
    ASSERT_THAT(value.has_value() ? transaction->Put(table, key, *value) : transaction->Delete(table, key),
                IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  // Replaces a record of the case log and its leaf by what nobody honest would
  // have written: `alter` changes both, and all is sealed and committed to as if
  // it had been decided so.
  void Forge(uint64_t index, const std::function<void(Leaf*, RecordOpening*)>& alter) {
    ASSERT_OK_AND_ASSIGN(const OpenedRecord opened, reader_.OpenRecord(v1::LOG_ID_CASE, index));
    Leaf leaf = opened.leaf;
    RecordOpening opening{.salts = opened.salts, .record_bytes = opened.record_bytes};
    alter(&leaf, &opening);
    leaf.commit = CommitRecord(opening.salts.record, opening.record_bytes);
    ASSERT_OK_AND_ASSIGN(auto view, store_.Read());
    ASSERT_OK_AND_ASSIGN(Bundle bundle, LogView(*view, v1::LOG_ID_CASE).BundleOf(index));
    const auto offset = static_cast<int>(index - bundle.first_index);
    store::v1::SealedRecord& sealed = *bundle.row.mutable_records(offset);
    ASSERT_OK_AND_ASSIGN(const base::Secret key, store_.keys().Get(sealed.subject()));
    sealed = SealRecord(sealed.subject(), key, v1::LOG_ID_CASE, index, std::string(12, 'n'), opening);
    bundle.row.mutable_leaves()->replace(offset * kLeafSize, kLeafSize, EncodeLeaf(leaf));
    Tamper(store::Table::kBundle, store::BundleKey(v1::LOG_ID_CASE, bundle.first_index),
           bundle.row.SerializeAsString());
  }
  std::string RowOf(store::Table table, const std::string& key) {
    const auto reader = store_.Read();
    return (*reader)->Get(table, key)->value_or("");
  }

  store::MemoryStore store_;
  FakeClock clock_;
  FakeRandom random_;
  const std::unique_ptr<LogKey> case_key_ = TestKey("enlace.example.gob/caselog/1", 'c');
  const std::unique_ptr<LogKey> trust_key_ = TestKey("enlace.example.gob/trustlog/1", 't');
  LogReader reader_{store_};
  std::vector<std::string> grown_;
  std::vector<absl::StatusOr<Answer>> answers_;
  std::vector<size_t> order_;
  std::unique_ptr<Sequencer> sequencer_;
};

}  // namespace enlace::ledger

#endif  // ENLACE_TESTS_GATEWAY_LEDGER_LEDGER_FIXTURE_H_
