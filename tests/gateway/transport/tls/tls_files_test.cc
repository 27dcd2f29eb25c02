#include "gateway/transport/tls/tls_files.h"

#include <sys/stat.h>

#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::transport {
namespace {

using ::testing::HasSubstr;

class TlsFilesTest : public ::testing::Test {
 protected:
  mode_t ModeOf(const std::string& path) {
    struct stat found = {};
    EXPECT_EQ(stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 0777;
  }

  TestPki pki_;
  TemporaryFolder parent_;
  const std::string folder_ = parent_.File("tls");
  const TestCredential first_ = pki_.IssueServer();
};

TEST_F(TlsFilesTest, PairIsWrittenForTheOwnerAlone) {
  ASSERT_THAT(WriteTlsFiles(folder_, first_.key, {first_.certificate, pki_.authority().issuing()}), IsOk());
  EXPECT_THAT(CheckTlsFiles(folder_), IsOk());
  EXPECT_EQ(ModeOf(folder_), 0700u);
  EXPECT_EQ(ModeOf(TlsKeyPath(folder_)), 0600u);
  ASSERT_OK_AND_ASSIGN(const std::string pem, base::ReadFile(TlsChainPath(folder_)));
  ASSERT_OK_AND_ASSIGN(const auto chain, certs::Certificate::ChainFromPem(pem));
  ASSERT_EQ(chain.size(), 2u);
  EXPECT_EQ(chain[0].serial(), first_.certificate.serial());
}

TEST_F(TlsFilesTest, RotationReplacesBothAndLeavesNoOldKeyBehind) {
  ASSERT_THAT(WriteTlsFiles(folder_, first_.key, {first_.certificate}), IsOk());
  const TestCredential second = pki_.IssueServer();
  ASSERT_THAT(WriteTlsFiles(folder_, second.key, {second.certificate}), IsOk());
  EXPECT_THAT(CheckTlsFiles(folder_), IsOk());
  ASSERT_OK_AND_ASSIGN(const std::string pem, base::ReadFile(TlsChainPath(folder_)));
  EXPECT_EQ(pem, second.certificate.ToPem());
  ASSERT_OK_AND_ASSIGN(const auto names, base::ListFolder(folder_));
  EXPECT_EQ(names.size(), 2u);  // The link and one pair.
}

TEST_F(TlsFilesTest, WhatDoesNotFitChangesNothing) {
  ASSERT_THAT(WriteTlsFiles(folder_, first_.key, {first_.certificate}), IsOk());
  const TestCredential other = pki_.IssueServer();
  EXPECT_THAT(WriteTlsFiles(folder_, other.key, {first_.certificate}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("does not belong")));
  EXPECT_THAT(WriteTlsFiles(folder_, first_.key, {}), StatusIs(absl::StatusCode::kInvalidArgument));
  const TestAgency agency = pki_.IssueAgency("fgr");
  EXPECT_THAT(WriteTlsFiles(folder_, agency.tls.key, {agency.tls.certificate}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not for TLS servers")));
  ASSERT_OK_AND_ASSIGN(const std::string pem, base::ReadFile(TlsChainPath(folder_)));
  EXPECT_EQ(pem, first_.certificate.ToPem());
}

TEST_F(TlsFilesTest, MissingFilesAreNamed) {
  EXPECT_THAT(CheckTlsFiles(folder_), StatusIs(absl::StatusCode::kNotFound, HasSubstr("tls.key")));
}

TEST_F(TlsFilesTest, FilesThatSomebodyEditedAreRefused) {
  ASSERT_THAT(WriteTlsFiles(folder_, first_.key, {first_.certificate}), IsOk());
  ASSERT_THAT(base::WriteFileAtomically(TlsChainPath(folder_), pki_.IssueServer().certificate.ToPem()), IsOk());
  EXPECT_THAT(CheckTlsFiles(folder_), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::transport
