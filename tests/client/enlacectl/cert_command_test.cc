#include "client/enlacectl/cert_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class CertCommandTest : public GatewayCliTest {};

TEST_F(CertCommandTest, ShowListsTheIdentityFolder) {
  const Ran ran = Run({"cert", "show"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("tls"), HasSubstr("sealing"), HasSubstr("root"), HasSubstr("mx-uep")));
  variables_["ENLACE_IDENTITY"] = files_.File("empty");
  EXPECT_EQ(Run({"cert", "show"}).status, 5);
  EXPECT_THAT(Run({"cert", "show", "--file", WriteFile("root.pem", pki_.root_pem())}).out,
              HasSubstr("authority"));
}

TEST_F(CertCommandTest, ListReadsAllPages) {
  EXPECT_THAT(Run({"cert", "list"}).out, AllOf(HasSubstr("5f3a09"), HasSubstr("77aa01")));
}

TEST_F(CertCommandTest, RenewOnlyWhenNeeded) {
  const std::string before = agency_.keystore->tls_chain().front().serial();
  EXPECT_THAT(Run({"cert", "renew", "--if-needed"}).out, HasSubstr("nothing to renew"));
  const Ran ran = Run({"cert", "renew"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(Run({"cert", "show"}).out, ::testing::Not(HasSubstr(before)));
}

TEST_F(CertCommandTest, RevokeTakesACodedReason) {
  EXPECT_EQ(Run({"cert", "revoke", "5f3a09", "--reason", "key-compromise"}).status, 0);
  EXPECT_EQ(administration_.revoked.reason(), v1::REVOCATION_REASON_KEY_COMPROMISE);
  EXPECT_EQ(Run({"cert", "revoke", "5f3a09", "--reason", "bored"}).status, 3);
}

TEST_F(CertCommandTest, RevokeSaysUntilWhenItCanBeTakenBack) {
  EXPECT_THAT(Run({"cert", "revoke", "5f3a09", "--reason", "superseded"}).out,
              ::testing::HasSubstr("until 2026-01-15T12:10:00Z it can be taken back"));
}

TEST_F(CertCommandTest, ADryRunTellsWhatWouldEndAndRevokesNothing) {
  const Ran ran = Run({"cert", "revoke", "5f3a09", "--reason", "superseded", "--dry-run"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, ::testing::HasSubstr("cuts open streams: 12,"));
  EXPECT_EQ(administration_.revoked.serial(), "");
}

TEST_F(CertCommandTest, ReinstateSendsTheReason) {
  const Ran ran = Run({"cert", "reinstate", "5f3a09", "--reason", "wrong serial"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, ::testing::HasSubstr("is good again"));
  EXPECT_EQ(administration_.taken_back.reason(), "wrong serial");
  EXPECT_EQ(Run({"cert", "reinstate", "5f3a09"}).status, 2);  // No reason.
}

}  // namespace
}  // namespace enlace::client
