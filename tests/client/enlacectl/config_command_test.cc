#include "client/enlacectl/config_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class ConfigCommandTest : public CliTest {
 protected:
  std::string Good() {
    return WriteFile(
        "gateway.yaml",
        "trust_domain: mx.enlace.test\nstate_folder: /var/lib/enlace\npublic_names: [localhost]\n"
        "ca:\n  folder: /etc/enlace/ca\nmechanisms_folder: /etc/enlace/mechanisms\n");
  }
};

TEST_F(ConfigCommandTest, GoodSettingsAreSaidToBe) {
  const Ran ran = Run({"config", "check", Good()});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("can run"));
}

TEST_F(ConfigCommandTest, MistakeNamesFileLineAndField) {
  const Ran ran = Run({"config", "check", WriteFile("bad.yaml", "trust_domain: x.test\nno_such_field: 1\n")});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("bad.yaml:2"));
}

TEST_F(ConfigCommandTest, ShowTellsTheOriginOfEachValue) {
  variables_["ENLACE_LOG_LEVEL"] = "error";
  const Ran ran = Run({"config", "show", Good()});
  EXPECT_THAT(ran.out, HasSubstr("ENLACE_LOG_LEVEL"));
  EXPECT_THAT(ran.out, HasSubstr("gateway.yaml:1"));
}

}  // namespace
}  // namespace enlace::client
