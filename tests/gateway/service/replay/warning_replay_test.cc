#include "gateway/service/replay/warning_replay.h"

#include "gateway/store/tables.h"
#include "tests/gateway/service/warning/warning_fixture.h"

namespace enlace::service {
namespace {

using store::Table;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class WarningReplayTest : public WarningFixture {
 protected:
  // All that can happen to warnings.
  std::string ABusyWarning() {
    v1::IssueWarningRequest alert = Alert({kSender, kProsecutor});
    *alert.mutable_warning()->mutable_respond_by_time() = base::ToProto(clock_.Now() + absl::Hours(10));
    const std::string first = MustIssue(alert);
    v1::AnswerWarningRequest answer = Answering(first, v1::WARNING_RESPONSE_ACTING);
    *answer.mutable_sealed_note() = SealTo(kSender, {kSender, kFederal});
    EXPECT_THAT(Answer(kSender, answer), IsOk());
    DueCases due(core(), [this] { Pump(); });
    clock_.Advance(absl::Hours(6));
    EXPECT_THAT(due.DoDue(clock_.Now()), IsOk());
    const std::string second = MustIssue(Later(v1::WARNING_MESSAGE_TYPE_UPDATE, first, {kSender}));
    MustIssue(Later(v1::WARNING_MESSAGE_TYPE_CANCEL, second, {kSender}));
    MustGet(kProsecutor, first);
    EXPECT_FALSE(Get(kStranger, first).ok());
    return first;
  }
  void Put(Table table, const std::string& key, const std::string& value) {
    auto transaction = *store_.Begin();
    ASSERT_THAT(transaction->Put(table, key, value), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
};

TEST_F(WarningReplayTest, WhatHandlersWroteIsWhatTheirRecordsLeadTo) {
  ABusyWarning();
  EXPECT_THAT(Problems(), IsEmpty());
  ASSERT_OK_AND_ASSIGN(const ReplayReport report, Replay(store_));
  EXPECT_EQ(report.warnings, 3U);
}

TEST_F(WarningReplayTest, FindsAnAlteredWarning) {
  const std::string id = ABusyWarning();
  store::v1::WarningState state = WarningOf(id);
  state.mutable_answers(0)->set_response(v1::WARNING_RESPONSE_DONE);
  Put(Table::kWarning, id, state.SerializeAsString());
  EXPECT_THAT(Problems(), Contains(HasSubstr("warnings: row " + id + " is not what")));
}

TEST_F(WarningReplayTest, FindsAPartyThatNobodyNamed) {
  const std::string id = ABusyWarning();
  Put(Table::kWarningParty, store::PartyKey(kPolice, id), "");
  EXPECT_THAT(Problems(), Contains(HasSubstr("parties of warnings: row")));
}

TEST_F(WarningReplayTest, AnErasedWarningIsPassedOver) {
  const std::string id = MustIssue(Alert({kSender}));
  ASSERT_THAT(store_.keys().Erase("warning:" + id), IsOk());
  EXPECT_THAT(Problems(), IsEmpty());
}

}  // namespace
}  // namespace enlace::service
