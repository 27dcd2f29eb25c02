#include "client/enlacectl/warning_command.h"

#include "client/warning/cap_document.h"
#include "tests/client/enlacectl/cli_fixture.h"
#include "tests/client/warning/fake_warnings.h"

namespace enlace::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class WarningCommandTest : public CliTest {
 protected:
  WarningCommandTest() {
    warnings_.log = &gateway_.case_log;
    variables_["ENLACE_ADDRESS"] = gateway_.mutual().ToText();
    variables_["ENLACE_IDENTITY"] = agency_.folder.path();
  }
  std::vector<std::string> Issuing() const {
    return {"warning",       "issue",  "--officer",    "of-17",       "--mechanism",   "mx-federal",
            "--subdivision", "MX-CHH", "--population", "journalist",  "--urgency",     "expected",
            "--severity",    "severe", "--certainty",  "likely",      "--expires",     "2099-01-01",
            "--to",          "mx-fgr", "--headline",   "es=Amenazas", "--description", "es=Tres casos"};
  }
  std::string IssuedId() const { return warnings_.warnings.begin()->first; }
  Ran RunAsOther(const std::vector<std::string>& words) {
    variables_["ENLACE_IDENTITY"] = other_.folder.path();
    const Ran ran = Run(words);
    variables_["ENLACE_IDENTITY"] = agency_.folder.path();
    return ran;
  }
  TestPki pki_{"mx.enlace.test", absl::Now()};
  FakeWarnings warnings_;
  FakeGateway gateway_{pki_, {&warnings_}};
  FakeAgency agency_{gateway_, "mx-uep"};
  FakeAgency other_{gateway_, "mx-fgr", "feadle"};
};

TEST_F(WarningCommandTest, AWarningIsIssuedOpenedAndSavedAsCap) {
  const Ran issued = Run(Issuing());
  ASSERT_EQ(issued.status, 0) << issued.err;
  EXPECT_THAT(issued.out, AllOf(HasSubstr("mx-fgr"), HasSubstr("warning.issued")));
  EXPECT_THAT(warnings_.issued[0].SerializeAsString(), Not(HasSubstr("Amenazas")));
  const std::string file = files_.File("alert.xml");
  const Ran shown = RunAsOther({"warning", "show", IssuedId(), "--officer", "of-3", "--save", file});
  ASSERT_EQ(shown.status, 0) << shown.err;
  EXPECT_THAT(shown.out, AllOf(HasSubstr("Amenazas"), HasSubstr("Tres casos"), HasSubstr("MX-CHH")));
  ASSERT_OK_AND_ASSIGN(const std::string document, base::ReadFile(file));
  EXPECT_THAT(ParseAlert(document), IsOk());
}

TEST_F(WarningCommandTest, ProgramsReadItAsJson) {
  ASSERT_EQ(Run(Issuing()).status, 0);
  const Ran shown = RunAsOther({"-o", "json", "warning", "show", IssuedId()});
  EXPECT_THAT(shown.out, AllOf(HasSubstr("\"headline\":\"Amenazas\""), HasSubstr("\"status\":\"Actual\""),
                               Not(HasSubstr("\"cms\""))));
}

TEST_F(WarningCommandTest, AnUpdateKeepsWhatIsNotGiven) {
  ASSERT_EQ(Run(Issuing()).status, 0);
  const std::string first = IssuedId();
  const Ran updated = Run({"warning", "update", first, "--officer", "of-17", "--severity", "extreme",
                           "--headline", "es=Va en aumento"});
  ASSERT_EQ(updated.status, 0) << updated.err;
  ASSERT_THAT(warnings_.issued, SizeIs(2));
  const v1::Warning& update = warnings_.issued[1].warning();
  EXPECT_EQ(update.references_warning_id(), first);
  EXPECT_EQ(update.message_type(), v1::WARNING_MESSAGE_TYPE_UPDATE);
  EXPECT_EQ(update.severity(), v1::WARNING_SEVERITY_EXTREME);
  EXPECT_EQ(update.urgency(), v1::WARNING_URGENCY_EXPECTED);
  EXPECT_EQ(update.addressees(0).agency_id(), "mx-fgr");
}

TEST_F(WarningCommandTest, ACancelHasNoEndAndIsPast) {
  ASSERT_EQ(Run(Issuing()).status, 0);
  const Ran cancelled =
      Run({"warning", "cancel", IssuedId(), "--officer", "of-17", "--headline", "es=Ya no hay peligro"});
  ASSERT_EQ(cancelled.status, 0) << cancelled.err;
  const v1::Warning& cancel = warnings_.issued[1].warning();
  EXPECT_EQ(cancel.message_type(), v1::WARNING_MESSAGE_TYPE_CANCEL);
  EXPECT_FALSE(cancel.has_expire_time());
  EXPECT_EQ(cancel.urgency(), v1::WARNING_URGENCY_PAST);
}

TEST_F(WarningCommandTest, AnAnswerReachesTheIssuer) {
  ASSERT_EQ(Run(Issuing()).status, 0);
  const Ran answered = RunAsOther({"warning", "answer", IssuedId(), "--officer", "of-3", "--response",
                                   "acting", "--note", "Patrullas desde hoy"});
  ASSERT_EQ(answered.status, 0) << answered.err;
  EXPECT_EQ(warnings_.answered[0].response(), v1::WARNING_RESPONSE_ACTING);
  EXPECT_THAT(warnings_.answered[0].SerializeAsString(), Not(HasSubstr("Patrullas")));
  EXPECT_THAT(Run({"warning", "show", IssuedId()}).out, HasSubstr("Patrullas desde hoy"));
}

TEST_F(WarningCommandTest, TheListCanBeOfThoseInForceAlone) {
  ASSERT_EQ(Run(Issuing()).status, 0);
  const Ran listed = Run({"warning", "list", "--active"});
  EXPECT_THAT(listed.out, HasSubstr(IssuedId()));
  EXPECT_TRUE(warnings_.listed.active_only());
}

TEST_F(WarningCommandTest, UsageInputAndAbsenceHaveTheirOwnStatus) {
  EXPECT_EQ(Run({"warning", "issue"}).status, 2);
  std::vector<std::string> words = Issuing();
  words.push_back("--severity=terrible");
  EXPECT_NE(Run(words).status, 0);
  EXPECT_EQ(Run({"warning", "show", "NOPE"}).status, 4);
}

}  // namespace
}  // namespace enlace::client
