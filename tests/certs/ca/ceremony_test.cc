#include "certs/ca/ceremony.h"

#include <sys/stat.h>

#include "certs/ca/authority.h"
#include "certs/x509/signing_request.h"
#include "certs/x509/verifier.h"
#include "gateway/base/files.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_random.h"
#include "tests/support/soft_tokens.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::certs {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kDomain[] = "mx.enlace.test";

class CeremonyTest : public ::testing::Test {
 protected:
  RootOptions Root() {
    RootOptions options;
    options.folder = files_.File("root");
    options.trust_domain = kDomain;
    options.now = now_;
    options.key.access.passphrase = base::Secret("root words");
    return options;
  }
  RequestOptions Request() {
    RequestOptions options;
    options.folder = files_.File("ca");
    options.trust_domain = kDomain;
    options.key.access.passphrase = base::Secret("issuing words");
    return options;
  }
  SignOptions Sign() {
    SignOptions options;
    options.folder = files_.File("root");
    options.request_pem = *base::ReadFile(files_.File("ca/issuing.csr"));
    options.trust_domain = kDomain;
    options.now = now_;
    options.root_key.passphrase = base::Secret("root words");
    return options;
  }
  InstallOptions Install(const Certificate& issuing) {
    InstallOptions options;
    options.folder = files_.File("ca");
    options.root_pem = *base::ReadFile(files_.File("root/root.pem"));
    options.issuing_pem = issuing.ToPem();
    options.issuing_key.passphrase = base::Secret("issuing words");
    return options;
  }
  bool Exists(const std::string& name) { return base::FileExists(files_.File(name)); }

  absl::Time now_ = FakeClock().Now();
  TemporaryFolder files_;
  FakeRandom random_;
};

TEST_F(CeremonyTest, AWholeCeremonyMakesAnAuthorityThatIssues) {
  ASSERT_THAT(InitRoot(Root(), random_), IsOk());
  ASSERT_OK_AND_ASSIGN(const IssuingRequest request, RequestIssuing(Request()));
  ASSERT_OK_AND_ASSIGN(const SignedIssuing made, SignIssuing(Sign(), random_));
  EXPECT_EQ(made.issuing.key_id(), request.key_id);
  EXPECT_THAT(made.checks, Contains(HasSubstr("nameConstraints critical")));
  ASSERT_OK_AND_ASSIGN(const Installed installed, InstallIssuing(Install(made.issuing)));
  EXPECT_THAT(installed.checks, Contains(HasSubstr("the key here is the certificate's")));
  EXPECT_FALSE(Exists("ca/root.key")) << "the root's key stays where it is";

  ASSERT_OK_AND_ASSIGN(const auto authority,
                       Authority::Load(files_.File("ca"), base::Secret("issuing words"), random_));
  EXPECT_EQ(authority->trust_domain(), kDomain);
  const PrivateKey key = *PrivateKey::Generate();
  const auto csr = ParseSigningRequest("csr", *MakeSigningRequest(key, "spiffe://mx.enlace.test/admin/ana"));
  ASSERT_OK_AND_ASSIGN(const Certificate leaf, authority->IssueTlsClient(*csr, now_, absl::Hours(1)));
  ASSERT_OK_AND_ASSIGN(const auto verifier, Verifier::New({authority->root()}, {authority->issuing()}));
  EXPECT_THAT(verifier->Verify(leaf, {}, Purpose::kTlsClient, now_), IsOk());
}

TEST_F(CeremonyTest, BothKeysCanLiveInTokens) {
  SoftTokens& tokens = SoftTokens::Get();
  RootOptions root = Root();
  root.key.token_uri = tokens.Import("enlace", "ceremony-root", *PrivateKey::Generate());
  root.key.access = {base::Secret(SoftTokens::kPin), SoftTokens::kModule};
  RequestOptions request = Request();
  request.key.token_uri = tokens.Import("enlace", "ceremony-issuing", *PrivateKey::Generate());
  request.key.access = {base::Secret(SoftTokens::kPin), SoftTokens::kModule};
  ASSERT_THAT(InitRoot(root, random_), IsOk());
  ASSERT_THAT(RequestIssuing(request), IsOk());
  EXPECT_FALSE(Exists("root/root.key"));
  EXPECT_FALSE(Exists("ca/issuing.key"));
  SignOptions sign = Sign();
  sign.root_key = {base::Secret(SoftTokens::kPin), SoftTokens::kModule};
  ASSERT_OK_AND_ASSIGN(const SignedIssuing made, SignIssuing(sign, random_));
  InstallOptions install = Install(made.issuing);
  install.issuing_key = {base::Secret(SoftTokens::kPin), SoftTokens::kModule};
  ASSERT_THAT(InstallIssuing(install), IsOk());
  EXPECT_THAT(Authority::Load(files_.File("ca"),
                              KeyAccess{base::Secret(SoftTokens::kPin), SoftTokens::kModule}, random_),
              IsOk());
}

