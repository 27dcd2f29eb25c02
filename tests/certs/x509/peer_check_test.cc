#include "certs/x509/peer_check.h"

#include <openssl/bio.h>
#include <openssl/err.h>

#include "certs/x509/openssl_ptr.h"
#include "gateway/base/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

std::string* asked_about = nullptr;
absl::Status* verdict = nullptr;

absl::Status Decide(SSL*, absl::string_view leaf_pem) {
  *asked_about = std::string(leaf_pem);
  return *verdict;
}

class PeerCheckTest : public testing::Test {
 protected:
  PeerCheckTest() {
    asked_about = &asked_about_;
    verdict = &verdict_;
  }
  // The alert that the client has got in the end; 0: none.
  int Shake() {
    const SslCtxPtr server_context = Context(server_), client_context = Context(client_);
    SSL_CTX_set_verify(server_context.get(), SSL_VERIFY_PEER, nullptr);
    CheckPeersBy(server_context.get(), &Decide);
    const SslPtr server(SSL_new(server_context.get())), client(SSL_new(client_context.get()));
    BIO *server_bio = nullptr, *client_bio = nullptr;
    BIO_new_bio_pair(&server_bio, 0, &client_bio, 0);
    SSL_set_bio(server.get(), server_bio, server_bio);
    SSL_set_bio(client.get(), client_bio, client_bio);
    SSL_set_accept_state(server.get());
    SSL_set_connect_state(client.get());
    char byte = 0;
    for (int i = 0; i < 10; ++i) {
      SSL_read(client.get(), &byte, 1);
      const int reason = ERR_GET_REASON(ERR_peek_error());
      ERR_clear_error();
      if (reason > SSL_AD_REASON_OFFSET) return reason - SSL_AD_REASON_OFFSET;
      SSL_read(server.get(), &byte, 1);
      ERR_clear_error();
    }
    return 0;
  }
  static SslCtxPtr Context(const TestCredential& credential) {
    SslCtxPtr context(SSL_CTX_new(TLS_method()));
    SSL_CTX_use_certificate(context.get(), static_cast<X509*>(credential.certificate.native()));
    SSL_CTX_use_PrivateKey(context.get(), static_cast<EVP_PKEY*>(credential.key.native()));
    return context;
  }

  TestPki pki_;
  const TestCredential server_ = pki_.IssueServer();
  const TestCredential client_ = pki_.IssueAgency("uep-chihuahua").tls;
  std::string asked_about_;
  absl::Status verdict_;
};

TEST_F(PeerCheckTest, IsAskedAboutTheLeafAndLetsItIn) {
  EXPECT_EQ(Shake(), 0);
  EXPECT_EQ(asked_about_, client_.certificate.ToPem());
}

TEST_F(PeerCheckTest, ARefusedPeerIsToldTheReasonByItsAlert) {
  verdict_ = base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_REVOKED, "revoked");
  EXPECT_EQ(Shake(), SSL_AD_CERTIFICATE_REVOKED);
  verdict_ = base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_EXPIRED, "expired");
  EXPECT_EQ(Shake(), SSL_AD_CERTIFICATE_EXPIRED);
  verdict_ = absl::UnavailableError("no reason of ours");
  EXPECT_EQ(Shake(), SSL_AD_CERTIFICATE_UNKNOWN);
}

}  // namespace
}  // namespace enlace::certs
