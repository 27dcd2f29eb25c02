// A store that fails, at whichever of its calls: a write keeps all or nothing and
// can be repeated, a read tells the failure and never half an answer.
#include <functional>

#include "gateway/store/tables.h"
#include "tests/gateway/ledger/ledger_fixture.h"

namespace enlace::ledger {
namespace {

using Step = store::MemoryStore::Step;

// Both logs with enough leaves for a full tile, and a case with a chain.
class FilledLedger : public LedgerTest {
 public:
  FilledLedger() {
    for (int i = 0; i < 250; ++i) Submit(AppendTo("C1"));
    Submit(AppendToBoth(), "first");
    sequencer_->Pump();
  }
  void TestBody() override {}

  // The n-th call of this kind from now on fails; so do none before it.
  void FailCall(Step step, int n, bool kept) {
    const absl::Status fault = base::StoreUnavailable("fault");
    for (int i = 0; i < n; ++i) store_.FailNext(step, absl::OkStatus());
    kept ? store_.KeepButFailNext(step, fault) : store_.FailNext(step, fault);
  }
  // Whether fewer calls were made than would have failed. Uses the fault up.
  bool IsFaultLeft(Step step) {
    bool left = false;
    for (int i = 0; i < 1000 && !left; ++i) left = !Touch(step).ok();
    return left;
  }

  // A record in each log, a row, a feed, and leaves that fill a tile.
  Decide AppendToBoth() {
    return [](Work& work) -> absl::StatusOr<std::string> {
      RETURN_IF_ERROR(work.Get(store::Table::kCase, "C2").status());
      RETURN_IF_ERROR(work.Scan(store::Table::kCase, {.prefix = "C"}).status());
      RETURN_IF_ERROR(work.Put(store::Table::kCase, "C2", "state"));
      RETURN_IF_ERROR(work.Delete(store::Table::kCase, "C3"));
      Draft told = CaseDraft("C2");
      told.feed.push_back({"agency", v1::FeedItem()});
      RETURN_IF_ERROR(work.Append(std::move(told)).status());
      for (int i = 0; i < 10; ++i) RETURN_IF_ERROR(work.Append(CaseDraft("C1")).status());
      RETURN_IF_ERROR(work.Append(TrustDraft()).status());
      return "done";
    };
  }

  // Everything that reads the logs, by name.
  std::vector<std::pair<std::string, std::function<absl::Status()>>> Reads() {
    const v1::LogId log = v1::LOG_ID_CASE;
    return {
        {"checkpoint", [=, this] { return reader_.Checkpoint(log).status(); }},
        {"size", [=, this] { return reader_.Size(log).status(); }},
        {"leaves", [=, this] { return reader_.Leaves(log, 3, 5).status(); }},
        {"inclusion", [=, this] { return reader_.InclusionProof(log, 7, 0).status(); }},
        {"inclusion in an older tree", [=, this] { return reader_.InclusionProof(log, 7, 257).status(); }},
        {"consistency", [=, this] { return reader_.ConsistencyProof(log, 3, 0).status(); }},
        {"record", [=, this] { return reader_.OpenRecord(log, 250).status(); }},
        {"records of a case", [=, this] { return reader_.CaseRecords({"C1"}, 0, 300).status(); }},
        {"receipt", [=, this] { return reader_.ReceiptFor(log, 2, 257, *case_key_).status(); }},
        {"check of everything",
         [=, this] {
           return Fsck(store_, {{log, case_key_->verifier()}}).status();
         }},
        {"start", [=, this] { return Sequencer::New(Dependencies(), Sequencer::Mode::kManual).status(); }},
        {"repetition", [=, this] { return Run(AppendToBoth(), "first").status(); }},
    };
  }

  using LedgerTest::answers_;
  using LedgerTest::case_key_;
  using LedgerTest::Problems;
  using LedgerTest::Restart;
  using LedgerTest::RowOf;
  using LedgerTest::Run;
  using LedgerTest::Size;

