#include "client/payload.h"

#include <set>

#include "client/recipient_keys.h"
#include "gateway/base/digest.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

class PayloadTest : public ::testing::Test {
 protected:
  absl::StatusOr<certs::Opened> OpenAs(const certs::Keystore& keystore, const v1::SealedPayload& payload) {
    ASSIGN_OR_RETURN(const auto verifier, VerifierOf(keystore));
    return OpenPayload(payload, keystore, *verifier);
  }
  PayloadRecipient Recipient(const certs::Keystore& keystore, const std::string& agency) {
    return {agency, keystore.sealing().front().certificate};
  }
  // Opening looks at the signing time, so that the machine's own time counts.
  TestPki pki_{"mx.enlace.test", absl::Now()};
  FakeRandom random_;
  TemporaryFolder sender_folder_, recipient_folder_, stranger_folder_;
  std::unique_ptr<certs::Keystore> sender_ =
      NewKeystore(pki_, sender_folder_.path(), "mx-uep", "main", random_);
  std::unique_ptr<certs::Keystore> recipient_ =
      NewKeystore(pki_, recipient_folder_.path(), "mx-fgr", "x1", random_);
  std::unique_ptr<certs::Keystore> stranger_ =
      NewKeystore(pki_, stranger_folder_.path(), "mx-pol", "x1", random_);
  const PayloadBinding binding_ = {"CASE", "REQUEST", "mx.enlace.test/caselog/1"};
};

TEST_F(PayloadTest, RecipientAndSenderOpenItAndNobodyElse) {
  ASSERT_OK_AND_ASSIGN(
      const v1::SealedPayload payload,
      SealPayload("narrative", {Recipient(*recipient_, "mx-fgr")}, binding_, *sender_, pki_.now()));
  ASSERT_OK_AND_ASSIGN(const certs::Opened opened, OpenAs(*recipient_, payload));
  EXPECT_EQ(opened.content, "narrative");
  EXPECT_EQ(opened.binding.request_id(), "REQUEST");
  EXPECT_EQ(opened.binding.sender_uri(), sender_->uri());
  EXPECT_THAT(OpenAs(*sender_, payload).status(), IsOk());
  EXPECT_THAT(OpenAs(*stranger_, payload).status(), StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(PayloadTest, DescriptionNamesEachKeyOnce) {
  ASSERT_OK_AND_ASSIGN(const v1::SealedPayload payload,
                       SealPayload("x",
                                   {Recipient(*recipient_, "mx-fgr"), Recipient(*recipient_, "mx-fgr"),
                                    Recipient(*sender_, "mx-uep")},
                                   binding_, *sender_, pki_.now()));
  EXPECT_EQ(payload.recipients_size(), 2);
  EXPECT_EQ(payload.digest(), base::Sha256(payload.cms()));
  EXPECT_EQ(payload.content_schema(), 1U);
  std::set<std::string> agencies;
  for (const auto& recipient : payload.recipients()) agencies.insert(recipient.agency_id());
  EXPECT_EQ(agencies, (std::set<std::string>{"mx-fgr", "mx-uep"}));
}

TEST_F(PayloadTest, OldSealingKeysStillOpen) {
  ASSERT_OK_AND_ASSIGN(const v1::SealedPayload payload, SealPayload("old", {Recipient(*recipient_, "mx-fgr")},
                                                                    binding_, *sender_, pki_.now()));
  const TestAgency renewed = pki_.IssueAgency("mx-fgr", "x1");
  ASSERT_THAT(recipient_->Install(renewed.tls.key, renewed.tls.chain_pem, &renewed.sealing.key,
                                  renewed.sealing.chain_pem, pki_.root_pem()),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const certs::Opened opened, OpenAs(*recipient_, payload));
  EXPECT_EQ(opened.content, "old");
}

TEST_F(PayloadTest, AlteredPayloadReleasesNothing) {
  ASSERT_OK_AND_ASSIGN(v1::SealedPayload payload,
                       SealPayload("x", {Recipient(*recipient_, "mx-fgr")}, binding_, *sender_, pki_.now()));
  v1::SealedPayload wrong_digest = payload;
  wrong_digest.set_digest(std::string(32, 'd'));
  EXPECT_THAT(OpenAs(*recipient_, wrong_digest).status(), StatusIs(absl::StatusCode::kDataLoss));
  (*payload.mutable_cms())[payload.cms().size() / 2] ^= 1;
  payload.set_digest(base::Sha256(payload.cms()));
  EXPECT_FALSE(OpenAs(*recipient_, payload).ok());
}

TEST_F(PayloadTest, LaterSchemaAsksForAnUpdate) {
  ASSERT_OK_AND_ASSIGN(v1::SealedPayload payload, SealPayload("x", {}, binding_, *sender_, pki_.now()));
  payload.set_content_schema(2);
  EXPECT_THAT(OpenAs(*sender_, payload).status(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(PayloadTest, AdministratorSealsNothing) {
  TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto keystore, certs::Keystore::Open(folder.path(), random_));
  const TestCredential admin = pki_.IssueAdmin("maria");
  ASSERT_THAT(keystore->Install(admin.key, admin.chain_pem, nullptr, "", pki_.root_pem()), IsOk());
  EXPECT_THAT(SealPayload("x", {}, binding_, *keystore, pki_.now()).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace enlace::client
