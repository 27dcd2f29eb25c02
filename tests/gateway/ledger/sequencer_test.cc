#include "gateway/ledger/sequencer.h"

#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "gateway/base/time_text.h"
#include "gateway/ledger/verify/verify_proof.h"
#include "gateway/store/sqlite/sqlite_store.h"
#include "gateway/store/tables.h"
#include "tests/gateway/ledger/ledger_fixture.h"
#include "tests/support/temporary_folder.h"

namespace enlace::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using SequencerTest = LedgerTest;

TEST_F(SequencerTest, EmptyLogsHaveSignedCheckpoints) {
  ASSERT_OK_AND_ASSIGN(const std::string note, reader_.Checkpoint(v1::LOG_ID_TRUST));
  ASSERT_OK_AND_ASSIGN(const Checkpoint checkpoint, VerifyCheckpoint(note, trust_key_->verifier()));
  EXPECT_EQ(checkpoint.size, 0U);
  EXPECT_EQ(checkpoint.root, EmptyRoot());
}

TEST_F(SequencerTest, AnswerCarriesResponseIndexAndAReceiptThatVerifies) {
  ASSERT_THAT(Run(AppendTo("C0")), IsOk());
  ASSERT_OK_AND_ASSIGN(const Answer answer, Run(AppendTo("C1")));
  EXPECT_EQ(answer.response, "done C1");
  EXPECT_FALSE(answer.replayed);
  EXPECT_TRUE(answer.has_record);
  EXPECT_EQ(answer.log_index, 1U);
  ASSERT_OK_AND_ASSIGN(const VerifiedReceipt verified,
                       VerifyReceipt(answer.receipt, case_key_->verifier().ToText()));
  EXPECT_EQ(verified.index, 1U);
  EXPECT_EQ(verified.record.case_id(), "C1");
}

TEST_F(SequencerTest, WritesOfACommandAreStoredWithItsRecord) {
  ASSERT_THAT(Run([](Work& work) -> absl::StatusOr<std::string> {
                RETURN_IF_ERROR(work.Put(store::Table::kCase, "C1", "state"));
                RETURN_IF_ERROR(work.Append(CaseDraft("C1")).status());
                return "";
              }),
              IsOk());
  EXPECT_EQ(RowOf(store::Table::kCase, "C1"), "state");
}

