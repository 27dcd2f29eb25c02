#include "certs/seal/seal.h"

#include "tests/certs/seal/seal_fixture.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;

class SealTest : public SealFixture {
 protected:
  void ExpectRefused(const SealRequest& request, const std::string& why) {
    EXPECT_THAT(Seal(request, sender_.sealing.key, sender_.sealing.certificate, pki_.authority().issuing()),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(why)));
  }
};

TEST_F(SealTest, EnvelopeSizesTellTheBucketOnly) {
  const size_t tiny = MustSeal("a", {alpha_.sealing.certificate}).size();
  const size_t large = MustSeal(std::string(4088, 'a'), {alpha_.sealing.certificate}).size();
  EXPECT_NEAR(static_cast<double>(tiny), static_cast<double>(large), 8);  // Signatures vary by some bytes.
  EXPECT_GT(MustSeal(std::string(4089, 'a'), {alpha_.sealing.certificate}).size(), 16384u);
}

TEST_F(SealTest, ContentDoesNotStandInTheEnvelope) {
  EXPECT_EQ(MustSeal("nombre y domicilio", {alpha_.sealing.certificate}).find("domicilio"), std::string::npos);
}

TEST_F(SealTest, WrongRequestsAreRefusedByName) {
  const std::vector<Certificate> good = {alpha_.sealing.certificate};
  ExpectRefused(pki_.SealRequestTo({}, "x"), "recipients");
  ExpectRefused(pki_.SealRequestTo({alpha_.tls.certificate}, "x"), "not for sealing");
  ExpectRefused(pki_.SealRequestTo({good[0], good[0]}, "x"), "twice");
  ExpectRefused(pki_.SealRequestTo(std::vector<Certificate>(33, good[0]), "x"), "32");
  const std::string huge(kMaxContent + 1, 'x');
  ExpectRefused(pki_.SealRequestTo(good, huge), "content");
  SealRequest request = pki_.SealRequestTo(good, "x");
  request.signed_at = absl::Time();
  ExpectRefused(request, "signed_at: is required");
  request.signed_at = sender_.sealing.certificate.not_after();
  ExpectRefused(request, "renew it");
  request = pki_.SealRequestTo(good, "x");
  request.binding.set_sender_uri(outsider_.uri);
  ExpectRefused(request, "binding.sender_uri");
}

TEST_F(SealTest, SenderNeedsItsOwnSealingCertificate) {
  const SealRequest request = pki_.SealRequestTo({alpha_.sealing.certificate}, "x");
  EXPECT_THAT(Seal(request, alpha_.sealing.key, sender_.sealing.certificate, pki_.authority().issuing()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("sender_key")));
  EXPECT_THAT(Seal(request, sender_.tls.key, sender_.tls.certificate, pki_.authority().issuing()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("sender_certificate")));
}

TEST_F(SealTest, PlainOpensslOpensIt) {
  const std::string content = "expediente 123";
  InnerOf(MustSeal(content, {alpha_.sealing.certificate, beta_.sealing.certificate}), beta_);
  Write("root.pem", pki_.root_pem());
  ASSERT_EQ(Openssl(absl::StrCat("cms -verify -inform DER -in inner.der -CAfile root.pem -binary -attime ",
                                 absl::ToUnixSeconds(pki_.now()), " -out padded")),
            0)
      << Read("log");
  const std::string padded = Read("padded");
  ASSERT_EQ(padded.size(), 4096u);
  EXPECT_EQ(padded.substr(0, 8), std::string("\0\0\0\0\0\0\0\x0e", 8));
  EXPECT_EQ(padded.substr(8, content.size()), content);
  ASSERT_EQ(Openssl("cms -cmsout -print -noout -inform DER -in inner.der"), 0);
  EXPECT_THAT(Read("log"), HasSubstr("2.25.310317858496892497389882076334408050633"));
}

}  // namespace
}  // namespace enlace::certs
