#include "client/enlacectl/mechanism_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MechanismCommandTest : public CliTest {
 protected:
  // `explain` over the files of the repository.
  Ran Explain(std::vector<std::string> words) {
    words.insert(words.begin(), {"mechanism", "explain", "--folder", ENLACE_SOURCE_DIR "/mechanisms"});
    return Run(words);
  }
};

TEST_F(MechanismCommandTest, RulesOfTheRepositoryAreGood) {
  std::vector<std::string> words = {"mechanism", "check"};
  const std::string folder = std::string(ENLACE_SOURCE_DIR) + "/mechanisms/";
  ASSERT_OK_AND_ASSIGN(const auto names, base::ListFolder(folder));
  for (const std::string& name : names) {
    if (name.size() > 5 && name.substr(name.size() - 5) == ".yaml") words.push_back(folder + name);
  }
  ASSERT_EQ(words.size(), 7U);
  const Ran ran = Run(words);
  EXPECT_EQ(ran.status, 0) << ran.err;
  for (const char* country : {"BR", "CO", "GT", "HN", "MX"}) EXPECT_THAT(ran.out, HasSubstr(country));
}

TEST_F(MechanismCommandTest, MistakesOfAllFilesAreToldWithTheirLines) {
  const std::string bad = WriteFile("bad.yaml", "mechanism_id: x-y\nnope: 1\n");
  const std::string poor = WriteFile("poor.yaml", "mechanism_id: x-y\ncountry: MX\n");
  const Ran ran = Run({"mechanism", "check", bad, poor});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("bad.yaml:2: nope: is not a field"));
  EXPECT_THAT(ran.err, HasSubstr("poor.yaml:1: display_name: is required; add the field"));
  EXPECT_THAT(ran.err, HasSubstr("poor.yaml:1: sources: is required"));
  EXPECT_EQ(Run({"mechanism", "check"}).status, 2);
  EXPECT_EQ(Run({"mechanism", "check", "/nonexistent.yaml"}).status, 4);
}

TEST_F(MechanismCommandTest, ExplainSaysWhoGetsAReferralAndWhichClocksStart) {
  const Ran ran = Explain({"--country", "HN", "--perpetrator", "non-state", "--date", "2018-02-01"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("hn-national: Sistema Nacional de Protección (HN)"));
  EXPECT_THAT(ran.out, HasSubstr("what happened on 2018-02-01"));
  EXPECT_THAT(ran.out, HasSubstr("HN-R5"));
  EXPECT_THAT(ran.out, HasSubstr("HN-1: 24 hours"));
  EXPECT_THAT(ran.out, HasSubstr("HN-R3 (to investigate, human rights prosecutor): for other perpetrators"));
}

TEST_F(MechanismCommandTest, ExplainTakesItsDateInTheMechanismsOwnZone) {
  EXPECT_THAT(Explain({"--country", "HN", "--date", "2018-02-28"}).out,
              HasSubstr("not yet in force, from 2018-03-01"));
  EXPECT_THAT(Explain({"--country", "HN", "--date", "2018-03-01"}).out, Not(HasSubstr("not yet in force")));
}

TEST_F(MechanismCommandTest, ExplainSpeaksTheOfficersLanguage) {
  const Ran ran =
      Explain({"--language", "es", "--country", "GT", "--procedure", "urgent", "--locality", "capital-city"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("Qué plazos corren"));
  EXPECT_THAT(ran.out, HasSubstr("GT-1: 24 horas desde el hecho"));
}

TEST_F(MechanismCommandTest, ExplainTakesOneFileInsteadOfACountry) {
  const Ran ran = Run({"-o", "json", "mechanism", "explain", "--mechanism",
                       ENLACE_SOURCE_DIR "/mechanisms/brazil.yaml", "--subdivision", "BR-SP"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\"mechanism_id\":\"br-ppddh\""));
}

TEST_F(MechanismCommandTest, ExplainNamesTheOptionThatIsWrong) {
  EXPECT_THAT(Explain({}).err, HasSubstr("--country"));
  EXPECT_THAT(Explain({"--country", "FR"}).err, HasSubstr("it has BR, CO, GT, HN, MX"));
  EXPECT_THAT(Explain({"--country", "MX", "--subdivision", "MX-XX"}).err, HasSubstr("--subdivision"));
  EXPECT_THAT(Explain({"--country", "MX", "--subdivision", "GT-GU"}).err, HasSubstr("not a part of MX"));
  EXPECT_THAT(Explain({"--country", "MX", "--perpetrator", "someone"}).err, HasSubstr("state-agent"));
  EXPECT_EQ(Explain({"--country", "MX", "--date", "soon"}).status, 3);
}

}  // namespace
}  // namespace enlace::client