TEST_F(SequencerTest, CommandsOfABatchSeeEachOthersWritesInOrder) {
  for (int i = 0; i < 5; ++i) {
    Submit([i](Work& work) -> absl::StatusOr<std::string> {
      ASSIGN_OR_RETURN(const auto before, work.Get(store::Table::kCase, "n"));
      EXPECT_EQ(before.value_or("0"), absl::StrCat(i));
      RETURN_IF_ERROR(work.Put(store::Table::kCase, "n", absl::StrCat(i + 1)));
      return "";
    });
  }
  sequencer_->Pump();
  EXPECT_EQ(RowOf(store::Table::kCase, "n"), "5");
  EXPECT_THAT(order_, ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(SequencerTest, RefusedCommandLeavesNothing) {
  const auto answer = Run(
      [](Work& work) -> absl::StatusOr<std::string> {
        RETURN_IF_ERROR(work.Put(store::Table::kCase, "C1", "state"));
        RETURN_IF_ERROR(work.Append(CaseDraft("C1")).status());
        return base::GuardNotMet("no");
      },
      "id-1");
  EXPECT_THAT(answer, ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_EQ(Size(), 0U);
  EXPECT_EQ(RowOf(store::Table::kCase, "C1"), "");
  EXPECT_THAT(Run(AppendTo("C1"), "id-1"), IsOk()) << "a refusal must not use the request_id up";
}

TEST_F(SequencerTest, RefusedLookStaysOnTheRecord) {
  const auto refuse = [](Work& work) -> absl::StatusOr<std::string> {
    RETURN_IF_ERROR(work.AppendRefusal(CaseDraft("C1", "case.read_refused")).status());
    RETURN_IF_ERROR(work.Append(CaseDraft("C1")).status());
    return base::NotFound();
  };
  EXPECT_THAT(Run(refuse), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_EQ(Size(), 1U);
  ASSERT_OK_AND_ASSIGN(const OpenedRecord opened, reader_.OpenRecord(v1::LOG_ID_CASE, 0));
  EXPECT_EQ(opened.record.event_type(), "case.read_refused");
}

TEST_F(SequencerTest, RefusedCommandsDoNotDisturbTheirNeighbours) {
  Submit(AppendTo("C1"));
  Submit([](Work& work) -> absl::StatusOr<std::string> {
    RETURN_IF_ERROR(work.Append(CaseDraft("C2")).status());
    return base::NotFound();
  });
  Submit(AppendTo("C3"));
  sequencer_->Pump();
  EXPECT_EQ(answers_[0]->log_index, 0U);
  EXPECT_EQ(answers_[2]->log_index, 1U);
  EXPECT_EQ(Size(), 2U);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(SequencerTest, RepetitionReturnsTheFirstAnswerAndReceipt) {
  ASSERT_OK_AND_ASSIGN(const Answer first, Run(AppendTo("C1"), "id-1"));
  for (int i = 0; i < 300; ++i) Submit(AppendTo("C2"));
  sequencer_->Pump();
  Restart();
  ASSERT_OK_AND_ASSIGN(const Answer again, Run(
                                               [](Work&) -> absl::StatusOr<std::string> {
                                                 ADD_FAILURE() << "decided twice";
                                                 return "";
                                               },
                                               "id-1"));
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.response, first.response);
  EXPECT_EQ(again.log_index, first.log_index);
  EXPECT_EQ(again.receipt.SerializeAsString(), first.receipt.SerializeAsString());
}

TEST_F(SequencerTest, RepetitionWithinABatchIsDecidedOnce) {
  Submit(AppendTo("C1"), "id-1");
  Submit(AppendTo("C1"), "id-1");
  Submit(AppendTo("C1"), "id-1", "other body");
  sequencer_->Pump();
  EXPECT_EQ(Size(), 1U);
  EXPECT_TRUE(answers_[1]->replayed);
  EXPECT_EQ(answers_[1]->receipt.SerializeAsString(), answers_[0]->receipt.SerializeAsString());
  EXPECT_THAT(answers_[2], ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
}

TEST_F(SequencerTest, RequestIdWithAnotherBodyIsRefused) {
  ASSERT_THAT(Run(AppendTo("C1"), "id-1"), IsOk());
  EXPECT_THAT(Run(AppendTo("C1"), "id-1", "other body"), ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(Size(), 1U);
}

TEST_F(SequencerTest, RepetitionAfterErasureStillProvesInclusion) {
  ASSERT_OK_AND_ASSIGN(const Answer first, Run(AppendTo("C1"), "id-1"));
  ASSERT_THAT(store_.keys().Erase("case:C1"), IsOk());
  ASSERT_OK_AND_ASSIGN(const Answer again, Run(AppendTo("C1"), "id-1"));
  EXPECT_EQ(again.receipt.tlog_proof(), first.receipt.tlog_proof());
  EXPECT_EQ(again.receipt.record(), "");
}

TEST_F(SequencerTest, RecordTimesNeverGoBack) {
  std::vector<absl::Time> times;
  for (const absl::Duration step :
       {absl::Seconds(1), -absl::Hours(5), absl::ZeroDuration(), absl::Hours(9)}) {
    clock_.Advance(step);
    ASSERT_OK_AND_ASSIGN(const Answer answer, Run(AppendTo("C1")));
    times.push_back(base::FromProto(answer.receipt.record_time()));
    clock_.Advance(step == -absl::Hours(5) ? -absl::Hours(1) : absl::ZeroDuration());
    Restart();
  }
  for (size_t i = 1; i < times.size(); ++i) EXPECT_LT(times[i - 1], times[i]);
  EXPECT_EQ(times[2] - times[1], absl::Microseconds(1));
}

TEST_F(SequencerTest, FeedsGetTheRecordsIndexAndAreToldOnce) {
  ASSERT_THAT(Run(AppendTo("C0")), IsOk());
  EXPECT_THAT(grown_, IsEmpty());
  ASSERT_THAT(Run([](Work& work) -> absl::StatusOr<std::string> {
                Draft draft = CaseDraft("C1");
                draft.feed.resize(2);
                draft.feed[0].agency_id = "b";
                draft.feed[1].agency_id = "a";
                draft.feed[1].item.set_case_id("C1");
                RETURN_IF_ERROR(work.Append(draft).status());
                return "";
              }),
              IsOk());
  EXPECT_THAT(grown_, ElementsAre("a", "b"));
  store::v1::FeedRow row;
  ASSERT_TRUE(row.ParseFromString(RowOf(store::Table::kFeed, store::FeedKey("a", 1))));
  EXPECT_EQ(row.item().position(), 1U);
  EXPECT_EQ(row.item().case_id(), "C1");
  EXPECT_TRUE(row.item().has_record_time());
}

TEST_F(SequencerTest, BothLogsGrowInOneBatch) {
  ASSERT_OK_AND_ASSIGN(const Answer answer, Run([](Work& work) -> absl::StatusOr<std::string> {
                         RETURN_IF_ERROR(work.Append(TrustDraft()).status());
                         RETURN_IF_ERROR(work.Append(CaseDraft("C1")).status());
                         return "";
                       }));
  EXPECT_EQ(answer.log, v1::LOG_ID_TRUST);
  EXPECT_THAT(VerifyReceipt(answer.receipt, trust_key_->verifier()), IsOk());
  EXPECT_THAT(VerifyReceipt(answer.receipt, case_key_->verifier()), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(Size(v1::LOG_ID_CASE), 1U);
  EXPECT_EQ(Size(v1::LOG_ID_TRUST), 1U);
}

TEST_F(SequencerTest, LargeBatchesAreOneCommitEach) {
  for (int i = 0; i < 600; ++i) Submit(AppendTo(absl::StrCat("C", i % 7)));
  sequencer_->Pump();
  for (int i = 0; i < 600; ++i) {
    ASSERT_THAT(answers_[i], IsOk());
    EXPECT_EQ(answers_[i]->log_index, static_cast<uint64_t>(i));
    EXPECT_THAT(VerifyReceipt(answers_[i]->receipt, case_key_->verifier()), IsOk());
  }
  const auto view = store_.Read();
  EXPECT_EQ((*view)->Scan(store::Table::kBundle, {.prefix = ""})->size(), 3U);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(SequencerTest, EveryCheckpointIsConsistentWithThoseBefore) {
  std::vector<Checkpoint> checkpoints;
  for (int i = 0; i < 40; ++i) {
    for (int j = 0; j <= i; ++j) Submit(AppendTo("C1"));
    sequencer_->Pump();
    checkpoints.push_back(*VerifyCheckpoint(*reader_.Checkpoint(v1::LOG_ID_CASE), case_key_->verifier()));
  }
  for (const Checkpoint& old : checkpoints) {
    const Checkpoint& last = checkpoints.back();
    ASSERT_OK_AND_ASSIGN(const auto proof, reader_.ConsistencyProof(v1::LOG_ID_CASE, old.size, last.size));
    EXPECT_THAT(VerifyConsistency(old.size, old.root, last.size, last.root, proof.path), IsOk());
  }
}

TEST_F(SequencerTest, StoppedSequencerFinishesWhatItTookAndRefusesTheRest) {
  const size_t taken = Submit(AppendTo("C1"));
  sequencer_->Stop();
  sequencer_->Stop();
  const size_t late = Submit(AppendTo("C1"));
  EXPECT_THAT(answers_[taken], IsOk());
  EXPECT_THAT(answers_[late], ReasonIs(v1::ERROR_REASON_SHUTTING_DOWN));
}

// Every write step x {lost, kept but its answer lost}: a retry, on the same
// process or after a restart, gives one record and one receipt.
struct Crash {
  store::MemoryStore::Step step;
  int passes;
  bool kept;
  bool restart;
};
class CrashTest : public LedgerTest, public ::testing::WithParamInterface<Crash> {};

TEST_P(CrashTest, RetryGivesOneRecordAndTheSameReceipt) {
  ASSERT_THAT(Run(AppendTo("C0")), IsOk());
  const absl::Status fault = base::StoreUnavailable("fault");
  for (int i = 0; i < GetParam().passes; ++i) store_.FailNext(GetParam().step, absl::OkStatus());
  GetParam().kept ? store_.KeepButFailNext(GetParam().step, fault) : store_.FailNext(GetParam().step, fault);
  const auto struck = Run(AppendTo("C1"), "id-1");
  if (GetParam().restart) Restart();
  ASSERT_OK_AND_ASSIGN(const Answer answer, Run(AppendTo("C1"), "id-1"));
  ASSERT_OK_AND_ASSIGN(const Answer again, Run(AppendTo("C1"), "id-1"));
  EXPECT_EQ(Size(), 2U);
  EXPECT_EQ(answer.log_index, 1U);
  EXPECT_EQ(answer.receipt.SerializeAsString(), again.receipt.SerializeAsString());
  if (struck.ok()) {
    EXPECT_EQ(struck->receipt.SerializeAsString(), answer.receipt.SerializeAsString());
  } else {
    EXPECT_THAT(struck, ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  }
  EXPECT_THAT(VerifyReceipt(answer.receipt, case_key_->verifier()), IsOk());
  EXPECT_THAT(Problems(), IsEmpty());
}

std::vector<Crash> Crashes() {
  std::vector<Crash> crashes;
  for (const bool restart : {false, true}) {
    crashes.push_back({store::MemoryStore::Step::kBegin, 0, false, restart});
    for (int put = 0; put < 4; ++put)
      crashes.push_back({store::MemoryStore::Step::kPut, put, false, restart});
    for (int get = 0; get < 3; ++get)
      crashes.push_back({store::MemoryStore::Step::kGet, get, false, restart});
    crashes.push_back({store::MemoryStore::Step::kScan, 0, false, restart});
    for (const bool kept : {false, true}) {
      crashes.push_back({store::MemoryStore::Step::kKey, 0, kept, restart});
      crashes.push_back({store::MemoryStore::Step::kCommit, 0, kept, restart});
    }
  }
  return crashes;
}
INSTANTIATE_TEST_SUITE_P(EveryStep, CrashTest, ::testing::ValuesIn(Crashes()));

TEST_F(SequencerTest, WholeBatchFailsWithItsCommit) {
  Submit(AppendTo("C1"));
  Submit(AppendTo("C2"));
  store_.FailNext(Step::kCommit, base::StoreUnavailable("disk full"));
  sequencer_->Pump();
  EXPECT_THAT(answers_[0], ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_THAT(answers_[1], ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  ASSERT_OK_AND_ASSIGN(const Answer next, Run(AppendTo("C3")));
  EXPECT_EQ(next.log_index, 0U);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(SequencerTest, UnknownOutcomeIsResolvedBeforeTheNextBatch) {
  ASSERT_THAT(Run(AppendTo("C0")), IsOk());
  store_.KeepButFailNext(Step::kCommit, base::StoreUnavailable("lost"));
  store_.FailNext(Step::kRead, base::StoreUnavailable("unreadable"));
  EXPECT_THAT(Run(AppendTo("C1"), "id-1"), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  ASSERT_OK_AND_ASSIGN(const Answer answer, Run(AppendTo("C1"), "id-1"));
  EXPECT_TRUE(answer.replayed);
  EXPECT_EQ(Size(), 2U);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(SequencerTest, LogMovedByAnotherProcessStopsThisOne) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        auto other = *Sequencer::New(Dependencies(), Sequencer::Mode::kManual);
        ASSERT_THAT(Run(AppendTo("C1")), IsOk());
        std::swap(sequencer_, other);
        static_cast<void>(Run(AppendTo("C1")));
      },
      "log_moved_under_us");
}

TEST_F(SequencerTest, ManySubmittersGetEachTheirOwnRecord) {
  TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(
      auto store, store::SqliteStore::New(
                      {.folder = folder.path(), .stop_process = {}, .max_pages = 0, .reserve_wal = false}));
  constexpr int kThreads = 6;
  constexpr int kEach = 30;
  std::atomic<int> wrong{0};
  base::Mutex mu;
  std::set<uint64_t> indexes;
  {
    ASSERT_OK_AND_ASSIGN(auto sequencer, Sequencer::New({.store = *store,
                                                         .clock = clock_,
                                                         .random = random_,
                                                         .case_key = *case_key_,
                                                         .trust_key = *trust_key_,
                                                         .feeds_grew = {}}));
    const auto submit = [&](int thread, int i) {
      std::promise<absl::StatusOr<Answer>> answer;
      Command command;
      command.caller = absl::StrCat("agency-", thread);
      command.request_id = absl::StrCat(i);
      command.wants_receipt = true;
      command.decide = AppendTo(absl::StrCat("C", thread));
      command.done = [&answer](absl::StatusOr<Answer> got) { answer.set_value(std::move(got)); };
      sequencer->Submit(std::move(command));
      const absl::StatusOr<Answer> got = answer.get_future().get();
      if (!got.ok() || !VerifyReceipt(got->receipt, case_key_->verifier()).ok()) ++wrong;
      base::MutexLock lock(&mu);
      if (got.ok()) indexes.insert(got->log_index);
    };
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&submit, thread] {
        for (int i = 0; i < kEach; ++i) submit(thread, i);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(indexes.size(), static_cast<size_t>(kThreads * kEach));
  EXPECT_EQ(*indexes.rbegin(), static_cast<uint64_t>(kThreads * kEach - 1));
  ASSERT_OK_AND_ASSIGN(const FsckReport report, Fsck(*store, {{v1::LOG_ID_CASE, case_key_->verifier()},
                                                              {v1::LOG_ID_TRUST, trust_key_->verifier()}}));
  EXPECT_THAT(report.problems, IsEmpty());
}

}  // namespace
}  // namespace enlace::ledger
