#include "adapters/folder/attachment_reader.h"

#include <filesystem>
#include <fstream>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::adapters::folder {
namespace {

TEST(AttachmentReaderTest, OnlyPlainNamesAreTaken) {
  EXPECT_TRUE(IsPlainFileName("dictamen médico.pdf"));
  for (const char* name : {"", "../x", "a/b", "a\\b", "C:x", ".oculto", "~x", "a\nb", "\xF3"}) {
    EXPECT_FALSE(IsPlainFileName(name)) << name;
  }
}

TEST(AttachmentReaderTest, NamesOfOthersAreMadeSafe) {
  EXPECT_EQ(SafeFileName("../../etc/foto.jpg"), "foto.jpg");
  EXPECT_EQ(SafeFileName("..\\a<b>.pdf"), "a_b_.pdf");
  EXPECT_EQ(SafeFileName("con.txt"), "_con.txt");
  EXPECT_EQ(SafeFileName("..."), "anexo");
  EXPECT_LE(SafeFileName(std::string(300, 'a') + ".pdf").size(), 120U);
  EXPECT_EQ(SafeFileName(std::string(300, 'a') + ".pdf").substr(108), ".pdf");
}

TEST(AttachmentReaderTest, ReadsARealPdfWithItsDigest) {
  content::v1::ReferralContent content;
  EXPECT_TRUE(ReadAttachments(ENLACE_SOURCE_DIR "/tests/adapters/folder/testdata", {"dictamen.pdf"}, 700000,
                              Language::kSpanish, &content)
                  .empty());
  ASSERT_EQ(content.attachments_size(), 1);
  EXPECT_EQ(content.attachments(0).media_type(), "application/pdf");
  EXPECT_EQ(content.attachments(0).content().substr(0, 5), "%PDF-");
  EXPECT_EQ(content.attachments(0).sha256().size(), 32U);
}

TEST(AttachmentReaderTest, TheLimitHoldsForAllTogether) {
  const TemporaryFolder folder;
  std::ofstream(folder.File("a")) << std::string(60, 'a');
  std::ofstream(folder.File("b")) << std::string(60, 'b');
  content::v1::ReferralContent content;
  const Problems problems = ReadAttachments(folder.path(), {"a", "b"}, 100, Language::kSpanish, &content);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].kind, ProblemKind::kAttachmentTooLarge);
  EXPECT_EQ(problems[0].found, "b (60 bytes)");
}

TEST(AttachmentReaderTest, LinksAreNeverFollowed) {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("/etc/passwd", folder.File("x.txt"));
  content::v1::ReferralContent content;
  const Problems problems = ReadAttachments(folder.path(), {"x.txt"}, 100000, Language::kSpanish, &content);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].kind, ProblemKind::kAttachmentNotAFile);
  EXPECT_EQ(content.attachments_size(), 0);
}

}  // namespace
}  // namespace enlace::adapters::folder
