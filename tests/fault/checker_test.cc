// The checker must be able to fail: each of its findings, made by hand.
#include "tests/fault/checker.h"

#include "gateway/delivery/feed_reader.h"
#include "gateway/store/tables.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::fault {
namespace {

using store::Table;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A gateway in memory with a little history, and the journal of who made it.
class CheckerTest : public GatewayFixture {
 protected:
  CheckerTest() {
    EnrolScene();
    for (int i = 0; i < 3; ++i) Submit();
    Look();
    const auto feed = delivery::ReadFeed(**store_.Read(), kFederal, absl::nullopt, 10000);
    EXPECT_THAT(feed, IsOk());
    for (const v1::FeedItem& item : feed->items) journal_.Heard(kFederal, item);
    data_ = journal_.Take();
    EXPECT_THAT(Findings(), IsEmpty());
  }
  void Submit() {
    const v1::SubmitReferralRequest request = Submission(kSender, Urgent());
    journal_.Sent(kSender, request.request_id(), request.SerializeAsString());
    for (int i = 0; i < 2; ++i) {
      const auto response = Call(api().submit_referral, CallerOf(kSender), request);
      ASSERT_THAT(response, IsOk());
      journal_.Acknowledged(kSender, request.request_id(), response->receipt());
      case_id_ = response->referral().case_id();
    }
  }
  void Look() {
    const auto response = Call(api().get_case_status, CallerOf(kSender), LookAt(case_id_));
    ASSERT_THAT(response, IsOk());
    journal_.Looked({kSender, case_id_, response->record()});
  }
  std::vector<std::string> Findings() {
    const LogKeys keys = {{v1::LOG_ID_CASE, case_key_->verifier()},
                          {v1::LOG_ID_TRUST, trust_key_->verifier()}};
    const auto state = CheckState(store_, keys);
    EXPECT_THAT(state, IsOk());
    const auto remembered = CheckJournal(store_, keys, data_);
    EXPECT_THAT(remembered, IsOk());
    std::vector<std::string> findings = state.value_or(std::vector<std::string>());
    for (const std::string& finding : remembered.value_or(std::vector<std::string>()))
      findings.push_back(finding);
    return findings;
  }
  SentCommand& FirstCommand() { return data_.commands.begin()->second; }
  void Change(Table table, const std::string& key, const absl::optional<std::string>& value) {
    auto transaction = *store_.Begin();
    ASSERT_THAT(value.has_value() ? transaction->Put(table, key, *value) : transaction->Delete(table, key),
                IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }

  Journal journal_;
  JournalData data_;
  std::string case_id_;
};

TEST_F(CheckerTest, FindsAnAcknowledgedCommandThatIsLost) {
  SentCommand lost = FirstCommand();
  lost.request_id = NewId();
  data_.commands[{lost.agency_id, lost.request_id}] = lost;
  EXPECT_THAT(Findings(), Contains(HasSubstr("was acknowledged and is lost")));
}

TEST_F(CheckerTest, ACommandThatNobodyAcknowledgedMayBeLost) {
  SentCommand unknown;
  unknown.agency_id = kSender;
  unknown.request_id = NewId();
  data_.commands[{unknown.agency_id, unknown.request_id}] = unknown;
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(CheckerTest, FindsACommandThatWasAppliedTwice) {
  const SentCommand& command = FirstCommand();
  Change(Table::kRequest, store::RequestKey(CallerOf(kSender).name(), command.request_id), absl::nullopt);
  // The gateway forgot it, so that the same request_id works again.
  v1::LinkNativeNumberRequest again;
  again.set_request_id(command.request_id);
  again.set_case_id(case_id_);
  again.set_native_number_hash(std::string(32, 'n'));
  ASSERT_THAT(Call(api().link_native_number, CallerOf(kSender), again), IsOk());
  EXPECT_THAT(Findings(), Contains(HasSubstr("was applied 2 times")));
}

TEST_F(CheckerTest, FindsARepetitionWithAnotherReceipt) {
  const SentCommand& command = FirstCommand();
  v1::Receipt other = command.receipt;
  other.set_log_index(other.log_index() + 1);
  journal_.Acknowledged(command.agency_id, command.request_id, other);
  data_ = journal_.Take();
  EXPECT_THAT(Findings(), Contains(HasSubstr("a repetition got another receipt")));
}

TEST_F(CheckerTest, FindsAReceiptThatDoesNotVerify) {
  (*FirstCommand().receipt.mutable_record())[5] ^= 1;
  EXPECT_THAT(Findings(), Contains(HasSubstr("its receipt does not verify")));
}

TEST_F(CheckerTest, FindsAReceiptOfAnotherRequest) {
  auto second = std::next(data_.commands.begin());
  FirstCommand().receipt = second->second.receipt;
  EXPECT_THAT(Findings(), Contains(HasSubstr("its receipt is about another request")));
}

TEST_F(CheckerTest, FindsALogThatDoesNotContinueTheOneThatGaveTheReceipts) {
  // The same keys, another history.
  store::MemoryStore other;
  ledger::Sequencer::Dependencies dependencies{.store = other,
                                               .clock = clock_,
                                               .random = random_,
                                               .case_key = *case_key_,
                                               .trust_key = *trust_key_,
                                               .feeds_grew = [](const std::vector<std::string>&) {}};
  ASSERT_OK_AND_ASSIGN(const auto sequencer, ledger::Sequencer::New(dependencies, Mode::kManual));
  const auto findings = CheckJournal(other, {{v1::LOG_ID_CASE, case_key_->verifier()}}, data_);
  ASSERT_THAT(findings, IsOk());
  EXPECT_THAT(*findings, Contains(HasSubstr("is not at index")));
  EXPECT_THAT(*findings, Contains(HasSubstr("was acknowledged and is lost")));
  EXPECT_THAT(*findings, Contains(HasSubstr("a look of")));
  EXPECT_THAT(*findings, Contains(HasSubstr("items too many")));
}

TEST_F(CheckerTest, FindsALookThatIsNotWhereItsAnswerSaid) {
  data_.looks[0].record.set_log_index(data_.looks[0].record.log_index() - 1);
  EXPECT_THAT(Findings(), Contains(HasSubstr("is not the look of")));
}

TEST_F(CheckerTest, FindsAFeedItemThatWasNotHeard) {
  data_.feeds[kFederal].erase(data_.feeds[kFederal].begin() + 1);
  EXPECT_THAT(Findings(), Contains(HasSubstr("feed of mecanismo-federal: item 1 should be")));
}

TEST_F(CheckerTest, FindsAFeedItemThatWasHeardTwice) {
  std::vector<v1::FeedItem>& feed = data_.feeds[kFederal];
  feed.push_back(feed.back());
  EXPECT_THAT(Findings(), Contains(HasSubstr("has 1 items too many")));
}

TEST_F(CheckerTest, FindsARowThatWasDroppedFromTheState) {
  Change(Table::kAccess, store::AccessKey(kFederal, store::AccessKind::kCase, case_id_), absl::nullopt);
  EXPECT_THAT(Findings(), Contains(HasSubstr("access: row mecanismo-federal")));
}

TEST_F(CheckerTest, FindsAStateThatWasAltered) {
  store::v1::CaseState state = StateOf(case_id_);
  state.mutable_referrals(0)->set_short_code("altered");
  Change(Table::kCase, case_id_, state.SerializeAsString());
  EXPECT_THAT(Findings(), Contains(HasSubstr("cases: row " + case_id_)));
}

TEST_F(CheckerTest, FindsAHeadThatIsNotThatOfItsLeaves) {
  store::v1::HeadRow head;
  ASSERT_TRUE(head.ParseFromString(*(*(*store_.Read())->Get(Table::kHead, store::HeadKey(v1::LOG_ID_CASE)))));
  head.set_root(std::string(32, 'x'));
  Change(Table::kHead, store::HeadKey(v1::LOG_ID_CASE), head.SerializeAsString());
  EXPECT_THAT(Findings(), Contains(HasSubstr("do not lead to the root of its head")));
}

TEST_F(CheckerTest, WhatAClientSawIsAFinding) {
  data_.findings.push_back("a status was read by an excluded agency");
  EXPECT_THAT(Findings(), Contains(HasSubstr("excluded agency")));
}

}  // namespace
}  // namespace enlace::fault
