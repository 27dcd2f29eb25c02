#include "client/enlacectl/administrative_act.h"

#include "gateway/base/identifier.h"
#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kId[] = "0b9f2c4e-53e1-4b7a-9a44-0d6a5f1e2c3d";

class AdministrativeActTest : public GatewayCliTest {
 protected:
  AdministrativeActTest() { administration_.takes_two_persons = true; }
};

TEST_F(AdministrativeActTest, AnActThatTakesTwoIsProposedWithTheSameRequest) {
  const Ran ran = Run({"agency", "suspend", "mx-fgr", "--reason", "keys lost"});
  EXPECT_EQ(ran.status, 3);
  EXPECT_EQ(approval_.proposed.act().suspend_agency().SerializeAsString(),
            administration_.suspended.SerializeAsString());
  EXPECT_EQ(approval_.proposed.reason(), "keys lost");
  const std::string id = administration_.suspended.request_id();
  EXPECT_EQ(approval_.proposed.request_id(), base::DeriveRequestId("proposal", id));
  EXPECT_THAT(
      ran.out,
      AllOf(HasSubstr("nothing has been done yet"), HasSubstr("enlacectl admin proposal approve PROPOSAL-1"),
            HasSubstr("enlacectl agency suspend mx-fgr --reason 'keys lost' --request-id " + id),
            HasSubstr("receipt verified: proposal.created")));
  EXPECT_THAT(ran.err, HasSubstr("takes two administrators"));
}

TEST_F(AdministrativeActTest, TheRepeatedCommandAsksForTheSameProposal) {
  const Ran ran = Run({"token", "create", "--administrator", "maria", "--request-id", kId, "--why", "leave"});
  EXPECT_EQ(ran.status, 3);
  EXPECT_EQ(administration_.token.request_id(), kId);
  EXPECT_EQ(approval_.proposed.reason(), "leave");
  EXPECT_THAT(ran.out, HasSubstr(std::string("--request-id ") + kId + " --why leave\n"));
  const std::string first = approval_.proposed.request_id();
  Run({"token", "create", "--administrator", "maria", "--request-id", kId, "--why", "leave"});
  EXPECT_EQ(approval_.proposed.request_id(), first);
  administration_.takes_two_persons = false;
  const Ran done = Run({"token", "create", "--administrator", "maria", "--request-id", kId});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(done.out, "enlace1.TOKEN\n");
}

TEST_F(AdministrativeActTest, AClosedProposalSaysHowToProposeAnew) {
  approval_.state = v1::PROPOSAL_STATE_REJECTED;
  const Ran ran = Run({"agency", "reinstate", "mx-fgr", "--reason", "found", "--request-id", kId});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("without --request-id"), Not(HasSubstr("proposal approve"))));
}

TEST_F(AdministrativeActTest, EveryActThatTheProgramKnowsIsProposed) {
  Run({"agency", "create", "--id", "mx-x", "--name", "X", "--kind", "prosecutor", "--country", "MX", "--unit",
       "main"});
  EXPECT_EQ(approval_.proposed.act().create_agency().agency().agency_id(), "mx-x");
  Run({"cert", "revoke", "5f3a09", "--reason", "key-compromise"});
  EXPECT_EQ(approval_.proposed.act().revoke_certificate().serial(), "5f3a09");
  EXPECT_EQ(approval_.proposed.reason(), "key-compromise");
  Run({"token", "create", "--agency", "mx-x", "--unit", "main"});
  EXPECT_EQ(approval_.proposed.act().create_enrollment_token().agency().unit_id(), "main");
}

TEST_F(AdministrativeActTest, ItSpeaksTheLanguagesOfItsUsers) {
  EXPECT_THAT(Run({"--language", "es", "agency", "suspend", "a1", "--reason", "r"}).out,
              HasSubstr("todavía no se ha hecho nada"));
  EXPECT_THAT(Run({"--language", "pt-BR", "agency", "suspend", "a1", "--reason", "r"}).out,
              HasSubstr("nada foi feito ainda"));
}

TEST_F(AdministrativeActTest, AsJsonTheProposalIsTheResult) {
  const Ran ran = Run({"-o", "json", "agency", "suspend", "a1", "--reason", "r"});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.out, HasSubstr("\"proposal_id\": \"PROPOSAL-1\""));
  EXPECT_THAT(ran.err, HasSubstr("\"reason\":\"APPROVAL_REQUIRED\""));
}

}  // namespace
}  // namespace enlace::client
