#include "client/referral_reader.h"

#include "client/payload.h"
#include "gateway/base/identifier.h"
#include "tests/client/referral_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class ReferralReaderTest : public ReferralFixture {
 protected:
  std::string Sent() {
    const auto sent = Send(Referral());
    EXPECT_THAT(sent, IsOk());
    return sent->referral.referral_id();
  }
};

TEST_F(ReferralReaderTest, AgencyThatItIsNotSealedToSeesTheOutsideOnly) {
  ASSERT_OK_AND_ASSIGN(const ReadReferral read, Read(police_, Sent()));
  EXPECT_FALSE(read.content.has_value());
  EXPECT_EQ(read.referral.origin().agency_id(), "mx-uep");
}

TEST_F(ReferralReaderTest, SenderReadsItsOwnCopy) {
  ASSERT_OK_AND_ASSIGN(const ReadReferral read, Read(unit_, Sent()));
  EXPECT_EQ(read.content->narrative(), "followed twice on the way home");
}

TEST_F(ReferralReaderTest, ContentShownUnderAnotherReferralIsNotOpened) {
  const std::string id = Sent();
  const std::string other = base::DeriveReferralId("mx-uep", "another");
  gateway_.referrals[other] = gateway_.referrals[id];
  gateway_.referrals[other].set_referral_id(other);
  EXPECT_THAT(Read(prosecutor_, other).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("another referral")));
}

TEST_F(ReferralReaderTest, ContentShownUnderAnotherCaseIsNotOpened) {
  const std::string id = Sent();
  gateway_.referrals[id].set_case_id(base::DeriveCaseId("mx-uep", "another"));
  EXPECT_THAT(Read(prosecutor_, id).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("another case")));
}

TEST_F(ReferralReaderTest, ContentShownAsAnothersIsNotOpened) {
  const std::string id = Sent();
  gateway_.referrals[id].mutable_origin()->set_agency_id("mx-pol");
  EXPECT_THAT(Read(prosecutor_, id).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("another agency")));
}

TEST_F(ReferralReaderTest, AnswerForAnotherReferralIsNotTaken) {
  const std::string id = Sent();
  const std::string asked = base::DeriveReferralId("mx-uep", "another");
  gateway_.referrals[asked] = gateway_.referrals[id];
  EXPECT_THAT(Read(prosecutor_, asked).status(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ReferralReaderTest, ContentSealedForAnotherGatewayIsNotOpened) {
  const std::string id = Sent();
  const FakeLog other("co.enlace.test/caselog/1");
  ASSERT_OK_AND_ASSIGN(const TrustedLogs logs, TrustedLogs::Parse({other.key().ToText()}));
  ASSERT_OK_AND_ASSIGN(const auto reader,
                       ReferralReader::New(*prosecutor_.session, *prosecutor_.keystore, logs));
  EXPECT_THAT(reader->Fetch(id, "", "").status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("another gateway")));
}

TEST_F(ReferralReaderTest, AttachmentMustHaveItsDigest) {
  OutgoingReferral referral = Referral();
  referral.content.add_attachments()->set_content("scan");
  ASSERT_OK_AND_ASSIGN(const SentReferral sent, Send(referral));
  EXPECT_THAT(Read(prosecutor_, sent.referral.referral_id()).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("attachment")));
}

TEST_F(ReferralReaderTest, UnknownReferralIsNotFound) {
  EXPECT_THAT(Read(prosecutor_, base::DeriveReferralId("mx-uep", "none")).status(),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace enlace::client
