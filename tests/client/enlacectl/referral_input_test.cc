#include "client/enlacectl/referral_input.h"

#include "gateway/base/digest.h"
#include "gateway/base/identifier.h"
#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class ReferralInputTest : public CliTest {
 protected:
  std::istringstream in_;
  std::ostringstream out_;
  Context context_{
      {in_, out_, out_, clock_, random_, sleeper_, [](const std::string&) { return std::nullopt; }}};
  ReferralFlags flags_;
};

TEST_F(ReferralInputTest, FlagsLieOverTheHeaderFile) {
  flags_.header = WriteFile("header.yaml",
                            "classification:\n  mechanism_id: mx-federal\n  procedure: ordinary\n"
                            "  population: [journalist]\npetition_time: 2026-01-02T03:04:05Z\n"
                            "disclosure:\n  basis: informed_consent\n");
  flags_.procedure = "urgent";
  flags_.population = {"journalist", "human-rights-defender"};
  flags_.excluded = {"mx-pol:alleged-perpetrator", "mx-sedena"};
  ASSERT_OK_AND_ASSIGN(const OutgoingReferral referral, ReadReferralInput(context_, flags_));
  EXPECT_EQ(referral.classification.mechanism_id(), "mx-federal");
  EXPECT_EQ(referral.classification.procedure(), v1::PROCEDURE_TYPE_URGENT);
  EXPECT_EQ(referral.classification.population_size(), 2);
  EXPECT_EQ(referral.classification.persons_covered(), 1U);
  EXPECT_EQ(referral.disclosure.basis(), v1::DISCLOSURE_BASIS_INFORMED_CONSENT);
  EXPECT_EQ(absl::ToUnixSeconds(referral.petition_time), 1767323045);
  EXPECT_FALSE(referral.event_time.has_value());
  EXPECT_EQ(referral.excluded[0].ground(), "alleged-perpetrator");
  EXPECT_EQ(referral.excluded[1].agency_id(), "mx-sedena");
}

TEST_F(ReferralInputTest, ContentMayBeJson) {
  flags_.file =
      WriteFile("content.json",
                "{\"narrative\": \"n\", \"persons\": [{\"full_name\": \"Ana\", \"role\": \"victim\"}]}");
  ASSERT_OK_AND_ASSIGN(const OutgoingReferral referral, ReadReferralInput(context_, flags_));
  EXPECT_EQ(referral.content.persons(0).role(), content::v1::PERSON_ROLE_VICTIM);
}

TEST_F(ReferralInputTest, MissingIdsAreDrawn) {
  ASSERT_OK_AND_ASSIGN(const OutgoingReferral referral, ReadReferralInput(context_, flags_));
  EXPECT_THAT(base::CheckRequestId("r", referral.request_id), IsOk());
}

TEST_F(ReferralInputTest, MistakesNameFlagOrLine) {
  flags_.perpetrator = "police";
  EXPECT_THAT(ReadReferralInput(context_, flags_).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--perpetrator")));
  flags_.perpetrator.clear();
  flags_.file = WriteFile("content.yaml", "narrative: n\nnarativ: m\n");
  EXPECT_THAT(ReadReferralInput(context_, flags_).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("content.yaml:2")));
  flags_.file.clear();
  flags_.header = WriteFile("header.yaml", "sealed:\n  content_schema: 1\n");
  EXPECT_THAT(ReadReferralInput(context_, flags_).status(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ReferralInputTest, AttachmentsCarryNameAndDigestButNoFolder) {
  flags_.attachments = {WriteFile("scan.pdf", "%PDF")};
  ASSERT_OK_AND_ASSIGN(const OutgoingReferral referral, ReadReferralInput(context_, flags_));
  EXPECT_EQ(referral.content.attachments(0).file_name(), "scan.pdf");
  EXPECT_EQ(referral.content.attachments(0).sha256(), base::Sha256("%PDF"));
  flags_.attachments = {files_.File("none")};
  EXPECT_THAT(ReadReferralInput(context_, flags_).status(), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace enlace::client
