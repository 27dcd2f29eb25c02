#include "client/enlacectl/measure_command.h"

#include "gateway/base/time_text.h"
#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using Request = v1::AdvanceMeasureRequest;

class MeasureCommandTest : public GatewayCliTest {
 protected:
  MeasureCommandTest() {
    v1::Measure* measure = cases_.measures.Add();
    measure->set_measure_id("MEASURE");
    measure->set_referral_id("REF");
    measure->set_version(4);
  }
  // The action's words behind the case; the request that they made.
  Request Move(const std::vector<std::string>& words) {
    std::vector<std::string> all = {"--officer", "of-1", "measure"};
    all.insert(all.end(), words.begin(), words.end());
    all.insert(all.end(), {"--case", "CASE"});
    const Ran ran = Run(all);
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("measure.granted"));
    return cases_.advanced;
  }
};

TEST_F(MeasureCommandTest, AMeasureIsOpenedForAReferral) {
  const Ran ran = Run({"--officer", "of-1", "measure", "request", "--referral", "REF", "--kind",
                       "urgent-protective", "--type", "patrol", "--code", "patrol", "--persons", "4",
                       "--covers", "collective", "--police", "--at", "2026-01-02T03:04:05Z"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const v1::RequestMeasure& asked = cases_.advanced.request();
  EXPECT_EQ(cases_.advanced.referral_id(), "REF");
  EXPECT_EQ(cases_.advanced.measure_id(), "");
  EXPECT_EQ(cases_.advanced.expected_version(), 0u);
  EXPECT_EQ(asked.kind(), v1::MEASURE_KIND_URGENT_PROTECTIVE);
  EXPECT_EQ(asked.type(), v1::MEASURE_TYPE_PATROL);
  EXPECT_EQ(asked.national_code(), "patrol");
  EXPECT_EQ(asked.covers(), v1::SUBJECT_KIND_COLLECTIVE);
  EXPECT_EQ(asked.persons_covered(), 4u);
  EXPECT_TRUE(asked.police_based());
  EXPECT_FALSE(asked.allows_continued_work());
  EXPECT_TRUE(cases_.advanced.has_occur_time());
}

TEST_F(MeasureCommandTest, EachActionFillsItsOwnFields) {
  EXPECT_EQ(Move({"consult", "--outcome", "agreed-with-changes"}).consult().outcome(),
            v1::CONSULTATION_OUTCOME_AGREED_WITH_CHANGES);
  const Request grant = Move({"grant", "--resolution", "7/2026", "--implementer", "mx-police/chh"});
  EXPECT_EQ(grant.grant().resolution_number(), "7/2026");
  EXPECT_EQ(grant.grant().implementer().agency_id(), "mx-police");
  EXPECT_EQ(grant.grant().implementer().unit_id(), "chh");
  EXPECT_EQ(Move({"deny", "--reason", "no-risk"}).deny().reason(), "no-risk");
  EXPECT_TRUE(Move({"refuse"}).has_refuse());
  EXPECT_TRUE(Move({"begin"}).has_begin());
  EXPECT_TRUE(Move({"implement"}).has_implement());
  EXPECT_FALSE(Move({"confirm"}).confirm().has_valid_until_time());
  EXPECT_TRUE(Move({"confirm", "--valid-until", "2027-06-30"}).confirm().has_valid_until_time());
  EXPECT_EQ(Move({"unsuitable", "--reason", "increases-risk"}).report_unsuitable().reason(),
            v1::UNSUITABILITY_REASON_INCREASES_RISK);
  EXPECT_EQ(Move({"suspend", "--reason", "abroad"}).suspend().reason(), "abroad");
  EXPECT_TRUE(Move({"resume"}).has_resume());
  const Request notice =
      Move({"notice", "--reason", "risk-ordinary", "--objection-until", "2026-12-31T00:00:00Z"});
  EXPECT_EQ(notice.notice_withdrawal().reason(), "risk-ordinary");
  EXPECT_EQ(base::TimeText(base::FromProto(notice.notice_withdrawal().objection_until_time())),
            "2026-12-31T00:00:00Z");
  EXPECT_TRUE(Move({"object"}).has_object());
  EXPECT_EQ(Move({"withdraw", "--objection-answer", "heard"}).withdraw().objection_answer(), "heard");
}

TEST_F(MeasureCommandTest, TheCaseSaysWhichMeasureAndWhatVersion) {
  const Request request = Move({"begin", "--measure", "MEASURE"});
  EXPECT_EQ(request.measure_id(), "MEASURE");
  EXPECT_EQ(request.referral_id(), "REF");
  EXPECT_EQ(request.expected_version(), 4u);
  EXPECT_EQ(request.officer_pseudonym(), "of-1");
  EXPECT_FALSE(request.act_signature().empty());
}

TEST_F(MeasureCommandTest, AnUnknownMeasureIsNoneAndOfSeveralOneMustBeNamed) {
  EXPECT_NE(Run({"measure", "begin", "--case", "C", "--measure", "OTHER"}).status, 0);
  cases_.measures.Add()->set_measure_id("SECOND");
  const Ran several = Run({"measure", "begin", "--case", "C"});
  EXPECT_EQ(several.status, 3);
  EXPECT_THAT(several.err, HasSubstr("--measure"));
  EXPECT_EQ(cases_.advanced.ByteSizeLong(), 0u);
}

}  // namespace
}  // namespace enlace::client
