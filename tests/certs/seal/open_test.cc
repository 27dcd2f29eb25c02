#include <set>

#include "tests/certs/seal/seal_fixture.h"

namespace enlace::certs {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

class OpenTest : public SealFixture {};

TEST_F(OpenTest, EachRecipientOpensWhatWasSealed) {
  for (const size_t size : {0, 1, 4088, 4089, 70000, 1048568}) {
    std::string content(size, 'c');
    for (size_t i = 0; i < size; ++i) content[i] = static_cast<char>(i * 31);
    const std::string envelope = MustSeal(content, {alpha_.sealing.certificate, beta_.sealing.certificate});
    for (const TestAgency* agency : {&alpha_, &beta_}) {
      ASSERT_OK_AND_ASSIGN(const Opened opened, OpenAs(envelope, *agency));
      EXPECT_EQ(opened.content, content);
      EXPECT_EQ(opened.sender.der(), sender_.sealing.certificate.der());
      EXPECT_EQ(opened.signed_at, pki_.now());
    }
  }
}

TEST_F(OpenTest, BindingNamesRecipientsSenderAndCase) {
  const std::string envelope = MustSeal("x", {alpha_.sealing.certificate, beta_.sealing.certificate});
  ASSERT_OK_AND_ASSIGN(const Opened opened, OpenAs(envelope, alpha_));
  const std::set<std::string> ids = {alpha_.sealing.key.key_id(), beta_.sealing.key.key_id()};
  EXPECT_THAT(opened.binding.recipient_key_ids(), ElementsAreArray(ids));  // Ascending.
  EXPECT_EQ(opened.binding.sender_uri(), sender_.uri);
  EXPECT_EQ(opened.binding.case_id(), "0123456789ABCDEFGHJKMNPQRS");
  EXPECT_EQ(opened.binding.log_origin(), "mx.enlace.test/cases");
}

TEST_F(OpenTest, ThirtyTwoRecipientsAreTheMost) {
  std::vector<Certificate> recipients;
  std::vector<TestAgency> agencies;
  for (size_t i = 0; i < 32; ++i) {
    agencies.push_back(pki_.IssueAgency(absl::StrCat("agency-", i)));
    recipients.push_back(agencies.back().sealing.certificate);
  }
  const std::string envelope = MustSeal("x", recipients);
  EXPECT_THAT(OpenAs(envelope, agencies.front()), IsOk());
  EXPECT_THAT(OpenAs(envelope, agencies.back()), IsOk());
}

TEST_F(OpenTest, OthersAreDenied) {
  const std::string envelope = MustSeal("x", {alpha_.sealing.certificate});
  EXPECT_THAT(OpenAs(envelope, outsider_),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("not sealed to")));
  EXPECT_THAT(OpenAs(envelope, sender_), StatusIs(absl::StatusCode::kPermissionDenied));
  // A key that only claims the recipient's certificate.
  EXPECT_THAT(Open(envelope, outsider_.sealing.key, alpha_.sealing.certificate, pki_.verifier()),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("does not belong")));
}

TEST_F(OpenTest, EveryFlippedByteIsNoticed) {
  const std::string envelope = MustSeal("x", {alpha_.sealing.certificate});
  // Every byte of the frame, where form is decided, and a sample of the ciphertext.
  const size_t frame = 420;
  size_t tried = 0;
  for (size_t i = 0; i < envelope.size(); i += i < frame || i + 32 > envelope.size() ? 1 : 13) {
    for (const int mask : {0x01, 0x20, 0x80}) {
      std::string altered = envelope;
      altered[i] = static_cast<char>(altered[i] ^ mask);
      EXPECT_FALSE(OpenAs(altered, alpha_).ok()) << "byte " << i << " mask " << mask;
      ++tried;
    }
  }
  EXPECT_GT(tried, 1500u);
  EXPECT_THAT(OpenAs(envelope, alpha_), IsOk());
}

TEST_F(OpenTest, CutAndLengthenedEnvelopesAreLost) {
  const std::string envelope = MustSeal("x", {alpha_.sealing.certificate});
  for (size_t size = 0; size < envelope.size(); size += 97) {
    EXPECT_THAT(OpenAs(envelope.substr(0, size), alpha_), StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(OpenAs(envelope + '\0', alpha_), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(OpenTest, SurreptitiousForwardingIsRefused) {
  const std::string inner = InnerOf(MustSeal("x", {alpha_.sealing.certificate}), alpha_);
  EXPECT_THAT(OpenAs(EncryptByTool(inner, {alpha_}), alpha_), IsOk());  // The tool makes our form.
  EXPECT_THAT(OpenAs(EncryptByTool(inner, {beta_}), beta_),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("passed it on")));
  EXPECT_THAT(OpenAs(EncryptByTool(inner, {alpha_, beta_}), alpha_),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("other recipients")));
}

TEST_F(OpenTest, UnsignedContentIsRefused) {
  EXPECT_THAT(OpenAs(EncryptByTool("just text", {alpha_}), alpha_),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("SignedData")));
}

TEST_F(OpenTest, SenderOfAnotherAuthorityIsRefused) {
  TestPki other("pe.enlace.test");
  const TestAgency stranger = other.IssueAgency("a1");
  ASSERT_OK_AND_ASSIGN(const std::string envelope,
                       Seal(other.SealRequestTo({alpha_.sealing.certificate}, "x"), stranger.sealing.key,
                            stranger.sealing.certificate, other.authority().issuing()));
  EXPECT_THAT(OpenAs(envelope, alpha_), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("not trusted")));
}

TEST_F(OpenTest, SenderIsJudgedAtTheSigningTime) {
  const std::string envelope = MustSeal("x", {alpha_.sealing.certificate});
  pki_.SetNow(pki_.now() + absl::Hours(24 * 60));  // All certificates are over; Open takes no "now".
  EXPECT_THAT(OpenAs(envelope, alpha_), IsOk());
}

TEST_F(OpenTest, SignatureFromBeforeItsCertificateIsRefused) {
  const std::string inner = InnerOf(MustSeal("x", {alpha_.sealing.certificate}), alpha_);
  const std::string& own = sender_.sealing.certificate.der();
  const size_t at = inner.find(own);
  ASSERT_NE(at, std::string::npos);
  // The signature covers no certificate: another one for the same key and with the same
  // serial stands as well in its place, if it is as long.
  const auto with_twin = [&](absl::Time not_before) {
    std::string der;
    while (der.size() != own.size()) der = pki_.SealingTwin(sender_.sealing, sender_.uri, not_before).der();
    std::string altered = inner;
    return EncryptByTool(altered.replace(at, own.size(), der), {alpha_});
  };
  EXPECT_THAT(OpenAs(with_twin(pki_.now()), alpha_), IsOk());
  EXPECT_THAT(OpenAs(with_twin(pki_.now() + absl::Seconds(1)), alpha_),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("is valid from")));
}

}  // namespace
}  // namespace enlace::certs
