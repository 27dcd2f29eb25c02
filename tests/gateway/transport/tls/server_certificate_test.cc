#include "gateway/transport/tls/server_certificate.h"

#include "certs/x509/certificate.h"
#include "gateway/base/files.h"
#include "gateway/transport/tls/tls_files.h"
#include "tests/support/fake_clock.h"
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

}  // namespace
}  // namespace enlace::transport
