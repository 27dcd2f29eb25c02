#include "client/enlacectl/agency_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class AgencyCommandTest : public GatewayCliTest {};

TEST_F(AgencyCommandTest, CreateSendsTheWholeEntryAndVerifiesTheReceipt) {
  const Ran ran = Run({"agency", "create",         "--id",       "mx-cndh",        "--name",
                       "CNDH",   "--kind",         "ombudsman",  "--country",      "MX",
                       "--unit", "main",           "--unit",     "journalists",    "--mandate",
                       "Ley",    "--mandate-from", "2012-06-25", "--mandate-role", "ordinary_prosecution"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("receipt verified: agency.created"));
  const v1::Agency& agency = administration_.created.agency();
  EXPECT_EQ(agency.kind(), v1::AGENCY_KIND_OMBUDSMAN);
  EXPECT_EQ(agency.unit_ids_size(), 2);
  EXPECT_EQ(agency.mandates(0).valid_from().seconds(), 1340582400);
  EXPECT_THAT(agency.mandates(0).roles(), ::testing::ElementsAre("ordinary_prosecution"));
}

TEST_F(AgencyCommandTest, UnknownKindListsTheChoices) {
  const Ran ran =
      Run({"agency", "create", "--id", "x1", "--name", "X", "--kind", "sheriff", "--country", "MX"});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("state-protection-unit"));
}

TEST_F(AgencyCommandTest, ListAndShowPrintTheDirectory) {
  EXPECT_THAT(Run({"agency", "list"}).out, HasSubstr("mx-uep"));
  EXPECT_THAT(Run({"agency", "show", "mx-fgr"}).out, HasSubstr("sealing certificates  1"));
  EXPECT_EQ(Run({"agency", "show", "mx-none"}).status, 4);
}

TEST_F(AgencyCommandTest, SuspendAndReinstateCarryTheReason) {
  EXPECT_EQ(Run({"agency", "suspend", "mx-fgr", "--reason", "burglary"}).status, 0);
  EXPECT_EQ(administration_.suspended.reason(), "burglary");
  EXPECT_EQ(Run({"agency", "reinstate", "mx-fgr", "--reason", "new keys"}).status, 0);
  EXPECT_EQ(administration_.reinstated.agency_id(), "mx-fgr");
  EXPECT_EQ(Run({"agency", "suspend", "mx-fgr"}).status, 2);
}

}  // namespace
}  // namespace enlace::client
