#include "gateway/service/approval/act_work.h"

#include "tests/gateway/service/approval/approval_fixture.h"

namespace enlace::service {
namespace {

class ActWorkTest : public ApprovalFixture {
 protected:
  static ledger::Draft DraftOf(const std::string& type, bool is_answer = false) {
    ledger::Draft draft;
    draft.log = v1::LOG_ID_TRUST;
    draft.clazz = ledger::LeafClass::kAdmin;
    draft.subject = "gateway";
    draft.record.set_event_type(type);
    draft.is_answer = is_answer;
    return draft;
  }
  // Runs `decide` as a command.
  absl::Status Run(std::function<absl::Status(ledger::Work&)> decide) {
    absl::Status outcome = absl::UnknownError("never ran");
    ledger::Command command;
    command.decide = [decide = std::move(decide)](ledger::Work& work) -> absl::StatusOr<std::string> {
      RETURN_IF_ERROR(decide(work));
      return std::string();
    };
    command.done = [&outcome](absl::StatusOr<ledger::Answer> answer) { outcome = answer.status(); };
    sequencer_->Submit(std::move(command));
    Pump();
    return outcome;
  }
};

TEST_F(ActWorkTest, TheNotedRecordIsTheMarkedOneElseTheFirst) {
  const uint64_t first = LogSize(v1::LOG_ID_TRUST);
  EXPECT_THAT(Run([&](ledger::Work& work) -> absl::Status {
                NotingWork plain(work);
                EXPECT_FALSE(plain.has_record());
                RETURN_IF_ERROR(plain.Append(DraftOf("one")).status());
                RETURN_IF_ERROR(plain.Append(DraftOf("two")).status());
                EXPECT_EQ(plain.log_index(), first);
                EXPECT_EQ(plain.log(), v1::LOG_ID_TRUST);
                NotingWork marked(work);
                RETURN_IF_ERROR(marked.Append(DraftOf("three")).status());
                RETURN_IF_ERROR(marked.Append(DraftOf("four", true)).status());
                RETURN_IF_ERROR(marked.Append(DraftOf("five", true)).status());
                EXPECT_EQ(marked.log_index(), first + 3);
                return absl::OkStatus();
              }),
              IsOk());
}

TEST_F(ActWorkTest, WhatIsTriedIsSeenAndLeavesNothing) {
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  EXPECT_THAT(Run([](ledger::Work& work) -> absl::Status {
                TryingWork trying(work);
                RETURN_IF_ERROR(trying.Put(store::Table::kAgency, "x", "1"));
                RETURN_IF_ERROR(trying.Append(DraftOf("one")).status());
                EXPECT_EQ((*trying.Get(store::Table::kAgency, "x")).value_or(""), "1");
                RETURN_IF_ERROR(trying.Delete(store::Table::kAgency, kSender));
                EXPECT_FALSE((*trying.Get(store::Table::kAgency, kSender)).has_value());
                EXPECT_TRUE((*work.Get(store::Table::kAgency, kSender)).has_value());
                EXPECT_EQ(trying.now(), work.now());
                return absl::OkStatus();
              }),
              IsOk());
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size);
  EXPECT_FALSE((*(*store_.Read())->Get(store::Table::kAgency, "x")).has_value());
}

}  // namespace
}  // namespace enlace::service
