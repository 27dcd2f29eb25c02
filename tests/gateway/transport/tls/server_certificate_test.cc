#include "gateway/transport/tls/server_certificate.h"

#include "certs/x509/certificate.h"
#include "gateway/base/files.h"
#include "gateway/transport/tls/tls_files.h"
#include "tests/support/fake_clock.h"
#include "tests/support/second_authority.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_pki.h"

namespace enlace::transport {
namespace {

class ServerCertificateTest : public testing::Test {
 protected:
  ServerCertificate::Options Options() {
    return {folder_.File("tls"), {"localhost", "127.0.0.1"}, absl::Hours(24 * 7), absl::Hours(1)};
  }
  std::string SerialInForce() {
    const auto pem = base::ReadFile(folder_.File("tls") + "/current/tls.pem");
    const auto certificate = certs::Certificate::FromPem(pem.ok() ? *pem : "");
    return certificate.ok() ? certificate->serial() : "";
  }

  certs::Certificate IssuerInForce() {
    return certs::Certificate::ChainFromPem(*base::ReadFile(folder_.File("tls") + "/current/tls.pem"))->at(1);
  }
  // The authority of the folder's sub-folder, after a step of its life.
  certs::Certificate Put(size_t index, v1::AuthorityState state) {
    const certs::AuthorityMember member = pki_.authorities().members().at(index);
    pki_.authorities().Put({member.root, member.issuing, state});
    return member.issuing;
  }

  FakeClock clock_;
  TemporaryFolder folder_;
  TestPki pki_;
};

TEST_F(ServerCertificateTest, IsInForceBeforeTheFirstListenerStarts) {
  ASSERT_OK_AND_ASSIGN(auto certificate, ServerCertificate::New(Options(), pki_.authorities(), clock_));
  EXPECT_THAT(CheckTlsFiles(folder_.File("tls")), IsOk());
}

TEST_F(ServerCertificateTest, IsRenewedAtTwoThirdsOfItsLifeAndNotBefore) {
  ASSERT_OK_AND_ASSIGN(auto certificate, ServerCertificate::New(Options(), pki_.authorities(), clock_));
  const std::string first = SerialInForce();
  clock_.Advance(absl::Hours(24 * 4));
  ASSERT_THAT(certificate->RenewIfDue(), IsOk());
  EXPECT_EQ(SerialInForce(), first);
  clock_.Advance(absl::Hours(24));
  ASSERT_THAT(certificate->RenewIfDue(), IsOk());
  EXPECT_NE(SerialInForce(), first);
}

TEST_F(ServerCertificateTest, NeedsANameOfTheGateway) {
  ServerCertificate::Options options = Options();
  options.names.clear();
  EXPECT_FALSE(ServerCertificate::New(options, pki_.authorities(), clock_).ok());
}

TEST_F(ServerCertificateTest, FollowsTheAuthorityThatServes) {
  ASSERT_OK_AND_ASSIGN(auto certificate, ServerCertificate::New(Options(), pki_.authorities(), clock_));
  AddAuthority(pki_, "issuing", NewRoot::kNo);
  AddAuthority(pki_, "root", NewRoot::kYes);
  pki_.authorities().Refresh();
  const certs::Certificate second = Put(1, v1::AUTHORITY_STATE_ISSUING);
  ASSERT_THAT(certificate->RenewIfDue(), IsOk());
  EXPECT_EQ(IssuerInForce().der(), second.der()) << "the same root: at once";
  const certs::Certificate third = Put(2, v1::AUTHORITY_STATE_ISSUING);
  ASSERT_THAT(certificate->RenewIfDue(), IsOk());
  EXPECT_NE(IssuerInForce().der(), third.der()) << "another root: not before the old one is retired";
  Put(0, v1::AUTHORITY_STATE_RETIRED);
  Put(1, v1::AUTHORITY_STATE_RETIRED);
  ASSERT_THAT(certificate->RenewIfDue(), IsOk());
  EXPECT_EQ(IssuerInForce().der(), third.der());
}

}  // namespace
}  // namespace enlace::transport
