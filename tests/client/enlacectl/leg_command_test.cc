#include "client/enlacectl/leg_command.h"

#include <set>

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class LegCommandTest : public GatewayCliTest {
 protected:
  void SetUp() override {
    ASSERT_EQ(Run({"referral", "send", "--mechanism", "mx-federal", "--narrative", "n"}).status, 0);
    referral_ = gateway_.referrals.begin()->first;
  }
  const v1::AdvanceLegRequest& Last() { return gateway_.advanced.back(); }
  std::string referral_;
};

TEST_F(LegCommandTest, AcceptKeepsTheReceipt) {
  const Ran ran = RunAsOther({"leg", "accept", "--referral", referral_, "--officer", "of-3", "--save-receipt",
                              files_.File("receipt.json")});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_TRUE(Last().has_accept());
  EXPECT_EQ(Last().officer_pseudonym(), "of-3");
  EXPECT_THAT(ran.out, HasSubstr("receipt verified"));
  EXPECT_EQ(Run({"ledger", "verify", files_.File("receipt.json")}).status, 0);
}

TEST_F(LegCommandTest, NoteIsSealedAndReachesTheSender) {
  ASSERT_EQ(RunAsOther({"leg", "ask", "--referral", referral_, "--note", "which municipality?"}).status, 0);
  EXPECT_TRUE(Last().has_request_information());
  EXPECT_EQ(Last().SerializeAsString().find("municipality"), std::string::npos);
  EXPECT_THAT(Run({"referral", "show", referral_}).out, HasSubstr("which municipality?"));
}

TEST_F(LegCommandTest, EachActionFillsItsOwnFields) {
  ASSERT_EQ(RunAsOther({"leg", "decline", "--referral", referral_, "--reason", "subject-declined", "--side",
                        "subject"})
                .status,
            0);
  EXPECT_EQ(Last().decline().reason(), v1::DECLINE_REASON_SUBJECT_DECLINED);
  EXPECT_EQ(Last().decline().side(), v1::DECISION_SIDE_SUBJECT);
  ASSERT_EQ(RunAsOther({"leg", "return", "--referral", referral_, "--reason", "not-competent-territory",
                        "--suggest", "mx-uep/intake"})
                .status,
            0);
  EXPECT_EQ(Last().return_not_competent().suggested_agency().unit_id(), "intake");
  ASSERT_EQ(
      RunAsOther({"leg", "hold", "--referral", referral_, "--reason", "court", "--review", "2026-12-31"})
          .status,
      0);
  EXPECT_EQ(Last().hold().review_time().seconds(), 1798675200);
  ASSERT_EQ(RunAsOther({"leg", "complete", "--referral", referral_, "--outcome", "measures-implemented",
                        "--consultation", "agreed"})
                .status,
            0);
  EXPECT_EQ(Last().complete().consultation(), v1::CONSULTATION_OUTCOME_AGREED);
  ASSERT_EQ(Run({"leg", "withdraw", "--referral", referral_, "--reason", "r", "--petition-withdrawn"}).status,
            0);
  EXPECT_TRUE(Last().withdraw().petition_withdrawn());
  ASSERT_EQ(RunAsOther({"leg", "transfer", "--referral", referral_, "--successor", "mx-uep"}).status, 0);
  EXPECT_EQ(Last().transfer().successor().agency_id(), "mx-uep");
}

TEST_F(LegCommandTest, EveryTransitionOfTheContractHasAVerb) {
  const std::vector<std::vector<std::string>> verbs = {{"deliver"},
                                                       {"report-failure", "--reason", "r"},
                                                       {"retry"},
                                                       {"receive"},
                                                       {"ask"},
                                                       {"answer"},
                                                       {"accept"},
                                                       {"decline", "--reason", "other"},
                                                       {"return", "--reason", "not-competent-territory"},
                                                       {"begin"},
                                                       {"hold", "--reason", "r", "--review", "2026-12-31"},
                                                       {"resume"},
                                                       {"complete", "--outcome", "order-implemented"},
                                                       {"close"},
                                                       {"reopen", "--reason", "r"},
                                                       {"withdraw", "--reason", "r"},
                                                       {"revoke", "--reason", "r"},
                                                       {"transfer", "--successor", "mx-uep"},
                                                       {"mark-error", "--reason", "r"}};
  std::set<int> cases;
  for (std::vector<std::string> words : verbs) {
    words.insert(words.begin(), "leg");
    words.insert(words.end(), {"--referral", referral_});
    const Ran ran = Run(words);
    EXPECT_EQ(ran.status, 0) << words[1] << ran.err;
    cases.insert(Last().action_case());
  }
  EXPECT_EQ(static_cast<int>(cases.size()),
            v1::AdvanceLegRequest::descriptor()->oneof_decl(0)->field_count());
}

TEST_F(LegCommandTest, UsageInputAndAbsenceHaveTheirOwnStatus) {
  EXPECT_EQ(Run({"leg", "hold", "--referral", referral_, "--reason", "r"}).status, 2);
  EXPECT_EQ(Run({"leg", "begin", "--referral", referral_, "--act", "none-such"}).status, 3);
  EXPECT_EQ(Run({"leg", "accept", "--referral", "NOPE"}).status, 4);
}

}  // namespace
}  // namespace enlace::client
