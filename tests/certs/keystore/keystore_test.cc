#include "certs/keystore/keystore.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "gateway/base/digest.h"
#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class KeystoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<Keystore> MustOpen() {
    auto keystore = Keystore::Open(path_, random_);
    EXPECT_THAT(keystore, IsOk());
    return *std::move(keystore);
  }
  absl::Status Install(Keystore& keystore, const TestAgency& agency) {
    return keystore.Install(agency.tls.key, agency.tls.chain_pem, &agency.sealing.key,
                            agency.sealing.chain_pem, pki_.root_pem());
  }
  TestPki pki_;
  TemporaryFolder folder_;
  std::string path_ = folder_.File("keys");
  FakeRandom random_;
};

TEST_F(KeystoreTest, NewFolderIsPrivateAndNotEnrolled) {
  const auto keystore = MustOpen();
  EXPECT_FALSE(keystore->enrolled());
  EXPECT_EQ(keystore->uri(), "");
  EXPECT_THAT(keystore->sealing(), IsEmpty());
  EXPECT_THAT(keystore->bundle(), IsEmpty());
  EXPECT_EQ(keystore->folder(), path_);
  struct stat info = {};
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST_F(KeystoreTest, InstalledIdentityIsThereAfterReopening) {
  const TestAgency agency = pki_.IssueAgency("a1");
  ASSERT_THAT(Install(*MustOpen(), agency), IsOk());
  const auto keystore = MustOpen();
  EXPECT_TRUE(keystore->enrolled());
  EXPECT_EQ(keystore->uri(), agency.uri);
  EXPECT_EQ(keystore->tls_key().key_id(), agency.tls.key.key_id());
  EXPECT_THAT(keystore->tls_chain(), SizeIs(2));
  ASSERT_THAT(keystore->sealing(), SizeIs(1));
  EXPECT_EQ(keystore->sealing()[0].key.key_id(), agency.sealing.key.key_id());
  EXPECT_EQ(keystore->sealing_issuer().der(), pki_.authority().issuing().der());
  EXPECT_THAT(keystore->bundle(), SizeIs(1));
}

TEST_F(KeystoreTest, AdministratorsHaveNoSealingKey) {
  const TestCredential admin = pki_.IssueAdmin("ana");
  const auto keystore = MustOpen();
  ASSERT_THAT(keystore->Install(admin.key, admin.chain_pem, nullptr, "", pki_.root_pem()), IsOk());
  EXPECT_EQ(keystore->uri(), pki_.AdminUri("ana"));
  EXPECT_THAT(keystore->sealing(), IsEmpty());
}

TEST_F(KeystoreTest, OldSealingKeysStayNewestFirst) {
  const TestAgency first = pki_.IssueAgency("a1");
  pki_.SetNow(pki_.now() + absl::Hours(24));
  const TestAgency second = pki_.IssueAgency("a1");
  const auto keystore = MustOpen();
  ASSERT_THAT(Install(*keystore, second), IsOk());
  ASSERT_THAT(Install(*keystore, first), IsOk());  // Any order of installing.
  ASSERT_THAT(keystore->sealing(), SizeIs(2));
  EXPECT_EQ(keystore->sealing()[0].key.key_id(), second.sealing.key.key_id());
  EXPECT_EQ(keystore->sealing()[1].key.key_id(), first.sealing.key.key_id());
}

TEST_F(KeystoreTest, FolderThatOthersMayEnterIsRefused) {
  MustOpen();
  ASSERT_EQ(chmod(path_.c_str(), 0750), 0);
  EXPECT_THAT(Keystore::Open(path_, random_),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("chmod 0700")));
}

TEST_F(KeystoreTest, KeyAndCertificateThatDifferAreRefused) {
  const TestAgency one = pki_.IssueAgency("a1");
  const TestAgency two = pki_.IssueAgency("a2");
  const auto keystore = MustOpen();
  EXPECT_THAT(keystore->Install(one.tls.key, two.tls.chain_pem, nullptr, "", pki_.root_pem()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("tls_chain_pem")));
  EXPECT_THAT(keystore->Install(one.tls.key, one.tls.chain_pem, &one.sealing.key, two.sealing.chain_pem,
                                pki_.root_pem()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("sealing_chain_pem")));
  EXPECT_THAT(keystore->Install(one.tls.key, one.tls.chain_pem, &one.sealing.key,
                                one.sealing.certificate.ToPem(), pki_.root_pem()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("issuer")));
  EXPECT_THAT(keystore->Install(one.tls.key, one.tls.chain_pem, nullptr, "", "no bundle"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("bundle_pem")));
  EXPECT_FALSE(keystore->enrolled());
  ASSERT_THAT(Install(*keystore, one), IsOk());
  ASSERT_THAT(base::WriteFileAtomically(path_ + "/tls.key", two.tls.key_pem), IsOk());
  EXPECT_THAT(Keystore::Open(path_, random_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("tls.key")));
}

TEST_F(KeystoreTest, InterruptedInstallEndsOnOneSide) {
  const TestAgency old = pki_.IssueAgency("a1");
  const TestAgency renewed = pki_.IssueAgency("a1");
  ASSERT_THAT(Install(*MustOpen(), old), IsOk());
  // Before tls.pem was replaced: the old pair holds.
  ASSERT_THAT(base::WriteFileAtomically(path_ + "/tls.key.new", renewed.tls.key_pem), IsOk());
  EXPECT_EQ(MustOpen()->tls_key().key_id(), old.tls.key.key_id());
  EXPECT_FALSE(base::FileExists(path_ + "/tls.key.new"));
  // After it: the new pair does.
  ASSERT_THAT(base::WriteFileAtomically(path_ + "/tls.key.new", renewed.tls.key_pem), IsOk());
  ASSERT_THAT(base::WriteFileAtomically(path_ + "/tls.pem", renewed.tls.chain_pem), IsOk());
  EXPECT_EQ(MustOpen()->tls_key().key_id(), renewed.tls.key.key_id());
  EXPECT_FALSE(base::FileExists(path_ + "/tls.key.new"));
}

