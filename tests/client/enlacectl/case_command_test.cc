#include "client/enlacectl/case_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class CaseCommandTest : public GatewayCliTest {};

TEST_F(CaseCommandTest, OwnFileNumberLeavesAsAKeyedHashOnly) {
  const Ran ran =
      Run({"case", "status", "--native", "FED/123/2026", "--officer", "of-1", "--purpose", "follow-up"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(cases_.looked.key().native_number_hash(), agency_.keystore->HashNativeNumber("FED/123/2026"));
  EXPECT_EQ(cases_.looked.SerializeAsString().find("FED"), std::string::npos);
  EXPECT_EQ(cases_.looked.purpose(), "follow-up");
  EXPECT_THAT(ran.out, HasSubstr("full"));
  EXPECT_THAT(ran.out, HasSubstr("WARNING-1"));
}

TEST_F(CaseCommandTest, StatusShowsTheMeasures) {
  cases_.measures.Add()->set_state(v1::MEASURE_STATE_WITHDRAWAL_NOTICED);
  EXPECT_THAT(Run({"case", "status", "--case", "C"}).out, HasSubstr("withdrawal-noticed"));
}

TEST_F(CaseCommandTest, CaseOrNumberButNotBoth) {
  EXPECT_EQ(Run({"case", "status"}).status, 3);
  EXPECT_EQ(Run({"case", "status", "--case", "C", "--native", "N"}).status, 3);
}

TEST_F(CaseCommandTest, LinkTiesBoth) {
  EXPECT_EQ(Run({"case", "link", "--case", "C", "--native", "N"}).status, 0);
  EXPECT_EQ(cases_.linked.case_id(), "C");
  EXPECT_EQ(cases_.linked.native_number_hash().size(), 32U);
  EXPECT_EQ(Run({"case", "link", "--case", "C"}).status, 3);
}

TEST_F(CaseCommandTest, InvestigationReportTakesAuthorsAndActs) {
  const Ran ran =
      Run({"case", "report-investigation", "--case", "C", "--stage", "charges-filed", "--disposition",
           "active", "--author", "material:charged:state-agent", "--act", "status-moved@2026-01-02"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("investigation.reported"));
  EXPECT_EQ(cases_.investigation.status().stage(), v1::INVESTIGATION_STAGE_CHARGES_FILED);
  EXPECT_EQ(cases_.investigation.status().authors(0).category(), v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  EXPECT_EQ(cases_.investigation.acts(0).event(), v1::CLOCK_EVENT_STATUS_MOVED);
  EXPECT_EQ(Run({"case", "report-investigation", "--case", "C", "--stage", "trial", "--disposition", "active",
                 "--author", "material"})
                .status,
            3);
}

TEST_F(CaseCommandTest, ProtectionReportTakesMeasures) {
  const Ran ran = Run({"case", "report-protection", "--case", "C", "--procedure", "urgent", "--risk",
                       "extreme", "--measure", "urgent-protective", "--act", "urgent-measures-granted@now"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(cases_.protection.status().kinds_in_force(0), v1::MEASURE_KIND_URGENT_PROTECTIVE);
  EXPECT_EQ(cases_.protection.status().acts(0).event(), v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED);
}

}  // namespace
}  // namespace enlace::client
