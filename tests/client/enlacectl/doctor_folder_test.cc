#include "client/enlacectl/doctor_folder.h"

#include <sys/stat.h>

#include "gateway/base/files.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DoctorFolderTest : public ::testing::Test {
 protected:
  std::vector<Finding> Check() { return CheckFolder(folder_.path(), Language::kSpanish); }
  std::string File(const std::string& name) { return folder_.File(name); }
  absl::Status Refusal() { return certs::Keystore::Open(folder_.path(), random_).status(); }

  TestPki pki_;
  FakeRandom random_;
  TemporaryFolder folder_;
  std::unique_ptr<certs::Keystore> keystore_ = NewKeystore(pki_, folder_.path(), "mx-uep", "main", random_);
};

TEST_F(DoctorFolderTest, AGoodFolderHasNoFindings) { EXPECT_THAT(Check(), IsEmpty()); }

TEST_F(DoctorFolderTest, AnEmptyFolderAndNoFolderAreNotEnrolled) {
  const TemporaryFolder empty;
  for (const std::string& folder : {empty.path(), empty.File("nowhere")}) {
    const auto findings = CheckFolder(folder, Language::kEnglish);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].fault, ExitCode::kNotEnrolled);
    EXPECT_THAT(findings[0].text, HasSubstr("enlacectl enroll"));
  }
  EXPECT_FALSE(base::FileExists(empty.File("nowhere")));
}

TEST_F(DoctorFolderTest, WhatOthersCanReadIsNamedWithTheCommandThatClosesIt) {
  ASSERT_EQ(chmod(folder_.path().c_str(), 0750), 0);
  ASSERT_EQ(chmod(File("tls.key").c_str(), 0640), 0);
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 2U);
  for (const Finding& finding : findings) EXPECT_EQ(finding.fault, ExitCode::kOpenFolder);
  EXPECT_THAT(findings[0].text, HasSubstr("chmod 0700"));
  EXPECT_THAT(findings[1].text, HasSubstr("chmod 0600 " + File("tls.key")));
}

TEST_F(DoctorFolderTest, AKeyOfAnotherCertificateIsToldFromADamagedFile) {
  ASSERT_OK_AND_ASSIGN(const certs::PrivateKey other, certs::PrivateKey::Generate());
  ASSERT_OK_AND_ASSIGN(const base::Secret pem, other.ToPem());
  ASSERT_THAT(base::WriteFileAtomically(File("tls.key"), pem.RevealSecret()), IsOk());
  EXPECT_EQ(ExplainRefusal(folder_.path(), Refusal(), Language::kEnglish).fault, ExitCode::kKeyMismatch);
  ASSERT_THAT(base::WriteFileAtomically(File("tls.key"), "no key"), IsOk());
  const Finding damaged = ExplainRefusal(folder_.path(), Refusal(), Language::kEnglish);
  EXPECT_EQ(damaged.fault, ExitCode::kDamagedFile);
  EXPECT_THAT(damaged.text, HasSubstr("tls.key"));
}

}  // namespace
}  // namespace enlace::client
