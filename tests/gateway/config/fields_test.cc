#include "gateway/config/fields.h"

#include <gtest/gtest.h>

#include "enlace/config/v1/adapter_config.pb.h"
#include "enlace/config/v1/gateway_config.pb.h"
#include "tests/support/status_matchers.h"

namespace enlace::config {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(FieldsTest, PathsNameEverySettingThatOneTextCanGive) {
  const auto paths = SettingPaths(*v1::GatewayConfig::descriptor());
  EXPECT_THAT(paths, Contains("mutual.port"));
  EXPECT_THAT(paths, Contains("public_names"));
  EXPECT_THAT(paths, Contains("ca.tls_life"));
  EXPECT_THAT(paths, Not(Contains("mutual")));
  EXPECT_THAT(SettingPaths(*v1::AdapterConfig::descriptor()), Not(Contains("folder.mapping.columns")));
}

TEST(FieldsTest, EnvironmentNameIsThePathInCapitals) {
  EXPECT_EQ(EnvironmentName("ca.passphrase_file"), "ENLACE_CA_PASSPHRASE_FILE");
}

TEST(FieldsTest, TextReplacesOneSettingAndLeavesTheRest) {
  v1::GatewayConfig config;
  config.mutable_mutual()->set_port(1);
  config.mutable_mutual()->set_address("::1");
  ASSERT_THAT(SetFromText("flag", "mutual.port", "0", &config), IsOk());
  EXPECT_EQ(config.mutual().port(), 0u);
  EXPECT_EQ(config.mutual().address(), "::1");
}

TEST(FieldsTest, ListIsReplacedAsAWhole) {
  v1::GatewayConfig config;
  config.add_public_names("old");
  ASSERT_THAT(SetFromText("flag", "public_names", "a.example, b.example", &config), IsOk());
  EXPECT_THAT(config.public_names(), ElementsAre("a.example", "b.example"));
  EXPECT_EQ(TextOf(config, "public_names"), "a.example, b.example");
}

TEST(FieldsTest, TextCannotBreakOutOfItsSetting) {
  v1::GatewayConfig config;
  const std::string hostile = "x\", trust_domain: \"evil\\\n";
  ASSERT_THAT(SetFromText("flag", "state_folder", hostile, &config), IsOk());
  EXPECT_EQ(config.state_folder(), hostile);
  EXPECT_EQ(config.trust_domain(), "");
}

TEST(FieldsTest, MistakeNamesOriginAndSetting) {
  v1::GatewayConfig config;
  EXPECT_THAT(SetFromText("flag mutual.prt", "mutual.prt", "1", &config),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("flag mutual.prt: mutual.prt: is not a setting")));
  EXPECT_THAT(SetFromText("environment E", "mutual.port", "many", &config),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("environment E: mutual.port: must be a number")));
}

TEST(FieldsTest, TextOfUnsetIsEmptyOfANumberZeroAndOfASwitchFalse) {
  EXPECT_EQ(TextOf(v1::GatewayConfig(), "state_folder"), "");
  EXPECT_EQ(TextOf(v1::GatewayConfig(), "mutual.port"), "0");
  EXPECT_EQ(TextOf(v1::GatewayConfig(), "require_act_signatures"), "false");
  v1::GatewayConfig config;
  config.set_require_act_signatures(true);
  EXPECT_EQ(TextOf(config, "require_act_signatures"), "true");
}

}  // namespace
}  // namespace enlace::config
