#include "gateway/config/check.h"

#include <gtest/gtest.h>

#include "gateway/config/fields.h"
#include "gateway/config/transport_settings.h"
#include "tests/support/status_matchers.h"

namespace enlace::config {
namespace {

using ::testing::HasSubstr;

v1::GatewayConfig Good() {
  v1::GatewayConfig config;
  for (const auto& [path, text] :
       std::vector<std::pair<std::string, std::string>>{{"trust_domain", "enlace.example.gob"},
                                                        {"log_origin", "enlace.example.gob"},
                                                        {"state_folder", "/s"},
                                                        {"mutual.address", "::"},
                                                        {"mutual.port", "8443"},
                                                        {"enrollment.address", "::"},
                                                        {"enrollment.port", "8444"},
                                                        {"public_names", "enlace.example.gob, 10.0.0.1"},
                                                        {"ca.folder", "/ca"},
                                                        {"ca.tls_life", "7d"},
                                                        {"ca.sealing_life", "90d"},
                                                        {"ca.token_life", "24h"},
                                                        {"ca.crl_life", "24h"},
                                                        {"ca.undo_window", "10m"},
                                                        {"store.kind", "sqlite"},
                                                        {"mechanisms_folder", "/m"},
                                                        {"log_level", "info"},
                                                        {"feed.heartbeat", "30s"},
                                                        {"feed.batch_size", "100"},
                                                        {"approval.proposal_life", "72h"},
                                                        {"report.smallest_cell", "5"}}) {
    EXPECT_THAT(SetFromText("test", path, text, &config), IsOk());
  }
  for (const auto& [path, text] : TransportDefaults()) {
    EXPECT_THAT(SetFromText("test", path, text, &config), IsOk());
  }
  return config;
}

absl::Status Check(const v1::GatewayConfig& config) {
  return CheckGatewayConfig(config, [](const std::string& path) { return "at:" + path.substr(0, 3); });
}

TEST(CheckGatewayConfigTest, GoodSettingsPass) { EXPECT_THAT(Check(Good()), IsOk()); }

TEST(CheckGatewayConfigTest, TwoPersonsAreAskedForActsThatThereAre) {
  v1::GatewayConfig config = Good();
  EXPECT_THAT(SetFromText("test", "approval.two_persons",
                          "register_agency, create_token, revoke, reinstate, lift_exclusion, "
                          "change_mechanism, advance_authority",
                          &config),
              IsOk());
  EXPECT_THAT(Check(config), IsOk());
  config.mutable_approval()->add_two_persons("CREATE_TOKEN");
  EXPECT_THAT(Check(config), StatusIs(absl::StatusCode::kInvalidArgument,
                                      HasSubstr("approval.two_persons[7]: \"CREATE_TOKEN\" is no act; known "
                                                "are advance_authority, change_mechanism")));
}

TEST(CheckGatewayConfigTest, OnlyAGatewayThatNobodyElseReachesMayDrill) {
  v1::GatewayConfig config = Good();
  config.mutable_drill()->set_speed(1800);
  EXPECT_THAT(Check(config),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("drill.speed: is for drills")));
  config.mutable_mutual()->set_address("127.0.0.1");
  EXPECT_THAT(Check(config), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("listens on ::")));
  config.mutable_enrollment()->set_address("::1");
  EXPECT_THAT(Check(config), IsOk());
  config.mutable_drill()->set_speed(100001);
  EXPECT_THAT(Check(config), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("must be 0 to 100000")));
}

class BadSetting : public ::testing::TestWithParam<std::tuple<const char*, const char*, const char*>> {};

TEST_P(BadSetting, IsToldWithOriginAndPath) {
  const auto& [path, text, problem] = GetParam();
  v1::GatewayConfig config = Good();
  ASSERT_THAT(SetFromText("test", path, text, &config), IsOk());
  EXPECT_THAT(Check(config), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(problem)));
}

