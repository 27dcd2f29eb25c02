#include "client/enlacectl/warning_input.h"

#include <sstream>

#include "gateway/base/errors.h"
#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::SizeIs;

class WarningInputTest : public CliTest {
 protected:
  absl::Status Fill(const WarningFlags& flags, v1::Warning* warning) {
    std::istringstream in;
    std::ostringstream out;
    Context context(
        {in, out, out, clock_, random_, sleeper_, [](const std::string&) { return std::nullopt; }});
    return FillWarning(context, flags, warning);
  }
};

TEST_F(WarningInputTest, WhatIsNotGivenStaysAsItIs) {
  v1::Warning warning;
  warning.add_subdivisions("MX-CHH");
  warning.set_urgency(v1::WARNING_URGENCY_EXPECTED);
  warning.add_addressees()->set_agency_id("mx-fgr");
  WarningFlags flags;
  ASSERT_THAT(Fill(flags, &warning), IsOk());
  EXPECT_EQ(warning.subdivisions(0), "MX-CHH");
  flags.subdivisions = {"MX-VER", "MX-GRO"};
  flags.addressees = {"mx-pol"};
  flags.severity = "extreme";
  flags.population = {"journalist"};
  flags.expires = "2099-01-01";
  ASSERT_THAT(Fill(flags, &warning), IsOk());
  EXPECT_THAT(warning.subdivisions(), SizeIs(2));
  ASSERT_THAT(warning.addressees(), SizeIs(1));
  EXPECT_EQ(warning.addressees(0).agency_id(), "mx-pol");
  EXPECT_EQ(warning.severity(), v1::WARNING_SEVERITY_EXTREME);
  EXPECT_EQ(warning.urgency(), v1::WARNING_URGENCY_EXPECTED);
  EXPECT_TRUE(warning.has_expire_time());
}

TEST_F(WarningInputTest, AWrongFlagIsNamed) {
  v1::Warning warning;
  WarningFlags flags;
  flags.urgency = "soon";
  EXPECT_EQ(base::FieldOf(Fill(flags, &warning)), "--urgency");
  flags = WarningFlags();
  flags.respond_by = "tomorrow";
  EXPECT_EQ(base::FieldOf(Fill(flags, &warning)), "--respond-by");
}

TEST_F(WarningInputTest, TextsComeByLanguageAndFromFiles) {
  WarningFlags flags;
  flags.headlines = {"es=Amenazas", "pt-BR=Ameaças"};
  flags.descriptions = {"es=@" + WriteFile("d.txt", "Tres casos = graves")};
  ASSERT_OK_AND_ASSIGN(const std::vector<AlertText> texts, ReadTexts(flags));
  ASSERT_THAT(texts, SizeIs(2));
  EXPECT_EQ(texts[0].description, "Tres casos = graves");
  EXPECT_EQ(texts[1].language, "pt-BR");
}

TEST_F(WarningInputTest, ATextWithoutItsLanguageIsNamed) {
  WarningFlags flags;
  EXPECT_EQ(base::FieldOf(ReadTexts(flags).status()), "--headline");
  flags.headlines = {"Amenazas"};
  EXPECT_EQ(base::FieldOf(ReadTexts(flags).status()), "--headline");
  flags.headlines = {"es=a", "es=b"};
  EXPECT_EQ(base::FieldOf(ReadTexts(flags).status()), "--headline");
  flags.headlines = {"es=a"};
  flags.instructions = {"pt=b"};
  EXPECT_EQ(base::FieldOf(ReadTexts(flags).status()), "--instruction");
}

}  // namespace
}  // namespace enlace::client