 private:
  absl::Status Touch(Step step) {
    if (step == Step::kRead) return store_.Read().status();
    if (step == Step::kKey) return store_.keys().GetOrCreateAll({}, [] { return base::Secret(""); }).status();
    const auto transaction = store_.Begin();
    if (step == Step::kBegin || !transaction.ok()) return transaction.status();
    if (step == Step::kGet) return (*transaction)->Get(store::Table::kCase, "C").status();
    if (step == Step::kScan) return (*transaction)->Scan(store::Table::kCase, {}).status();
    return step == Step::kPut ? (*transaction)->Put(store::Table::kCase, "C", "") : (*transaction)->Commit();
  }
};

constexpr Step kAllSteps[] = {Step::kRead, Step::kBegin, Step::kGet,   Step::kScan,
                              Step::kPut,  Step::kKey,   Step::kCommit};

// One write with its n-th call of this kind failing. False if it makes no n-th.
bool WriteWithFailure(Step step, int n, bool kept, bool restart) {
  FilledLedger ledger;
  const uint64_t size = ledger.Size();
  ledger.FailCall(step, n, kept);
  const auto struck = ledger.Run(ledger.AppendToBoth(), "second");
  if (ledger.IsFaultLeft(step)) {
    EXPECT_THAT(struck, IsOk());
    return false;
  }
  EXPECT_TRUE(struck.ok() || base::ReasonOf(struck.status()) == v1::ERROR_REASON_STORE_UNAVAILABLE)
      << struck.status();
  const uint64_t after = ledger.Size();
  EXPECT_TRUE(after == size + 11 || (after == size && !struck.ok())) << after << " leaves after " << size;
  if (restart) ledger.Restart();
  const auto again = ledger.Run(ledger.AppendToBoth(), "second");
  EXPECT_THAT(again, IsOk());
  EXPECT_EQ(ledger.Size(), size + 11) << "applied twice, or not at all";
  if (struck.ok() && again.ok()) {
    EXPECT_EQ(again->receipt.SerializeAsString(), struck->receipt.SerializeAsString());
  }
  EXPECT_THAT(ledger.Problems(), ::testing::IsEmpty());
  return true;
}

TEST(StoreFailureTest, WhereverAWriteFailsAllIsKeptOrNothingAndARetryGivesOneResult) {
  int struck = 0;
  for (const Step step : kAllSteps) {
    for (const bool kept : {false, true}) {
      if (kept && step != Step::kCommit && step != Step::kKey) continue;
      for (int n = 0; n < 200; ++n) {
        SCOPED_TRACE(absl::StrCat("call ", n, " of step ", static_cast<int>(step), kept ? ", kept" : ""));
        if (!WriteWithFailure(step, n, kept, n % 2 == 1)) break;
        ++struck;
      }
    }
  }
  EXPECT_GT(struck, 20) << "a write makes more calls than that";
}

TEST(StoreFailureTest, WhereverAReadFailsItTellsSoAndWorksAfterwards) {
  FilledLedger ledger;
  for (const auto& [name, read] : ledger.Reads()) {
    int struck = 0;
    for (const Step step : kAllSteps) {
      // A check opens every record, and each alike: of their keys some are enough.
      for (int n = 0; n < 2000; n += step == Step::kKey ? 1 + n / 4 : 1) {
        SCOPED_TRACE(absl::StrCat(name, ", call ", n, " of step ", static_cast<int>(step)));
        ledger.FailCall(step, n, false);
        const absl::Status status = read();
        if (ledger.IsFaultLeft(step)) {
          ASSERT_THAT(status, IsOk());
          break;
        }
        ++struck;
        ASSERT_THAT(status, ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
      }
    }
    EXPECT_GT(struck, 0) << name << " reads nothing";
    EXPECT_THAT(read(), IsOk()) << name;
  }
}

}  // namespace
}  // namespace enlace::ledger
