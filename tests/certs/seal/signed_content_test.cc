#include "certs/seal/signed_content.h"

#include "certs/seal/padding.h"
#include "tests/certs/seal/seal_fixture.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;

class SignedContentTest : public SealFixture {
 protected:
  // A SignedData that openssl makes with the sender's key: no binding.
  std::string SignByTool(const std::string& arguments) {
    Write("padded", *Pad("x"));
    Write("s.key", sender_.sealing.key_pem);
    Write("s.pem", sender_.sealing.certificate.ToPem());
    Write("a.key", alpha_.sealing.key_pem);
    Write("a.pem", alpha_.sealing.certificate.ToPem());
    Write("issuing.pem", pki_.authority().issuing().ToPem());
    EXPECT_EQ(Openssl("cms -sign -binary -nodetach -outform DER -in padded -signer s.pem -inkey s.key -out s.der " +
                      arguments),
              0)
        << Read("log");
    return Read("s.der");
  }
};

TEST_F(SignedContentTest, OwnContentIsTakenApart) {
  const std::string inner = InnerOf(MustSeal("abc", {alpha_.sealing.certificate}), alpha_);
  ASSERT_OK_AND_ASSIGN(const SignedContent content, ParseSignedContent(inner));
  EXPECT_EQ(content.padded, *Pad("abc"));
  EXPECT_EQ(content.sender.der(), sender_.sealing.certificate.der());
  EXPECT_EQ(content.carried.size(), 2u);
  EXPECT_EQ(content.signed_at, pki_.now());
  EXPECT_EQ(content.binding.sender_uri(), sender_.uri);
}

TEST_F(SignedContentTest, EveryFlippedByteOfTheSignedPartIsNoticedOrChangesNothing) {
  const std::string inner = InnerOf(MustSeal("abc", {alpha_.sealing.certificate}), alpha_);
  for (size_t i = 0; i < inner.size(); i += 17) {
    std::string altered = inner;
    altered[i] = static_cast<char>(altered[i] ^ 0x01);
    const auto content = ParseSignedContent(altered);
    if (!content.ok()) continue;
    // Bytes outside what CMS signs (versions, the issuer's own certificate).
    EXPECT_EQ(content->padded, *Pad("abc"));
    EXPECT_EQ(content->binding.sender_uri(), sender_.uri);
    EXPECT_EQ(content->signed_at, pki_.now());
  }
}

TEST_F(SignedContentTest, EachDefectIsNamed) {
  const struct {
    std::string arguments;
    std::string why;
  } cases[] = {
      {"-certfile issuing.pem", "does not bind"},
      {"-certfile issuing.pem -noattr", "does not bind"},
      {"", "carry exactly"},
      {"-nocerts", "carry exactly"},
      {"-certfile issuing.pem -md sha512", "SHA-256"},
      {"-certfile issuing.pem -signer a.pem -inkey a.key", "exactly one signature"},
  };
  for (const auto& one : cases) {
    EXPECT_THAT(ParseSignedContent(SignByTool(one.arguments)),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(one.why)))
        << one.arguments;
  }
  EXPECT_THAT(ParseSignedContent("junk"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ParseSignedContent(""), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace enlace::certs
