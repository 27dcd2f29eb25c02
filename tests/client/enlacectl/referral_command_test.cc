#include "client/enlacectl/referral_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ReferralCommandTest : public GatewayCliTest {
 protected:
  static constexpr char kRequestId[] = "6f1e1f6a-7c1b-4c1e-9a53-3d0f4a9b1c2d";
};

TEST_F(ReferralCommandTest, SentListedOpenedAndSaved) {
  const std::string content =
      WriteFile("content.yaml", "narrative: followed twice\npersons:\n- full_name: Ana\n");
  const std::string scan = WriteFile("scan.pdf", "%PDF");
  const Ran sent = Run({"referral", "send", "--file", content, "--mechanism", "mx-federal", "--attach", scan,
                        "--save-receipt", files_.File("receipt.json")});
  ASSERT_EQ(sent.status, 0) << sent.err;
  EXPECT_THAT(sent.out, HasSubstr("receipt verified: referral.submitted"));
  EXPECT_THAT(sent.out, Not(HasSubstr("Ana")));
  EXPECT_EQ(Run({"ledger", "verify", files_.File("receipt.json")}).status, 0);
  const std::string id = gateway_.referrals.begin()->first;
  EXPECT_THAT(RunAsOther({"referral", "list"}).out, HasSubstr(id));
  const Ran shown = RunAsOther({"referral", "show", id, "--save-attachments", files_.File("out")});
  EXPECT_THAT(shown.out, HasSubstr("Ana"));
  EXPECT_THAT(shown.out, HasSubstr("followed twice"));
  ASSERT_OK_AND_ASSIGN(const std::string saved, base::ReadFile(files_.File("out") + "/1-scan.pdf"));
  EXPECT_EQ(saved, "%PDF");
}

TEST_F(ReferralCommandTest, JsonAnswerCarriesTheReceiptThatVerifies) {
  const Ran sent = Run({"-o", "json", "referral", "send", "--narrative", "n"});
  ASSERT_EQ(sent.status, 0) << sent.err;
  EXPECT_EQ(sent.err, "");
  EXPECT_EQ(Run({"ledger", "verify", WriteFile("answer.json", sent.out)}).status, 0);
}

TEST_F(ReferralCommandTest, ResumedSendDoesNotSendTwice) {
  const std::vector<std::string> words = {"referral", "send", "--narrative", "n", "--request-id", kRequestId};
  ASSERT_EQ(Run(words).status, 0);
  std::vector<std::string> again = words;
  again.push_back("--resume");
  const Ran ran = Run(again);
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("earlier run"));
  EXPECT_EQ(gateway_.submitted.size(), 1U);
}

TEST_F(ReferralCommandTest, RefusalOfTheGatewayKeepsItsField) {
  gateway_.on_submit = [this] {
    gateway_.refusals.push_back(Refused(grpc::StatusCode::INVALID_ARGUMENT, v1::ERROR_REASON_FIELD_INVALID,
                                        "classification.incidents: is required", "classification.incidents"));
  };
  const Ran ran = Run({"referral", "send", "--narrative", "n", "-o", "json", "--language", "es"});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("\"field\":\"classification.incidents\""));
  EXPECT_THAT(ran.err, HasSubstr("Corríjalo"));
}

TEST_F(ReferralCommandTest, WhatIsAllegedIsSaidAnewAndTheNewRecipientOpensIt) {
  const v1::ResolveRecipientsResponse route = gateway_.routes.front();
  gateway_.routes = {v1::ResolveRecipientsResponse(), route};
  ASSERT_EQ(Run({"referral", "send", "--narrative", "followed twice"}).status, 0);
  const std::string id = gateway_.referrals.begin()->first;
  const Ran said = Run({"referral", "reclassify", id, "--perpetrator", "state-agent", "--officer", "of-17"});
  ASSERT_EQ(said.status, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("mx-fgr"));
  EXPECT_THAT(said.out, HasSubstr("receipt verified: referral.reclassified"));
  EXPECT_THAT(RunAsOther({"referral", "show", id}).out, HasSubstr("followed twice"));
}

TEST_F(ReferralCommandTest, ReclassificationNeedsACategoryAndAnOfficer) {
  const Ran unknown = Run({"referral", "reclassify", "R", "--perpetrator", "nobody", "--officer", "of-17"});
  EXPECT_EQ(unknown.status, 3);
  EXPECT_THAT(unknown.err, HasSubstr("state-agent"));
  EXPECT_THAT(Run({"referral", "reclassify", "R", "--perpetrator", "state-agent"}).err, HasSubstr("officer"));
}

TEST_F(ReferralCommandTest, UnknownStateListsTheChoices) {
  EXPECT_EQ(Run({"referral", "list", "--state", "lost"}).status, 3);
  EXPECT_EQ(Run({"referral", "show", "NOPE"}).status, 4);
}

}  // namespace
}  // namespace enlace::client
