#include "certs/x509/signature.h"

#include <openssl/evp.h>

#include "certs/x509/openssl_ptr.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

class SignatureTest : public ::testing::Test {
 protected:
  TestPki pki_;
  const TestCredential unit_ = pki_.IssueAgency("uep-chihuahua").tls;
};

TEST_F(SignatureTest, TheCertificateOfTheKeyVerifiesWhatItSigned) {
  ASSERT_OK_AND_ASSIGN(const std::string signature, Sign(unit_.key, "what was done"));
  EXPECT_EQ(unit_.certificate.spki_der(), unit_.key.spki_der());
  EXPECT_THAT(VerifySignature(unit_.certificate.spki_der(), "what was done", signature), IsOk());
}

TEST_F(SignatureTest, OtherDataOtherKeysAndOtherBytesDoNotVerify) {
  ASSERT_OK_AND_ASSIGN(const std::string signature, Sign(unit_.key, "what was done"));
  const std::string& spki = unit_.key.spki_der();
  EXPECT_THAT(VerifySignature(spki, "what was not done", signature), StatusIs(absl::StatusCode::kDataLoss));
  const TestCredential other = pki_.IssueAgency("uep-chihuahua").tls;
  EXPECT_THAT(VerifySignature(other.key.spki_der(), "what was done", signature),
              StatusIs(absl::StatusCode::kDataLoss));
  for (const std::string& wrong :
       {std::string(), signature + "x", signature.substr(1), std::string(70, '0')}) {
    EXPECT_THAT(VerifySignature(spki, "what was done", wrong), StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST_F(SignatureTest, KeysOnOtherCurvesAreRefused) {
  const EvpPkeyPtr other(EVP_EC_gen("P-384"));
  const std::string spki = ToDer(i2d_PUBKEY, other.get());
  EXPECT_THAT(VerifySignature(spki, "x", "y"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(VerifySignature("no key", "x", "y"), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::certs
