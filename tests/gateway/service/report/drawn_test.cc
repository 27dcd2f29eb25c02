#include "gateway/service/report/drawn.h"

#include "gateway/base/digest.h"
#include "gateway/base/time_text.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class DrawnTest : public GatewayFixture {};

TEST_F(DrawnTest, LeaveToDrawIsForOneMechanismAndNamesTheReader) {
  EnrolScene();
  ASSERT_OK_AND_ASSIGN(const Drawing drawing,
                       AuthorizeDrawing(core(), CallerOf(kOmbudsman), "mx-federal", "v-1", "oversight"));
  EXPECT_EQ(drawing.grant.agency_id(), kOmbudsman);
  EXPECT_EQ(drawing.grant.mechanism_id(), "mx-federal");
  EXPECT_EQ(drawing.mechanism.mechanism_id(), "mx-federal");
}

TEST_F(DrawnTest, WhoseRolePermitsNothingLearnsOfNoOtherFault) {
  EnrolScene();
  EXPECT_THAT(AuthorizeDrawing(core(), CallerOf(kProsecutor), "mx-federal", "no code at all", ""),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_EQ(base::FieldOf(
                AuthorizeDrawing(core(), CallerOf(kOmbudsman), "mx-federal", "no code at all", "").status()),
            "officer_pseudonym");
}

TEST_F(DrawnTest, AClockThatWasSetBackHidesNothingThatIsOnRecord) {
  EnrolScene();
  clock_.Advance(absl::Hours(5));
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  const absl::Time recorded = base::FromProto(referral.create_time());
  clock_.SetTime(recorded - absl::Hours(2));
  ASSERT_OK_AND_ASSIGN(const absl::Time set_back, DrawingTime(core()));
  EXPECT_GE(set_back, recorded);
  clock_.SetTime(recorded + absl::Hours(2));
  EXPECT_EQ(*DrawingTime(core()), clock_.Now());
}

TEST_F(DrawnTest, TheRecordKeepsTheDigestUnderTheKeyOfWhoeverDrewIt) {
  EnrolScene();
  store::v1::ReportDrawn drawn;
  drawn.set_kind("report");
  const ledger::Draft agency = DraftOfDrawing(CallerOf(kOmbudsman), drawn, "document", "v-1", "oversight");
  EXPECT_EQ(agency.log, v1::LOG_ID_CASE);
  EXPECT_EQ(agency.clazz, ledger::LeafClass::kDisclosure);
  EXPECT_EQ(agency.subject, "agency:cndh");
  EXPECT_EQ(agency.record.event_type(), "report.drawn");
  EXPECT_EQ(agency.record.event().report_drawn().digest(), base::Sha256({"document"}));
  EXPECT_EQ(agency.record.SerializeAsString().find("document"), std::string::npos);
  EXPECT_EQ(DraftOfDrawing(Administrator(), drawn, "document", "", "").subject, "gateway");
}

}  // namespace
}  // namespace enlace::service
