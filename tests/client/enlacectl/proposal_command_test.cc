#include "client/enlacectl/proposal_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ProposalCommandTest : public GatewayCliTest {
 protected:
  ProposalCommandTest() {
    approval_.proposed.mutable_act()->mutable_suspend_agency()->set_agency_id("mx-fgr");
    approval_.proposed.set_reason("keys lost");
  }
};

TEST_F(ProposalCommandTest, ListReadsAllPagesOfAState) {
  const Ran ran = Run({"admin", "proposal", "list"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(approval_.listed.state(), v1::PROPOSAL_STATE_OPEN);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("PROPOSAL-1"), HasSubstr("PROPOSAL-2"),
                             HasSubstr("suspend-agency agency_id=mx-fgr")));
  Run({"admin", "proposal", "list", "--state", "all"});
  EXPECT_EQ(approval_.listed.state(), v1::PROPOSAL_STATE_UNSPECIFIED);
  EXPECT_EQ(Run({"admin", "proposal", "list", "--state", "nope"}).status, 3);
}

TEST_F(ProposalCommandTest, ShowFindsOneOrNone) {
  const Ran ran = Run({"admin", "proposal", "show", "PROPOSAL-2"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("keys lost"), HasSubstr("mx-fgr")));
  EXPECT_EQ(Run({"admin", "proposal", "show", "PROPOSAL-9"}).status, 4);
}

TEST_F(ProposalCommandTest, ApproveTellsWhoseActItWas) {
  const Ran ran = Run({"admin", "proposal", "approve", "PROPOSAL-1"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(approval_.approved.proposal_id(), "PROPOSAL-1");
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr("as the act of ana"), HasSubstr("receipt verified: proposal.approved")));
  EXPECT_THAT(Run({"--language", "es", "admin", "proposal", "approve", "PROPOSAL-1"}).out,
              HasSubstr("como acto de ana"));
}

TEST_F(ProposalCommandTest, RejectNeedsAReason) {
  EXPECT_EQ(Run({"admin", "proposal", "reject", "PROPOSAL-1"}).status, 2);
  const Ran ran = Run({"admin", "proposal", "reject", "PROPOSAL-1", "--reason", "wrong unit"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(approval_.rejected.reason(), "wrong unit");
  EXPECT_THAT(ran.out, HasSubstr("the act was not done"));
}

}  // namespace
}  // namespace enlace::client