INSTANTIATE_TEST_SUITE_P(
    Settings, BadSetting,
    ::testing::Values(std::tuple{"trust_domain", "", "at:tru: trust_domain: is required"},
                      std::tuple{"trust_domain", "Enlace", "trust_domain: must be at most"},
                      std::tuple{"log_origin", "a b", "log_origin: must be printable"},
                      std::tuple{"log_origin", "a+b", "log_origin: must be printable"},
                      std::tuple{"state_folder", "", "state_folder: is required"},
                      std::tuple{"mutual.address", "localhost", "mutual.address: \"localhost\" is not an IP"},
                      std::tuple{"mutual.port", "65536", "at:mut: mutual.port: must be 0 to 65535"},
                      std::tuple{"enrollment.port", "65536", "enrollment.port: must be 0 to 65535"},
                      std::tuple{"enrollment.port", "8443", "enrollment.port: must not be the mutual port"},
                      std::tuple{"public_names", "a_b", "public_names[0]: \"a_b\" is neither"},
                      std::tuple{"public_names", "ok, -x", "public_names[1]: \"-x\" is neither"},
                      std::tuple{"ca.folder", "", "ca.folder: is required"},
                      std::tuple{"ca.tls_life", "0s", "ca.tls_life: must be 1s to"},
                      std::tuple{"ca.tls_life", "399d", "ca.tls_life: must be"},
                      std::tuple{"ca.sealing_life", "0s", "ca.sealing_life: must be"},
                      std::tuple{"ca.token_life", "31d", "ca.token_life: must be"},
                      std::tuple{"ca.pkcs11_module", "softhsm2.so", "ca.pkcs11_module: must be the absolute"},
                      std::tuple{"store.kind", "oracle", "store.kind: must be sqlite or memory"},
                      std::tuple{"mechanisms_folder", "", "mechanisms_folder: is required"},
                      std::tuple{"log_level", "debug", "log_level: must be info"},
                      std::tuple{"feed.heartbeat", "2h", "feed.heartbeat: must be"},
                      std::tuple{"feed.batch_size", "0", "feed.batch_size: must be 1 to 10000"},
                      std::tuple{"approval.proposal_life", "59s", "approval.proposal_life: must be 1m to"},
                      std::tuple{"approval.proposal_life", "31d", "approval.proposal_life: must be 1m to"},
                      std::tuple{"report.smallest_cell", "0", "report.smallest_cell: must be 1 to 1000"}));

TEST(CheckGatewayConfigTest, NoTwoListenersShareAPort) {
  v1::GatewayConfig config = Good();
  config.mutable_administration()->set_address("::");
  config.mutable_administration()->set_port(8444);
  EXPECT_THAT(Check(config), StatusIs(absl::StatusCode::kInvalidArgument,
                                      HasSubstr("administration.port: must not be the enrollment port")));
  config.mutable_administration()->set_port(8445);
  EXPECT_THAT(Check(config), IsOk());
  config.mutable_probe()->set_address("127.0.0.1");
  config.mutable_probe()->set_port(8445);
  EXPECT_THAT(Check(config), IsOk());
}

TEST(CheckGatewayConfigTest, ProbesInPlainTextGoToOneAddressAlone) {
  v1::GatewayConfig config = Good();
  for (const char* all : {"0.0.0.0", "::"}) {
    config.mutable_probe()->set_address(all);
    EXPECT_THAT(Check(config), StatusIs(absl::StatusCode::kInvalidArgument,
                                        HasSubstr("probe.address: must be one address")));
  }
  config.mutable_probe()->set_address("");
  EXPECT_THAT(Check(config), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not an IP address")));
}

TEST(CheckGatewayConfigTest, ADrillOpensNoListenerToOthers) {
  v1::GatewayConfig config = Good();
  config.mutable_drill()->set_speed(1800);
  config.mutable_mutual()->set_address("127.0.0.1");
  config.mutable_enrollment()->set_address("127.0.0.1");
  config.mutable_administration()->set_address("10.0.0.1");
  EXPECT_THAT(Check(config), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("listens on 10.0.0.1")));
}

TEST(CheckGatewayConfigTest, NamelessGatewayIsRefused) {
  v1::GatewayConfig config = Good();
  config.clear_public_names();
  EXPECT_THAT(Check(config), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("public_names: needs")));
}

}  // namespace
}  // namespace enlace::config
