#include "certs/x509/private_key.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "certs/x509/openssl_ptr.h"
#include "gateway/base/digest.h"
#include "tests/support/status_matchers.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;

base::Secret TraditionalPem(EVP_PKEY* key) {
  const BioPtr out(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return base::Secret(std::string(ContentsOf(out.get())));
}

TEST(PrivateKeyTest, TwoGeneratedKeysDiffer) {
  ASSERT_OK_AND_ASSIGN(const PrivateKey one, PrivateKey::Generate());
  ASSERT_OK_AND_ASSIGN(const PrivateKey two, PrivateKey::Generate());
  EXPECT_NE(one.key_id(), two.key_id());
  EXPECT_EQ(one.key_id(), base::Sha256(one.spki_der()));
  EXPECT_NE(one.native(), nullptr);
}

TEST(PrivateKeyTest, PlainPemComesBackAsTheSameKey) {
  ASSERT_OK_AND_ASSIGN(const PrivateKey key, PrivateKey::Generate());
  ASSERT_OK_AND_ASSIGN(const base::Secret pem, key.ToPem());
  EXPECT_THAT(std::string(pem.RevealSecret()), HasSubstr("BEGIN PRIVATE KEY"));
  ASSERT_OK_AND_ASSIGN(const PrivateKey again, PrivateKey::FromPem(pem));
  EXPECT_EQ(again.spki_der(), key.spki_der());
}

TEST(PrivateKeyTest, EncryptedPemNeedsItsPassphrase) {
  ASSERT_OK_AND_ASSIGN(const PrivateKey key, PrivateKey::Generate());
  const base::Secret passphrase("correct horse");
  ASSERT_OK_AND_ASSIGN(const base::Secret pem, key.ToPem(passphrase));
  EXPECT_THAT(std::string(pem.RevealSecret()), HasSubstr("BEGIN ENCRYPTED PRIVATE KEY"));
  ASSERT_OK_AND_ASSIGN(const PrivateKey again, PrivateKey::FromPem(pem, passphrase));
  EXPECT_EQ(again.key_id(), key.key_id());
  EXPECT_THAT(PrivateKey::FromPem(pem), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no passphrase")));
  EXPECT_THAT(PrivateKey::FromPem(pem, base::Secret("wrong")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("does not open")));
}

TEST(PrivateKeyTest, EncryptionIsScryptWithAes256) {
  ASSERT_OK_AND_ASSIGN(const PrivateKey key, PrivateKey::Generate());
  ASSERT_OK_AND_ASSIGN(const base::Secret pem, key.ToPem(base::Secret("pass")));
  const BioPtr in = ReaderOf(pem.RevealSecret());
  unsigned char* raw = nullptr;
  long size = 0;
  ASSERT_EQ(PEM_bytes_read_bio(&raw, &size, nullptr, PEM_STRING_PKCS8, in.get(), nullptr, nullptr), 1);
  const BufferPtr owner(raw);
  const std::string der(reinterpret_cast<char*>(raw), static_cast<size_t>(size));
  EXPECT_THAT(der, HasSubstr(std::string("\x06\x09\x2b\x06\x01\x04\x01\xda\x47\x04\x0b", 11)));      // scrypt
  EXPECT_THAT(der, HasSubstr(std::string("\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2a", 11)));      // aes256-CBC
}

TEST(PrivateKeyTest, OtherCurvesAndRsaAreRefusedByName) {
  const EvpPkeyPtr p384(EVP_EC_gen("P-384"));
  EXPECT_THAT(PrivateKey::FromPem(TraditionalPem(p384.get())),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("secp384r1")));
  const EvpPkeyPtr rsa(EVP_RSA_gen(2048));
  EXPECT_THAT(PrivateKey::FromPem(TraditionalPem(rsa.get())),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("RSA")));
}

TEST(PrivateKeyTest, TextThatIsNoKeyIsRefused) {
  EXPECT_THAT(PrivateKey::FromPem(base::Secret("hello")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not a private key")));
  EXPECT_THAT(PrivateKey::FromPem(base::Secret()), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::certs
