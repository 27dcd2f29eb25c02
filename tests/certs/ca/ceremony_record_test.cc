#include "certs/ca/ceremony_record.h"

#include "absl/strings/str_split.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

CeremonyRecord Sample(const TestPki& pki) {
  CeremonyRecord record;
  record.act = "The root signed an issuing authority";
  record.time = pki.now();
  record.tool = "enlacectl 0.1.0";
  record.present = {"Ana Ruiz, administrator", "Luis Paz, witness"};
  record.facts = {{"trust domain", "mx.enlace.test"}};
  record.certificates = {{"Root authority", pki.authority().root()},
                         {"Issuing authority", pki.authority().issuing()}};
  record.checks = {"signed by the root"};
  record.files = {{"root.key", "a secret"}};
  return record;
}

TEST(CeremonyRecordTest, TellsWhoWhenWhatAndLeavesRoomForSignatures) {
  const TestPki pki;
  const std::string text = FormatRecord(Sample(pki));
  for (const char* part :
       {"The root signed an issuing authority.", "enlacectl 0.1.0", "Luis Paz, witness", "mx.enlace.test",
        "URI names of mx.enlace.test alone", "[x] signed by the root", "SHA-256 fingerprint", "signature"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, HasSubstr(GroupedHex(pki.authority().issuing().fingerprint(), 24)));
}

TEST(CeremonyRecordTest, HoldsDigestsOfFilesAndNoneOfTheirContent) {
  const TestPki pki;
  const std::string text = FormatRecord(Sample(pki));
  EXPECT_THAT(text, Not(HasSubstr("a secret")));
  EXPECT_THAT(text, HasSubstr("root.key"));
}

TEST(CeremonyRecordTest, FitsOnPaperAndSteersNoPrinter) {
  const TestPki pki;
  CeremonyRecord record = Sample(pki);
  record.present = {"Ana\x1b[2J"};
  const std::string text = FormatRecord(record);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  for (const absl::string_view line : absl::StrSplit(text, '\n')) EXPECT_LE(line.size(), 78u) << line;
}

TEST(CeremonyRecordTest, HexadecimalStandsInGroupsOfFour) {
  EXPECT_EQ(GroupedHex(std::string("\xa1\xb2\xc3\xd4\x05", 5), 2), "a1b2 c3d4 05");
  EXPECT_EQ(GroupedHex(std::string(18, '\x11'), 2), "1111 1111 1111 1111 1111 1111 1111 1111\n  1111");
}

}  // namespace
}  // namespace enlace::certs
