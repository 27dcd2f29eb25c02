#include "gateway/config/gateway_config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::config {
namespace {

using ::testing::HasSubstr;

constexpr char kFile[] = R"(trust_domain: enlace.example.gob
state_folder: /var/lib/enlace
mechanisms_folder: /etc/enlace/mechanisms
public_names: [enlace.example.gob]
ca: {folder: /etc/enlace/ca}
mutual:
  port: 8443
)";

class GatewayConfigTest : public ::testing::Test {
 protected:
  absl::StatusOr<LoadedConfig> Load(const std::string& text) {
    EXPECT_THAT(base::WriteFileAtomically(folder_.File("gateway.yaml"), text), IsOk());
    return LoadFrom(folder_.File("gateway.yaml"));
  }
  absl::StatusOr<LoadedConfig> LoadFrom(const std::string& path) {
    const auto lookup = [this](const std::string& name) -> absl::optional<std::string> {
      const auto found = environment_.find(name);
      if (found == environment_.end()) return absl::nullopt;
      return found->second;
    };
    return LoadGatewayConfig(path, lookup, flags_);
  }

  TemporaryFolder folder_;
  std::map<std::string, std::string> environment_;
  std::map<std::string, std::string> flags_;
};

TEST_F(GatewayConfigTest, AFileMountedFromAConfigMapIsRead) {
  ASSERT_THAT(Load(kFile), IsOk());
  ASSERT_EQ(symlink("gateway.yaml", folder_.File("mounted.yaml").c_str()), 0);
  ASSERT_OK_AND_ASSIGN(const LoadedConfig loaded, LoadFrom(folder_.File("mounted.yaml")));
  EXPECT_EQ(loaded.values.mutual().port(), 8443u);
}

TEST_F(GatewayConfigTest, DefaultsAreFilledInAndNamedAsSuch) {
  ASSERT_OK_AND_ASSIGN(const LoadedConfig loaded, Load(kFile));
  EXPECT_EQ(loaded.values.log_origin(), "enlace.example.gob");
  EXPECT_EQ(loaded.values.mutual().address(), "127.0.0.1");
  EXPECT_EQ(loaded.values.ca().tls_life().seconds(), 7 * 86400);
  EXPECT_EQ(loaded.values.ca().sealing_life().seconds(), 90 * 86400);
  EXPECT_EQ(loaded.values.ca().token_life().seconds(), 86400);
  EXPECT_EQ(loaded.values.store().kind(), "sqlite");
  EXPECT_EQ(loaded.values.feed().heartbeat().seconds(), 30);
  EXPECT_EQ(loaded.values.feed().batch_size(), 100u);
  EXPECT_EQ(loaded.values.report().smallest_cell(), 5u);
  EXPECT_EQ(loaded.origins.at("feed.batch_size"), "default");
  EXPECT_EQ(loaded.origins.at("mutual.port"), "gateway.yaml:7");
}

TEST_F(GatewayConfigTest, TheDoorHasItsLimitsWithoutAnybodysSaying) {
  ASSERT_OK_AND_ASSIGN(const LoadedConfig loaded,
                       Load(std::string(kFile) + "transport:\n  connections: {per_address: 7}\n"));
  EXPECT_EQ(loaded.values.transport().connections().per_address(), 7u);
  EXPECT_EQ(loaded.values.transport().connections().per_certificate(), 64u);
  EXPECT_EQ(loaded.values.transport().connections().handshake_limit().seconds(), 5);
  EXPECT_EQ(loaded.origins.at("transport.connections.per_address"), "gateway.yaml:9");
  EXPECT_EQ(loaded.origins.at("transport.calls.rate"), "default");
}

TEST_F(GatewayConfigTest, AListenerThatNobodyAskedForStaysClosed) {
  ASSERT_OK_AND_ASSIGN(const LoadedConfig closed, Load(kFile));
  EXPECT_FALSE(closed.values.has_administration());
  EXPECT_FALSE(closed.values.has_probe());
  environment_["ENLACE_PROBE_PORT"] = "8080";
  ASSERT_OK_AND_ASSIGN(const LoadedConfig open, Load(std::string(kFile) + "administration: {port: 0}\n"));
  EXPECT_EQ(open.values.probe().address(), "127.0.0.1");
  EXPECT_EQ(open.values.probe().port(), 8080u);
  EXPECT_EQ(open.values.administration().address(), "127.0.0.1");
}

