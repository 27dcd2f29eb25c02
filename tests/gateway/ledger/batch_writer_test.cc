#include "gateway/ledger/batch_writer.h"

#include "tests/gateway/ledger/ledger_fixture.h"

namespace enlace::ledger {
namespace {

class BatchWriterTest : public LedgerTest {
 protected:
  static Command Of(Decide decide) {
    Command command;
    command.decide = std::move(decide);
    return command;
  }
};

TEST_F(BatchWriterTest, AnswersStandInTheOrderOfTheCommands) {
  ASSERT_OK_AND_ASSIGN(auto writer, BatchWriter::New(Dependencies()));
  std::vector<Command> commands;
  commands.push_back(Of(AppendTo("C1")));
  commands.push_back(Of([](Work&) -> absl::StatusOr<std::string> { return base::NotFound(); }));
  commands.push_back(Of(AppendTo("C2")));
  const BatchWriter::Result result = writer->Run(commands);
  ASSERT_EQ(result.answers.size(), 3U);
  EXPECT_EQ(result.answers[0]->response, "done C1");
  EXPECT_THAT(result.answers[1], StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(result.answers[2]->log_index, 1U);
}

TEST_F(BatchWriterTest, BatchThatWritesNothingCommitsNothing) {
  ASSERT_OK_AND_ASSIGN(auto writer, BatchWriter::New(Dependencies()));
  store_.FailNext(Step::kCommit, base::StoreUnavailable("must not be reached"));
  std::vector<Command> commands;
  commands.push_back(Of([](Work&) -> absl::StatusOr<std::string> { return "looked"; }));
  EXPECT_EQ(writer->Run(commands).answers[0]->response, "looked");
}

TEST_F(BatchWriterTest, RepetitionOfWhatLeftNoRecordOrWantedNoReceiptReturnsItsResponse) {
  ASSERT_OK_AND_ASSIGN(auto writer, BatchWriter::New(Dependencies()));
  const auto command = [](const std::string& id, bool wants_receipt, Decide decide) {
    Command made = Of(std::move(decide));
    made.caller = "agency";
    made.request_id = id;
    made.wants_receipt = wants_receipt;
    return made;
  };
  const Decide nothing = [](Work&) -> absl::StatusOr<std::string> { return "nothing to do"; };
  for (const bool replayed : {false, true}) {
    std::vector<Command> commands;
    commands.push_back(command("id-1", true, nothing));
    commands.push_back(command("id-2", false, AppendTo("C1")));
    const BatchWriter::Result result = writer->Run(commands);
    EXPECT_EQ(result.answers[0]->response, "nothing to do");
    EXPECT_FALSE(result.answers[0]->has_record);
    EXPECT_EQ(result.answers[1]->log_index, 0U);
    for (const auto& answer : result.answers) {
      EXPECT_EQ(answer->replayed, replayed);
      EXPECT_EQ(answer->receipt.ByteSizeLong(), 0U);
    }
  }
  EXPECT_EQ(Size(), 1U);
}

TEST_F(BatchWriterTest, EarlierAnswerIsForThoseWhoMayStillKnow) {
  ASSERT_OK_AND_ASSIGN(auto writer, BatchWriter::New(Dependencies()));
  const auto run = [&](absl::StatusOr<bool> may_know, Decide decide) {
    std::vector<Command> commands;
    commands.push_back(Of(std::move(decide)));
    commands[0].caller = "agency";
    commands[0].request_id = "id-1";
    commands[0].may_know = [may_know](store::Reader&) { return may_know; };
    return writer->Run(commands).answers[0];
  };
  const Decide refuse = [](Work&) -> absl::StatusOr<std::string> { return base::NotFound(); };
  ASSERT_THAT(run(true, AppendTo("C1")), IsOk());
  EXPECT_EQ(run(true, refuse)->response, "done C1");
  EXPECT_THAT(run(false, refuse), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_THAT(run(base::StoreUnavailable("x"), refuse), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
}

TEST_F(BatchWriterTest, TheAnswerIsAboutTheRecordThatIsMarkedSo) {
  ASSERT_OK_AND_ASSIGN(auto writer, BatchWriter::New(Dependencies()));
  std::vector<Command> commands;
  commands.push_back(Of([](Work& work) -> absl::StatusOr<std::string> {
    RETURN_IF_ERROR(work.Append(CaseDraft("C1", "looked")).status());
    Draft answer = CaseDraft("C1", "done");
    answer.is_answer = true;
    RETURN_IF_ERROR(work.Append(answer).status());
    return "";
  }));
  commands[0].wants_receipt = true;
  const BatchWriter::Result result = writer->Run(commands);
  EXPECT_EQ(result.answers[0]->log_index, 1U);
  EXPECT_EQ(VerifyReceipt(result.answers[0]->receipt, case_key_->verifier())->record.event_type(), "done");
}

// One command that answers a request of its own and that of somebody else.
class FurtherAnswerTest : public BatchWriterTest {
 protected:
  FurtherAnswerTest() : writer_(*BatchWriter::New(Dependencies())) {}
  static Command From(const std::string& caller, const std::string& id, Decide decide) {
    Command command = Of(std::move(decide));
    command.caller = caller;
    command.request_id = id;
    command.body_hash = "hash of " + id;
    command.wants_receipt = true;
    return command;
  }
  static Command AnsweringAlso(const std::string& own_id) {
    return From("approver", own_id, [](Work& work) -> absl::StatusOr<std::string> {
      RETURN_IF_ERROR(work.Append(CaseDraft("C1", "approved")).status());
      ASSIGN_OR_RETURN(const uint64_t index, work.Append(CaseDraft("C1", "done")));
      work.AnswerAlso({"proposer", "act", "hash of act", "the act's answer", v1::LOG_ID_CASE, index});
      return "the approval's answer";
    });
  }
  static Command TheAct() {
    return From("proposer", "act", [](Work&) -> absl::StatusOr<std::string> {
      return absl::InternalError("was decided again");
    });
  }
  absl::StatusOr<Answer> Run(Command command) {
    std::vector<Command> commands;
    commands.push_back(std::move(command));
    return writer_->Run(commands).answers[0];
  }
  std::string ProvenBy(const Answer& answer) const {
    return VerifyReceipt(answer.receipt, case_key_->verifier())->record.event_type();
  }
  std::unique_ptr<BatchWriter> writer_;
};

TEST_F(FurtherAnswerTest, BothRequestsAreAnsweredWithTheirOwnRecords) {
  ASSERT_OK_AND_ASSIGN(const Answer own, Run(AnsweringAlso("approval")));
  EXPECT_EQ(own.response, "the approval's answer");
  EXPECT_EQ(ProvenBy(own), "approved");
  for (int i = 0; i < 2; ++i) {
    ASSERT_OK_AND_ASSIGN(const Answer also, Run(TheAct()));
    EXPECT_EQ(also.response, "the act's answer");
    EXPECT_TRUE(also.replayed);
    EXPECT_EQ(also.log_index, 1U);
    EXPECT_EQ(ProvenBy(also), "done");
  }
  EXPECT_EQ(Size(), 2U);
}

TEST_F(FurtherAnswerTest, WithinABatchAsWell) {
  std::vector<Command> commands;
  commands.push_back(AnsweringAlso("approval"));
  commands.push_back(TheAct());
  commands.push_back(TheAct());
  commands[2].body_hash = "another";
  const BatchWriter::Result result = writer_->Run(commands);
  ASSERT_THAT(result.answers[1], IsOk());
  EXPECT_EQ(ProvenBy(*result.answers[1]), "done");
  EXPECT_THAT(result.answers[2], ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
  ASSERT_OK_AND_ASSIGN(const Answer later, Run(TheAct()));
  EXPECT_EQ(later.receipt.SerializeAsString(), result.answers[1]->receipt.SerializeAsString());
}

TEST_F(FurtherAnswerTest, ARequestThatWasAnsweredRefusesTheWholeCommand) {
  ASSERT_THAT(Run(AnsweringAlso("approval")), IsOk());
  EXPECT_THAT(Run(AnsweringAlso("approval 2")), ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(Size(), 2U);
}

TEST_F(FurtherAnswerTest, ARequestOfTheSameBatchRefusesItToo) {
  std::vector<Command> commands;
  commands.push_back(From("proposer", "act", AppendTo("C1")));
  commands.push_back(AnsweringAlso("approval"));
  commands.push_back(AnsweringAlso("approval 2"));
  const BatchWriter::Result result = writer_->Run(commands);
  EXPECT_THAT(result.answers[0], IsOk());
  EXPECT_THAT(result.answers[1], ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_THAT(result.answers[2], ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_EQ(Size(), 1U);
}

TEST_F(BatchWriterTest, RefusalOfWhoWantedAReceiptHasNone) {
  ASSERT_OK_AND_ASSIGN(auto writer, BatchWriter::New(Dependencies()));
  std::vector<Command> commands;
  commands.push_back(Of([](Work& work) -> absl::StatusOr<std::string> {
    RETURN_IF_ERROR(work.AppendRefusal(CaseDraft("C1", "refused")).status());
    return base::NotFound();
  }));
  commands[0].wants_receipt = true;
  EXPECT_THAT(writer->Run(commands).answers[0], ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(Size(), 1U);
}

// Whatever the reason is, the commands of a lost batch are told to come again; but
// what is damaged is not worth a retry.
TEST_F(BatchWriterTest, CommandsOfALostBatchAreToldWhetherToComeAgain) {
  ASSERT_OK_AND_ASSIGN(auto writer, BatchWriter::New(Dependencies()));
  const auto run_with = [&](const absl::Status& fault) {
    store_.FailNext(Step::kBegin, fault);
    std::vector<Command> commands;
    commands.push_back(Of(AppendTo("C1")));
    return writer->Run(commands).answers[0];
  };
  EXPECT_THAT(run_with(absl::AbortedError("another process wrote")),
              ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_THAT(run_with(absl::DataLossError("damaged")), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(BatchWriterTest, LogsThatCouldNotBeBegunAreBegunByTheNextStart) {
  for (const Step step : {Step::kRead, Step::kGet, Step::kScan, Step::kBegin, Step::kPut, Step::kCommit}) {
    store::MemoryStore store;
    const Sequencer::Dependencies dependencies{.store = store,
                                               .clock = clock_,
                                               .random = random_,
                                               .case_key = *case_key_,
                                               .trust_key = *trust_key_,
                                               .feeds_grew = {}};
    store.FailNext(step, base::StoreUnavailable("fault"));
    EXPECT_THAT(BatchWriter::New(dependencies), StatusIs(absl::StatusCode::kUnavailable))
        << static_cast<int>(step);
    EXPECT_THAT(BatchWriter::New(dependencies), IsOk()) << static_cast<int>(step);
  }
}

TEST_F(BatchWriterTest, DamagedHeadLetsNoWriterBegin) {
  Tamper(store::Table::kHead, store::HeadKey(v1::LOG_ID_CASE), "\xff");
  EXPECT_THAT(BatchWriter::New(Dependencies()), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(BatchWriterTest, ReadThatFailsUnderACommandLosesTheBatch) {
  ASSERT_OK_AND_ASSIGN(auto writer, BatchWriter::New(Dependencies()));
  std::vector<Command> commands;
  commands.push_back(Of(AppendTo("C1")));
  commands.push_back(Of([this](Work& work) -> absl::StatusOr<std::string> {
    store_.FailNext(Step::kGet, base::StoreUnavailable("x"));
    EXPECT_FALSE(work.Get(store::Table::kCase, "C1").ok());
    return "hidden";
  }));
  const BatchWriter::Result result = writer->Run(commands);
  EXPECT_THAT(result.answers[0], ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_THAT(result.answers[1], ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_EQ(Size(), 0U);
}

}  // namespace
}  // namespace enlace::ledger
