#include "adapters/runtime/settings.h"

#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::adapters {
namespace {

constexpr char kGood[] =
    "agency_id: mx-uep\nstate_folder: /tmp/state\ngateway: 127.0.0.1:7443\nfolder:\n  root: /tmp/files\n"
    "  poll_interval: 3s\n";

class SettingsTest : public testing::Test {
 protected:
  absl::StatusOr<config::v1::AdapterConfig> Load(const std::string& text) {
    EXPECT_THAT(base::WriteFileAtomically(folder_.File("a.yaml"), text), IsOk());
    return LoadSettings(folder_.File("a.yaml"));
  }
  TemporaryFolder folder_;
};

TEST_F(SettingsTest, DefaultsAreFilledIn) {
  ASSERT_OK_AND_ASSIGN(const auto config, Load(kGood));
  EXPECT_EQ(config.language(), "es");
  EXPECT_EQ(PollInterval(config), absl::Seconds(3));
  EXPECT_EQ(QuietTime(config), absl::Seconds(2));
}

TEST_F(SettingsTest, EveryMistakeNamesFileLineAndField) {
  const auto expect = [&](const std::string& from, const std::string& to, const std::string& words) {
    std::string text = kGood;
    text.replace(text.find(from), from.size(), to);
    EXPECT_THAT(Load(text), StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr(words)));
  };
  expect("mx-uep", "MX UEP", "a.yaml:1: agency_id:");
  expect("127.0.0.1:7443", "nowhere", "a.yaml:3: gateway: must be host:port");
  expect("/tmp/files", "''", "a.yaml:5: folder.root: is required");
  expect("/tmp/state", "''", "a.yaml:2: state_folder: is required");
  expect("agency_id", "language: fr\nagency_id", "a.yaml:1: language: must be es, pt-BR or en");
  expect("gateway:", "gatewy:", "a.yaml:3: gatewy: is not a field");
}

TEST_F(SettingsTest, OneDriverMustBeNamed) {
  EXPECT_THAT(Load("agency_id: mx-uep\nstate_folder: /tmp/s\ngateway: 127.0.0.1:1\n"),
              StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("exactly one driver")));
}

TEST_F(SettingsTest, WaitsBetweenTriesAreChecked) {
  const std::string text = kGood;
  EXPECT_THAT(Load(text + "retry_max: 0s\n"),
              StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("a.yaml:7: retry_max:")));
  ASSERT_OK_AND_ASSIGN(const auto config, Load(text + "retry_max: 5s\n"));
  EXPECT_EQ(RetryPolicyOf(config).longest, absl::Seconds(5));
  EXPECT_EQ(RetryPolicyOf(config).first, absl::Seconds(1));
}

}  // namespace
}  // namespace enlace::adapters
