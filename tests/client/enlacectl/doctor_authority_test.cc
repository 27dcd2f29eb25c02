#include "client/enlacectl/doctor_authority.h"

#include <sys/stat.h>

#include <filesystem>

#include "gateway/base/files.h"
#include "tests/support/fake_random.h"
#include "tests/support/second_authority.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_pki.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class DoctorAuthorityTest : public ::testing::Test {
 protected:
  DoctorAuthorityTest() {
    config_.set_trust_domain("mx.enlace.test");
    config_.mutable_ca()->set_folder(folder_.File("ca"));
    std::filesystem::copy(pki_.folder(), folder_.File("ca"));
    // As after the ceremony.
    std::filesystem::remove(File("root.key"));
  }
  std::string File(const std::string& name) const { return folder_.File("ca/" + name); }
  std::vector<Finding> Check(absl::Time now) {
    return CheckAuthority(config_, now, random_, Language::kEnglish);
  }
  // The first finding that is not good.
  Finding Worst(absl::Time now) {
    const auto findings = Check(now);
    const Finding* const principal = PrincipalFinding(findings);
    return principal == nullptr ? Good("", "") : *principal;
  }

  TestPki pki_;
  FakeRandom random_;
  TemporaryFolder folder_;
  config::v1::GatewayConfig config_;
};

TEST_F(DoctorAuthorityTest, AGoodOneHasOnlyGoodFindings) {
  const auto findings = Check(pki_.now());
  EXPECT_EQ(findings.size(), 3U);
  for (const Finding& finding : findings) EXPECT_EQ(finding.level, FindingLevel::kGood) << finding.text;
}

TEST_F(DoctorAuthorityTest, WhatIsWrongWithOneOfSeveralIsAWarning) {
  AddAuthorityTo(folder_.File("ca"), "mx.enlace.test", "2029", NewRoot::kYes, pki_.now());
  EXPECT_EQ(Check(pki_.now()).size(), 6U);
  EXPECT_EQ(Worst(pki_.now()).level, FindingLevel::kGood);
  const std::string newer = File("authorities/2029/issuing.key");
  ASSERT_EQ(chmod(newer.c_str(), 0640), 0);
  EXPECT_EQ(Worst(pki_.now()).level, FindingLevel::kWarning);
  EXPECT_THAT(Worst(pki_.now()).text, HasSubstr("chmod 0600 " + newer));
  ASSERT_EQ(chmod(File("issuing.key").c_str(), 0640), 0);
  EXPECT_EQ(Worst(pki_.now()).level, FindingLevel::kBad);
}

TEST_F(DoctorAuthorityTest, TheKeyOfTheRootHasNoPlaceHere) {
  ASSERT_THAT(base::WriteFileAtomically(File("root.key"), "x"), IsOk());
  const Finding finding = Worst(pki_.now());
  EXPECT_EQ(finding.check, "root-key");
  EXPECT_EQ(finding.level, FindingLevel::kWarning);
  EXPECT_THAT(finding.text, HasSubstr(File("root.key")));
}

TEST_F(DoctorAuthorityTest, AKeyThatOthersCanReadIsNamed) {
  ASSERT_EQ(chmod(File("issuing.key").c_str(), 0640), 0);
  const Finding finding = Worst(pki_.now());
  EXPECT_EQ(finding.fault, ExitCode::kAuthorityFiles);
  EXPECT_THAT(finding.text, HasSubstr("chmod 0600 " + File("issuing.key")));
}

TEST_F(DoctorAuthorityTest, AFileThatIsMissingOrOfAnotherAuthorityIsNamed) {
  TestPki other;
  std::filesystem::copy_file(other.folder() + "/issuing.key", File("issuing.key"),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(Worst(pki_.now()).fault, ExitCode::kAuthorityFiles);
  EXPECT_THAT(Worst(pki_.now()).text, HasSubstr("issuing.key"));
  std::filesystem::remove(File("root.pem"));
  EXPECT_THAT(Worst(pki_.now()).text, HasSubstr("root.pem"));
}

TEST_F(DoctorAuthorityTest, APassphraseThatIsMissingIsToldAsSuch) {
  config_.mutable_ca()->set_passphrase_file(folder_.File("nowhere"));
  EXPECT_EQ(Worst(pki_.now()).fault, ExitCode::kAuthorityFiles);
  EXPECT_THAT(Worst(pki_.now()).text, HasSubstr("nowhere"));
}

TEST_F(DoctorAuthorityTest, AnAuthorityOfAnotherTrustDomainIsFoundOut) {
  config_.set_trust_domain("br.enlace.test");
  EXPECT_EQ(Worst(pki_.now()).fault, ExitCode::kAuthorityFiles);
  EXPECT_THAT(Worst(pki_.now()).text, HasSubstr("mx.enlace.test"));
}

TEST_F(DoctorAuthorityTest, WithoutItsIssuingKeyItIsOfNoUse) {
  std::filesystem::remove(File("issuing.key"));
  EXPECT_EQ(Worst(pki_.now()).fault, ExitCode::kAuthorityFiles);
  EXPECT_THAT(Worst(pki_.now()).text, HasSubstr("issuing.key"));
}

TEST_F(DoctorAuthorityTest, ItsEndIsToldBeforeItComes) {
  const absl::Time end = pki_.authority().issuing().not_after();
  EXPECT_EQ(Worst(end - absl::Hours(24 * 91)).level, FindingLevel::kGood);
  EXPECT_EQ(Worst(end - absl::Hours(24 * 89)).level, FindingLevel::kWarning);
  EXPECT_EQ(Worst(end - absl::Hours(24 * 89)).check, "issuing-certificate");
  const Finding ended = Worst(end);
  EXPECT_EQ(ended.level, FindingLevel::kBad);
  EXPECT_EQ(ended.fault, ExitCode::kAuthorityEnds);
  EXPECT_EQ(Worst(pki_.authority().root().not_before() - absl::Hours(1)).fault, ExitCode::kClockSkew);
}

}  // namespace
}  // namespace enlace::client
