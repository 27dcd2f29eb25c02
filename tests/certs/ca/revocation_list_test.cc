#include "certs/ca/revocation_list.h"

#include "certs/x509/openssl_ptr.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

TEST(RevocationListTest, OpensslReadsWhatWeWrite) {
  TestPki pki;
  const TestCredential revoked = pki.IssueAdmin("ana");
  ASSERT_OK_AND_ASSIGN(const std::string der,
                       pki.authority().MakeCrl({{revoked.certificate.serial(), pki.now(), 1}, {"ab", pki.now(), 0}},
                                               7, pki.now(), absl::Hours(24)));
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  const CrlPtr crl(d2i_X509_CRL(nullptr, &data, static_cast<long>(der.size())));
  ASSERT_NE(crl, nullptr);
  auto* issuing = static_cast<X509*>(pki.authority().issuing().native());
  EXPECT_EQ(X509_CRL_verify(crl.get(), X509_get0_pubkey(issuing)), 1);
  EXPECT_EQ(X509_CRL_get_version(crl.get()), X509_CRL_VERSION_2);
  X509_REVOKED* entry = nullptr;
  EXPECT_EQ(X509_CRL_get0_by_cert(crl.get(), &entry, static_cast<X509*>(revoked.certificate.native())), 1);
  const TestCredential other = pki.IssueAdmin("eva");
  EXPECT_EQ(X509_CRL_get0_by_cert(crl.get(), &entry, static_cast<X509*>(other.certificate.native())), 0);
}

TEST(RevocationListTest, MalformedEntriesAreRefused) {
  TestPki pki;
  for (const RevokedEntry& entry : {RevokedEntry{"", pki.now(), 0}, RevokedEntry{"xyz", pki.now(), 0},
                                    RevokedEntry{std::string(41, 'a'), pki.now(), 0},
                                    RevokedEntry{"ab", pki.now(), 7}, RevokedEntry{"ab", pki.now(), 11}}) {
    EXPECT_THAT(pki.authority().MakeCrl({entry}, 1, pki.now(), absl::Hours(1)),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(pki.authority().MakeCrl({}, 1, pki.now(), absl::Hours(1)), IsOk());
}

}  // namespace
}  // namespace enlace::certs
