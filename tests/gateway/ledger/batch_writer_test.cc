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
