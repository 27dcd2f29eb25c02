#include "client/enlacectl/referral_text.h"

#include <nlohmann/json.hpp>

#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

ReadReferral Read() {
  ReadReferral read;
  read.referral.set_referral_id("REF");
  read.referral.mutable_sealed()->set_cms("cipher");
  read.content.emplace();
  read.content->set_narrative("threatened\x1b[2J");
  content::v1::Attachment& attachment = *read.content->add_attachments();
  attachment.set_file_name("../../.ssh/authorized_keys");
  attachment.set_content("bytes");
  ReadNote note;
  note.note.mutable_author()->set_agency_id("mx-fgr");
  note.content.emplace();
  note.content->set_text("a question");
  read.notes.push_back(note);
  return read;
}

TEST(ReferralTextTest, OpenedReferralShowsContentAndNotesSafely) {
  const std::string text = OpenedText(Read());
  EXPECT_THAT(text, HasSubstr("threatened?[2J"));
  EXPECT_THAT(text, HasSubstr("a question"));
  EXPECT_THAT(text, HasSubstr("(5 bytes)"));
  ReadReferral closed = Read();
  closed.content.reset();
  EXPECT_THAT(OpenedText(closed), HasSubstr("not sealed to us"));
}

TEST(ReferralTextTest, ALeastTimeIsNotShownAsADeadline) {
  google::protobuf::RepeatedPtrField<v1::Clock> clocks;
  clocks.Add()->mutable_due_time()->set_seconds(1768478400);
  EXPECT_THAT(ClocksText(clocks), Not(HasSubstr("at least")));
  clocks[0].set_at_least(true);
  EXPECT_THAT(ClocksText(clocks), HasSubstr("at least to 2026-01-15"));
}

TEST(ReferralTextTest, JsonIsWholeWithoutCiphertextAndBytes) {
  const auto json = nlohmann::json::parse(OpenedJson(Read()), nullptr, false);
  ASSERT_TRUE(json.is_object());
  EXPECT_EQ(json["referral"]["referral_id"], "REF");
  EXPECT_EQ(json["referral"].count("sealed"), 0U);
  EXPECT_EQ(json["content"]["attachments"][0].count("content"), 0U);
  EXPECT_EQ(json["notes"][0]["content"]["text"], "a question");
}

TEST(ReferralTextTest, NamesOfTheOtherSideCannotLeaveTheFolder) {
  TemporaryFolder folder;
  int count = 0;
  ASSERT_THAT(SaveAttachments(Read(), folder.File("out"), &count), IsOk());
  EXPECT_EQ(count, 1);
  ASSERT_OK_AND_ASSIGN(const auto names, base::ListFolder(folder.File("out")));
  EXPECT_THAT(names, ElementsAre("1-authorized_keys"));
  EXPECT_THAT(SaveAttachments(Read(), folder.File("out"), &count),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST(ReferralTextTest, NameOfNothingButDotsGetsOne) {
  ReadReferral read = Read();
  read.content->mutable_attachments(0)->set_file_name("..");
  TemporaryFolder folder;
  int count = 0;
  ASSERT_THAT(SaveAttachments(read, folder.File("out"), &count), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto names, base::ListFolder(folder.File("out")));
  EXPECT_THAT(names, ElementsAre("1-attachment"));
}

TEST(ReferralTextTest, LegsAndClocksAreTables) {
  v1::Referral referral;
  v1::Leg& leg = *referral.add_legs();
  leg.mutable_recipient()->set_agency_id("mx-fgr");
  leg.mutable_recipient()->set_unit_id("feadle");
  leg.set_state(v1::LEG_STATE_ON_HOLD);
  EXPECT_THAT(ReferralText(referral), HasSubstr("mx-fgr/feadle"));
  EXPECT_THAT(ReferralText(referral), HasSubstr("on-hold"));
  EXPECT_THAT(ReferralText(referral), Not(HasSubstr("CLOCK")));
  referral.add_clocks()->set_state(v1::CLOCK_STATE_OVERDUE);
  EXPECT_THAT(ReferralText(referral), HasSubstr("overdue"));
}

}  // namespace
}  // namespace enlace::client