TEST_F(KeystoreTest, FailedInstallLeavesTheOldState) {
  const TestAgency old = pki_.IssueAgency("a1");
  const TestAgency renewed = pki_.IssueAgency("a1");
  const auto keystore = MustOpen();
  ASSERT_THAT(Install(*keystore, old), IsOk());
  ASSERT_EQ(unlink((path_ + "/bundle.pem").c_str()), 0);
  ASSERT_EQ(mkdir((path_ + "/bundle.pem").c_str(), 0700), 0);  // Cannot be replaced by a file.
  EXPECT_THAT(Install(*keystore, renewed), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(keystore->tls_key().key_id(), old.tls.key.key_id());
  ASSERT_EQ(rmdir((path_ + "/bundle.pem").c_str()), 0);
  const auto reopened = MustOpen();
  EXPECT_EQ(reopened->tls_key().key_id(), old.tls.key.key_id());
  EXPECT_THAT(reopened->sealing(), SizeIs(1));
}

TEST_F(KeystoreTest, NativeNumbersHashAlikeHoweverTheyAreTyped) {
  const auto keystore = MustOpen();
  const std::string hash = keystore->HashNativeNumber("CI-0123/2026");
  EXPECT_THAT(hash, SizeIs(32));
  EXPECT_EQ(keystore->HashNativeNumber(" ci - 0123 / 2026\t"), hash);
  EXPECT_NE(keystore->HashNativeNumber("CI-0124/2026"), hash);
  EXPECT_EQ(MustOpen()->HashNativeNumber("CI-0123/2026"), hash);
  ASSERT_OK_AND_ASSIGN(const std::string key, base::ReadFile(path_ + "/native-number.key"));
  EXPECT_EQ(hash, base::HmacSha256(key, "CI-0123/2026"));
}

TEST_F(KeystoreTest, DamagedNativeNumberKeyIsRefused) {
  MustOpen();
  ASSERT_THAT(base::WriteFileAtomically(path_ + "/native-number.key", "short"), IsOk());
  EXPECT_THAT(Keystore::Open(path_, random_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("32 bytes")));
}

TEST_F(KeystoreTest, ANewBundleKeepsTheRootsThatWereTrustedOnce) {
  const TestPki next("mx.enlace.test", pki_.now());
  ASSERT_THAT(Install(*MustOpen(), pki_.IssueAgency("a1")), IsOk());
  const auto keystore = MustOpen();
  ASSERT_THAT(keystore->InstallBundle(pki_.root_pem() + next.root_pem()), IsOk());
  EXPECT_THAT(keystore->bundle(), SizeIs(2));
  EXPECT_THAT(keystore->former_roots(), IsEmpty());
  ASSERT_THAT(keystore->InstallBundle(next.root_pem()), IsOk());
  const auto reopened = MustOpen();
  ASSERT_THAT(reopened->bundle(), SizeIs(1));
  EXPECT_EQ(reopened->bundle()[0].der(), next.authority().root().der());
  ASSERT_THAT(reopened->former_roots(), SizeIs(1));
  EXPECT_EQ(reopened->former_roots()[0].der(), pki_.authority().root().der());
}

TEST_F(KeystoreTest, ABundleOfNoAuthoritiesIsRefused) {
  ASSERT_THAT(Install(*MustOpen(), pki_.IssueAgency("a1")), IsOk());
  const auto keystore = MustOpen();
  EXPECT_THAT(keystore->InstallBundle("junk"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(keystore->InstallBundle(pki_.IssueAdmin("ana").certificate.ToPem()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not an authority's")));
  EXPECT_EQ(keystore->bundle()[0].der(), pki_.authority().root().der());
}

TEST_F(KeystoreTest, ProcessesThatShareAFolderAlwaysFindAPairThatFits) {
  ASSERT_THAT(Install(*MustOpen(), pki_.IssueAgency("mx-fgr", "feadle")), IsOk());
  std::vector<TestAgency> renewals;
  for (int i = 0; i < 40; ++i) renewals.push_back(pki_.IssueAgency("mx-fgr", "feadle"));
  std::atomic<bool> done = false;
  // As an adapter beside enlacectl.
  std::thread reader([&] {
    FakeRandom random;
    while (!done) EXPECT_THAT(Keystore::Open(path_, random).status(), IsOk());
  });
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 2; ++writer) {
    writers.emplace_back([&, writer] {
      FakeRandom random;
      const auto keystore = Keystore::Open(path_, random);
      ASSERT_THAT(keystore, IsOk());
      for (size_t i = static_cast<size_t>(writer); i < renewals.size(); i += 2) {
        EXPECT_THAT((*keystore)->Install(renewals[i].tls.key, renewals[i].tls.chain_pem, nullptr, "",
                                         pki_.root_pem()),
                    IsOk());
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  done = true;
  reader.join();
  EXPECT_TRUE(MustOpen()->enrolled());
}

}  // namespace
}  // namespace enlace::certs
