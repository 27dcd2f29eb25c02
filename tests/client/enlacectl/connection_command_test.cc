#include "client/enlacectl/connection_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ConnectionCommandTest : public GatewayCliTest {};

TEST_F(ConnectionCommandTest, ListReadsAllPages) {
  const Ran ran = Run({"admin", "connection", "list"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("mutual-1"), HasSubstr("mutual-2"), HasSubstr("agency/mx-fgr")));
}

TEST_F(ConnectionCommandTest, CutTellsHowManyAndThatTheyMayReturn) {
  const Ran ran = Run({"admin", "connection", "cut", "--agency", "mx-fgr", "--reason", "audit"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(administration_.cut.agency_id(), "mx-fgr");
  EXPECT_EQ(administration_.cut.reason(), "audit");
  EXPECT_THAT(ran.out, AllOf(HasSubstr("3 connections were cut"), HasSubstr("agency suspend")));
}

TEST_F(ConnectionCommandTest, CutSpeaksTheLanguagesOfItsUsers) {
  EXPECT_THAT(
      Run({"--language", "es", "admin", "connection", "cut", "--id", "mutual-1", "--reason", "r"}).out,
      HasSubstr("3 conexiones fueron cortadas"));
  EXPECT_EQ(administration_.cut.connection_id(), "mutual-1");
  EXPECT_THAT(
      Run({"--language", "pt-BR", "admin", "connection", "cut", "--serial", "5f3a09", "--reason", "r"}).out,
      HasSubstr("3 conexões foram cortadas"));
  EXPECT_EQ(administration_.cut.certificate_serial(), "5f3a09");
}

TEST_F(ConnectionCommandTest, CutNeedsExactlyOneOfItsThreeWays) {
  EXPECT_EQ(Run({"admin", "connection", "cut", "--reason", "r"}).status, 3);
  EXPECT_EQ(Run({"admin", "connection", "cut", "--reason", "r", "--id", "mutual-1", "--agency", "a"}).status,
            3);
  EXPECT_EQ(Run({"admin", "connection", "cut", "--id", "mutual-1"}).status, 2);  // No reason.
}

}  // namespace
}  // namespace enlace::client
