#include "certs/seal/envelope_form.h"

#include "tests/certs/seal/seal_fixture.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class EnvelopeFormTest : public SealFixture {
 protected:
  void ExpectWrong(const std::string& envelope, const std::string& why) {
    const auto info = InspectEnvelope(envelope);
    EXPECT_THAT(info, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(why)));
    EXPECT_THAT(info, ReasonIs(v1::ERROR_REASON_ENVELOPE_INVALID));
  }
  std::string EncryptWith(const std::string& options) {
    Write("any.der", "text");
    Write("recipient.pem", alpha_.sealing.certificate.ToPem());
    EXPECT_EQ(Openssl("cms -encrypt -binary -outform DER -in any.der -out any.cms " + options), 0) << Read("log");
    return Read("any.cms");
  }
};

TEST_F(EnvelopeFormTest, RecipientsAreNamedBySerial) {
  const std::string envelope = MustSeal("x", {alpha_.sealing.certificate, beta_.sealing.certificate});
  ASSERT_OK_AND_ASSIGN(const EnvelopeInfo info, InspectEnvelope(envelope));
  EXPECT_THAT(info.recipient_serials,
              UnorderedElementsAre(alpha_.sealing.certificate.serial(), beta_.sealing.certificate.serial()));
  EXPECT_EQ(info.size, envelope.size());
  ASSERT_OK_AND_ASSIGN(const EnvelopeForm form, ParseEnvelopeForm(envelope));
  EXPECT_THAT(form.recipients, SizeIs(2));
}

TEST_F(EnvelopeFormTest, OtherFormsOfCmsAreRefusedByName) {
  ExpectWrong(EncryptWith("-aes-256-gcm -recip recipient.pem"), "SHA-256");  // The default is SHA-1.
  ExpectWrong(EncryptWith("-aes-128-gcm -recip recipient.pem -keyopt ecdh_kdf_md:sha256"), "AES-256");
  ExpectWrong(EncryptWith("-aes-256-cbc -recip recipient.pem -keyopt ecdh_kdf_md:sha256"), "AuthEnvelopedData");
  ExpectWrong(EncryptWith("-aes-256-gcm -secretkey 000102030405060708090a0b0c0d0e0f -secretkeyid 01"), "key agreement");
  ExpectWrong(EncryptWith("-aes-256-gcm -keyid -recip recipient.pem -keyopt ecdh_kdf_md:sha256"),
              "issuer and serial");
  ExpectWrong(InnerOf(MustSeal("x", {alpha_.sealing.certificate}), alpha_), "AuthEnvelopedData");
}

TEST_F(EnvelopeFormTest, BrokenBytesAreRefused) {
  const std::string envelope = MustSeal("x", {alpha_.sealing.certificate});
  ExpectWrong("", "DER");
  ExpectWrong("junk", "DER");
  ExpectWrong(envelope.substr(0, 200), "DER");
  ExpectWrong(envelope + "x", "follow");
  ExpectWrong(std::string(1000, '\x30'), "follow");
}

TEST_F(EnvelopeFormTest, MoreThan32RecipientsAreRefused) {
  std::vector<TestAgency> many;
  for (int i = 0; i < 33; ++i) many.push_back(outsider_);
  ExpectWrong(EncryptByTool("text", many), "32");
}

}  // namespace
}  // namespace enlace::certs
