#include "gateway/config/transport_settings.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "gateway/config/fields.h"
#include "tests/support/status_matchers.h"

namespace enlace::config {
namespace {

using ::testing::HasSubstr;

v1::GatewayConfig Defaults() {
  v1::GatewayConfig config;
  for (const auto& [path, text] : TransportDefaults()) {
    EXPECT_THAT(SetFromText("test", path, text, &config), IsOk()) << path;
  }
  return config;
}

absl::Status Check(const v1::GatewayConfig& config) {
  return CheckTransport(config, [](const std::string& path) { return "at"; });
}

TEST(TransportSettingsTest, DefaultsPass) { EXPECT_THAT(Check(Defaults()), IsOk()); }

TEST(TransportSettingsTest, EverySettingButTheSwitchesHasADefault) {
  for (const std::string& path : SettingPaths(*v1::GatewayConfig::descriptor())) {
    if (!absl::StartsWith(path, "transport.")) continue;
    const bool is_switch = path == "transport.refuse_by_alert" || path == "transport.accept_gzip";
    EXPECT_EQ(TransportDefaults().count(path), is_switch ? 0u : 1u) << path;
  }
}

TEST(TransportSettingsTest, ALimitThatIsAbsentIsRefused) {
  EXPECT_THAT(Check(v1::GatewayConfig()), StatusIs(absl::StatusCode::kInvalidArgument));
}

class BadTransportSetting
    : public ::testing::TestWithParam<std::tuple<const char*, const char*, const char*>> {};

TEST_P(BadTransportSetting, IsToldWithItsPath) {
  const auto& [path, text, problem] = GetParam();
  v1::GatewayConfig config = Defaults();
  ASSERT_THAT(SetFromText("test", path, text, &config), IsOk());
  EXPECT_THAT(Check(config), StatusIs(absl::StatusCode::kInvalidArgument,
                                      HasSubstr(absl::StrCat("at: ", path, ": must be ", problem))));
}

INSTANTIATE_TEST_SUITE_P(
    Settings, BadTransportSetting,
    ::testing::Values(
        std::tuple{"transport.loops", "257", "0 to 256"}, std::tuple{"transport.workers", "0", "1 to 256"},
        std::tuple{"transport.connections.total", "0", "1 to"},
        std::tuple{"transport.connections.descriptor_reserve", "7", "8 to"},
        std::tuple{"transport.connections.handshake_limit", "0s", "100ms to 1m"},
        std::tuple{"transport.connections.max_age", "500ms", "0s, which is never"},
        std::tuple{"transport.streams.header_list_limit", "4095", "4096 to"},
        std::tuple{"transport.streams.message_limit", "67108865", "65536 to 67108864"},
        std::tuple{"transport.streams.queued_per_connection", "131072", "at least streams.queued"},
        std::tuple{"transport.calls.default_deadline", "2h", "100ms to 1h"},
        std::tuple{"transport.calls.max_running_per_caller", "257", "at most calls.max_running"},
        std::tuple{"transport.calls.reserved_for_urgent", "0", "1 to"},
        std::tuple{"transport.calls.max_waiting_per_caller", "5000", "at most calls.max_waiting"},
        std::tuple{"transport.calls.streams_per_caller", "5000", "at most calls.streams"},
        std::tuple{"transport.budgets.resets", "0", "10 to"}));

TEST(TransportSettingsTest, AConnectionMayBeLeftToLiveForEver) {
  v1::GatewayConfig config = Defaults();
  ASSERT_THAT(SetFromText("test", "transport.connections.max_age", "0s", &config), IsOk());
  EXPECT_THAT(Check(config), IsOk());
}

}  // namespace
}  // namespace enlace::config
