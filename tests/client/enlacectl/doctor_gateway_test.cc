#include "client/enlacectl/doctor_gateway.h"

#include <sys/stat.h>

#include <filesystem>
#include <map>

#include "absl/strings/str_cat.h"
#include "gateway/base/files.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

// A gateway that is not running, by its files alone.
class DoctorGatewayTest : public ::testing::Test {
 protected:
  DoctorGatewayTest() {
    settings_ = {{"trust_domain", "mx.enlace.test"},
                 {"state_folder", folder_.File("state")},
                 {"public_names", "[\"localhost\"]"},
                 {"ca", absl::StrCat("{folder: ", pki_.folder(), "}")},
                 {"mutual", "{port: 0}"},
                 {"enrollment", "{port: 0}"},
                 {"mechanisms_folder", folder_.File("mechanisms")}};
    EXPECT_THAT(base::MakeFolders(folder_.File("mechanisms")), IsOk());
    EXPECT_THAT(base::MakeFolders(folder_.File("state")), IsOk());
  }
  std::map<std::string, Finding> Examine() {
    std::string text;
    for (const auto& [name, value] : settings_) absl::StrAppend(&text, name, ": ", value, "\n");
    EXPECT_THAT(base::WriteFileAtomically(folder_.File("gateway.yaml"), text), IsOk());
    const auto none = [](const std::string&) -> std::optional<std::string> { return std::nullopt; };
    std::map<std::string, Finding> out;
    for (const Finding& finding : ExamineGateway(
             {folder_.File("gateway.yaml"), none, clock_, random_, absl::Seconds(10), Language::kEnglish})) {
      out[finding.check] = finding;
    }
    return out;
  }
  // Puts the server's pair where the gateway serves it from.
  void Serve(const std::vector<std::string>& names) {
    ASSERT_THAT(base::MakeFolders(folder_.File("state/tls/current")), IsOk());
    ASSERT_THAT(base::WriteFileAtomically(folder_.File("state/tls/current/tls.pem"),
                                          pki_.IssueServer(names).certificate.ToPem()),
                IsOk());
  }

  TestPki pki_{"mx.enlace.test", absl::Now()};
  FakeRandom random_;
  FakeClock clock_{absl::Now()};
  TemporaryFolder folder_;
  std::map<std::string, std::string> settings_;
};

TEST_F(DoctorGatewayTest, SettingsThatItCannotRunWithEndTheExamination) {
  settings_["trust_domain"] = "\"Not A Domain\"";
  const auto findings = Examine();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.at("config").fault, ExitCode::kConfig);
  EXPECT_THAT(findings.at("config").text, HasSubstr("gateway.yaml"));
}

TEST_F(DoctorGatewayTest, EveryCheckHasItsFinding) {
  const auto findings = Examine();
  for (const char* check :
       {"config", "authority-files", "root-certificate", "issuing-certificate", "mechanisms", "state-folder",
        "disk-space", "public-names", "port-mutual", "port-enrollment"}) {
    EXPECT_EQ(findings.count(check), 1U) << check;
  }
  // An empty folder is no set of rules.
  EXPECT_EQ(findings.at("mechanisms").fault, ExitCode::kMechanisms);
}

TEST_F(DoctorGatewayTest, AStateFolderIsForTheGatewayAlone) {
  EXPECT_EQ(Examine().at("state-folder").level, FindingLevel::kGood);
  ASSERT_EQ(chmod(folder_.File("state").c_str(), 0750), 0);
  EXPECT_EQ(Examine().at("state-folder").fault, ExitCode::kStateFolder);
  ASSERT_EQ(chmod(folder_.File("state").c_str(), 0700), 0);
  settings_["state_folder"] = folder_.File("gateway.yaml");
  EXPECT_EQ(Examine().at("state-folder").fault, ExitCode::kStateFolder);
}

TEST_F(DoctorGatewayTest, AFolderThatIsYetToBeMadeIsNotMade) {
  settings_["state_folder"] = folder_.File("deep/below/state");
  const auto findings = Examine();
  EXPECT_EQ(findings.at("state-folder").level, FindingLevel::kGood);
  EXPECT_EQ(findings.count("disk-space"), 1U);
  EXPECT_FALSE(base::FileExists(folder_.File("deep")));
}

TEST_F(DoctorGatewayTest, AClockThatWentBackIsFoundByTheFilesItDated) {
  ASSERT_THAT(base::WriteFileAtomically(folder_.File("state/state.db"), "x"), IsOk());
  EXPECT_EQ(Examine().at("clock").level, FindingLevel::kGood);
  clock_.SetTime(absl::Now() - absl::Hours(3));
  EXPECT_EQ(Examine().at("clock").fault, ExitCode::kClockSkew);
}

TEST_F(DoctorGatewayTest, TheServerCertificateMustHaveEveryPublicName) {
  Serve({"localhost"});
  EXPECT_EQ(Examine().at("server-certificate").level, FindingLevel::kGood);
  settings_["public_names"] = "[\"localhost\", \"gw.invalid\"]";
  const auto findings = Examine();
  EXPECT_EQ(findings.at("server-certificate").fault, ExitCode::kPublicNames);
  EXPECT_THAT(findings.at("server-certificate").text, HasSubstr("gw.invalid"));
  EXPECT_EQ(findings.at("public-names").fault, ExitCode::kNameUnknown);
  EXPECT_EQ(findings.at("public-names").level, FindingLevel::kWarning);
  clock_.SetTime(absl::Now() + absl::Hours(24 * 400));
  EXPECT_EQ(Examine().at("server-certificate").fault, ExitCode::kServerExpired);
}

TEST_F(DoctorGatewayTest, APortThatAnotherHasIsTaken) {
  FakeGateway other(pki_);
  settings_["mutual"] = absl::StrCat("{port: ", other.mutual().port, "}");
  EXPECT_EQ(Examine().at("port-mutual").fault, ExitCode::kPortTaken);
  EXPECT_EQ(Examine().at("port-enrollment").level, FindingLevel::kGood);
}

TEST_F(DoctorGatewayTest, AnAddressOfAnotherMachineIsFoundOut) {
  settings_["enrollment"] = "{address: 192.0.2.1, port: 7445}";
  EXPECT_EQ(Examine().at("port-enrollment").fault, ExitCode::kPortTaken);
}

}  // namespace
}  // namespace enlace::client
