#include "client/warning/cap_alert.h"

#include "enlace/v1/subject.pb.h"
#include "gateway/base/time_text.h"
#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

using ::testing::ElementsAre;

TEST(CapAlertTest, TimesHaveANumericOffsetAndNeverZ) {
  const absl::Time time = absl::FromUnixSeconds(1768478400);  // 2026-01-15 12:00 UTC.
  EXPECT_EQ(CapTime(time), "2026-01-15T12:00:00-00:00");
  EXPECT_EQ(CapTime(time, absl::FixedTimeZone(-6 * 3600)), "2026-01-15T06:00:00-06:00");
  for (const char* text : {"2026-01-15T12:00:00-00:00", "2026-01-15T06:00:00-06:00"}) {
    ASSERT_OK_AND_ASSIGN(const absl::Time read, ParseCapTime("sent", text));
    EXPECT_EQ(read, time);
  }
  EXPECT_THAT(ParseCapTime("sent", "2026-02-31T12:00:00-00:00"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CapAlertTest, CodesAreCapsOwnWords) {
  EXPECT_EQ(CapWord(v1::WARNING_MESSAGE_TYPE_UPDATE), "Update");
  EXPECT_EQ(CapWord(v1::WARNING_SCOPE_UNSPECIFIED), "Restricted");
  EXPECT_EQ(CapWord(v1::WARNING_URGENCY_IMMEDIATE), "Immediate");
  EXPECT_EQ(CapWord(v1::WARNING_SEVERITY_EXTREME), "Extreme");
  EXPECT_EQ(CapWord(v1::WARNING_CERTAINTY_OBSERVED), "Observed");
  EXPECT_EQ(CapWord(v1::WARNING_URGENCY_UNSPECIFIED), "");
  EXPECT_EQ(PopulationWord(v1::POPULATION_GROUP_TRADE_UNIONIST), "trade-unionist");
}

TEST(CapAlertTest, ASenderHasNoBlanksAndNamesItsAgency) {
  EXPECT_EQ(CapSender("mx-uep", "mx.enlace.test"), "mx-uep@mx.enlace.test");
  EXPECT_EQ(AgencyOfSender("mx-uep@mx.enlace.test"), "mx-uep");
  EXPECT_EQ(AgencyOfSender("somebody"), "");
}

TEST(CapAlertTest, AnAlertSaysWhatTheClearFieldsSay) {
  v1::Warning warning;
  warning.set_warning_id("W");
  warning.mutable_issuer()->set_agency_id("mx-uep");
  warning.set_message_type(v1::WARNING_MESSAGE_TYPE_ALERT);
  warning.add_addressees()->set_agency_id("mx-fgr");
  warning.add_subdivisions("MX-CHH");
  warning.add_population(v1::POPULATION_GROUP_JOURNALIST);
  *warning.mutable_expire_time() = base::ToProto(absl::FromUnixSeconds(1768478400));
  const CapAlert alert = AlertOf(warning, "mx.enlace.test", absl::UnixEpoch(), {{"es", "h", "d", "i"}});
  EXPECT_EQ(alert.identifier, "W");
  EXPECT_EQ(alert.status, "Actual");
  EXPECT_THAT(alert.addresses, ElementsAre("mx-fgr"));
  EXPECT_THAT(alert.population, ElementsAre("journalist"));
  EXPECT_THAT(alert.subdivisions, ElementsAre("MX-CHH"));
  EXPECT_EQ(alert.expires, absl::FromUnixSeconds(1768478400));
  EXPECT_FALSE(alert.respond_by.has_value());
}

}  // namespace
}  // namespace enlace::client