TEST_F(GatewayConfigTest, AMistakeInTheDoorsSettingsNamesItsLine) {
  EXPECT_THAT(Load(std::string(kFile) + "transport:\n  connections:\n    handshake_limit: 2h\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "gateway.yaml:10: transport.connections.handshake_limit: must be 100ms to 1m"));
}

TEST_F(GatewayConfigTest, FlagComesBeforeEnvironmentBeforeFile) {
  environment_["ENLACE_MUTUAL_PORT"] = "9001";
  ASSERT_OK_AND_ASSIGN(const LoadedConfig by_environment, Load(kFile));
  EXPECT_EQ(by_environment.values.mutual().port(), 9001u);
  EXPECT_EQ(by_environment.origins.at("mutual.port"), "environment ENLACE_MUTUAL_PORT");
  flags_["mutual.port"] = "9002";
  ASSERT_OK_AND_ASSIGN(const LoadedConfig by_flag, Load(kFile));
  EXPECT_EQ(by_flag.values.mutual().port(), 9002u);
  EXPECT_EQ(by_flag.origins.at("mutual.port"), "flag mutual.port");
}

TEST_F(GatewayConfigTest, EmptyVariableCountsAsNotSet) {
  environment_["ENLACE_MUTUAL_PORT"] = "";
  ASSERT_OK_AND_ASSIGN(const LoadedConfig loaded, Load(kFile));
  EXPECT_EQ(loaded.values.mutual().port(), 8443u);
}

TEST_F(GatewayConfigTest, EverythingCanComeFromTheEnvironment) {
  environment_ = {{"ENLACE_TRUST_DOMAIN", "t.example"},
                  {"ENLACE_STATE_FOLDER", "/s"},
                  {"ENLACE_MECHANISMS_FOLDER", "/m"},
                  {"ENLACE_PUBLIC_NAMES", "a.example,10.0.0.1"},
                  {"ENLACE_CA_FOLDER", "/ca"}};
  ASSERT_OK_AND_ASSIGN(const LoadedConfig loaded, LoadFrom(""));
  EXPECT_EQ(loaded.values.public_names_size(), 2);
  environment_.erase("ENLACE_STATE_FOLDER");
  EXPECT_THAT(LoadFrom(""), StatusIs(absl::StatusCode::kInvalidArgument,
                                     "environment ENLACE_STATE_FOLDER: state_folder: is required"));
}

TEST_F(GatewayConfigTest, MistakesNameFileLineAndField) {
  EXPECT_THAT(
      Load(std::string(kFile) + "enrollment:\n  port: 70000\n"),
      StatusIs(absl::StatusCode::kInvalidArgument, "gateway.yaml:9: enrollment.port: must be 0 to 65535"));
  EXPECT_THAT(
      Load(std::string(kFile) + "public_nmes: []\n"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("gateway.yaml:8: public_nmes: is not a field")));
  EXPECT_THAT(
      Load(std::string(kFile) + "feed:\n  batch_size: 0\n"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("gateway.yaml:9: feed.batch_size: must be 1")));
  EXPECT_THAT(Load("trust_domain: t\npublic_names:\n  - ok\n  - -no\n"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("gateway.yaml:4: public_names[1]:")));
}

TEST_F(GatewayConfigTest, MistakeInAVariableNamesTheVariable) {
  environment_["ENLACE_MUTUAL_PORT"] = "65536";
  EXPECT_THAT(Load(kFile), StatusIs(absl::StatusCode::kInvalidArgument,
                                    "environment ENLACE_MUTUAL_PORT: mutual.port: must be 0 to 65535"));
}

TEST_F(GatewayConfigTest, UnknownFlagIsRefused) {
  flags_["mutal.port"] = "1";
  EXPECT_THAT(Load(kFile),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("mutal.port: is not a setting")));
}

TEST_F(GatewayConfigTest, MissingFileIsNotFound) {
  EXPECT_THAT(LoadFrom(folder_.File("none.yaml")), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(GatewayConfigTest, ShowNamesEachValueAndItsOrigin) {
  environment_["ENLACE_LOG_LEVEL"] = "error";
  ASSERT_OK_AND_ASSIGN(const LoadedConfig loaded, Load(kFile));
  const std::string text = ShowConfig(loaded);
  EXPECT_THAT(text, HasSubstr("mutual.port: 8443  # gateway.yaml:7\n"));
  EXPECT_THAT(text, HasSubstr("log_level: error  # environment ENLACE_LOG_LEVEL\n"));
  EXPECT_THAT(text, HasSubstr("store.kind: sqlite  # default\n"));
  EXPECT_THAT(text, HasSubstr("public_names: enlace.example.gob  # gateway.yaml:4\n"));
}

TEST_F(GatewayConfigTest, ProcessEnvironmentTellsSetFromUnset) {
  EXPECT_TRUE(ProcessEnvironment("PATH").has_value());
  EXPECT_FALSE(ProcessEnvironment("ENLACE_NO_SUCH_VARIABLE").has_value());
}

}  // namespace
}  // namespace enlace::config