TEST_F(CeremonyTest, ARehearsalNeedsNoKeyOfTheRoot) {
  ASSERT_THAT(InitRoot(Root(), random_), IsOk());
  ASSERT_THAT(RequestIssuing(Request()), IsOk());
  SignOptions options = Sign();
  options.root_key.passphrase = base::Secret("wrong");
  ASSERT_OK_AND_ASSIGN(const SignedIssuing rehearsed, RehearseIssuing(options, random_));
  EXPECT_EQ(rehearsed.request.trust_domain, kDomain);
  EXPECT_THAT(SignIssuing(options, random_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("root.key")));
}

TEST_F(CeremonyTest, ARequestForAnotherDomainThanSaidIsNotSigned) {
  ASSERT_THAT(InitRoot(Root(), random_), IsOk());
  ASSERT_THAT(RequestIssuing(Request()), IsOk());
  SignOptions options = Sign();
  options.trust_domain = "pe.enlace.test";
  EXPECT_THAT(SignIssuing(options, random_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("do not sign it")));
}

TEST_F(CeremonyTest, AWrongClockIsNoticed) {
  ASSERT_THAT(InitRoot(Root(), random_), IsOk());
  ASSERT_THAT(RequestIssuing(Request()), IsOk());
  SignOptions options = Sign();
  options.now = now_ - absl::Hours(24);
  EXPECT_THAT(SignIssuing(options, random_),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("clock right")));
}

TEST_F(CeremonyTest, NoIssuingAuthorityOutlivesItsRoot) {
  ASSERT_THAT(InitRoot(Root(), random_), IsOk());
  ASSERT_THAT(RequestIssuing(Request()), IsOk());
  SignOptions options = Sign();
  options.life = absl::Hours(24 * 365 * 50);
  ASSERT_OK_AND_ASSIGN(const SignedIssuing made, SignIssuing(options, random_));
  EXPECT_EQ(made.issuing.not_after(), made.root.not_after());
}

TEST_F(CeremonyTest, WhatDoesNotBelongTogetherIsNotInstalled) {
  ASSERT_THAT(InitRoot(Root(), random_), IsOk());
  ASSERT_THAT(RequestIssuing(Request()), IsOk());
  ASSERT_OK_AND_ASSIGN(const SignedIssuing made, SignIssuing(Sign(), random_));
  RequestOptions other = Request();
  other.folder = files_.File("other");
  ASSERT_THAT(RequestIssuing(other), IsOk());
  InstallOptions options = Install(made.issuing);
  options.folder = other.folder;
  EXPECT_THAT(InstallIssuing(options),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("issuing.key: is not the key")));
  EXPECT_FALSE(Exists("other/issuing.pem"));
  EXPECT_FALSE(Exists("other/root.pem"));
}

TEST_F(CeremonyTest, NoActWritesOverWhatIsThere) {
  ASSERT_THAT(InitRoot(Root(), random_), IsOk());
  EXPECT_THAT(InitRoot(Root(), random_), StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("root.key")));
  ASSERT_THAT(RequestIssuing(Request()), IsOk());
  EXPECT_THAT(RequestIssuing(Request()), StatusIs(absl::StatusCode::kAlreadyExists));
  ASSERT_OK_AND_ASSIGN(const SignedIssuing made, SignIssuing(Sign(), random_));
  ASSERT_THAT(InstallIssuing(Install(made.issuing)), IsOk());
  EXPECT_THAT(InstallIssuing(Install(made.issuing)), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(CeremonyTest, KeysAreForTheirOwnerAlone) {
  ASSERT_THAT(InitRoot(Root(), random_), IsOk());
  ASSERT_THAT(RequestIssuing(Request()), IsOk());
  for (const char* name : {"root/root.key", "ca/issuing.key"}) {
    struct stat info = {};
    ASSERT_EQ(stat(files_.File(name).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u) << name;
    EXPECT_THAT(*base::ReadFile(files_.File(name)), HasSubstr("ENCRYPTED PRIVATE KEY"));
  }
  EXPECT_THAT(*base::ReadFile(files_.File("ca/issuing.csr")), Not(HasSubstr("PRIVATE")));
}

}  // namespace
}  // namespace enlace::certs
