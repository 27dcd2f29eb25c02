#include "gateway/base/identifier.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/support/status_matchers.h"

namespace enlace::base {
namespace {

TEST(IdentifierTest, NameIsLowerCaseWithInnerHyphens) {
  for (const char* good : {"ab", "mx-federal", "a1", "1-2"})
    EXPECT_THAT(CheckName("f", good), IsOk()) << good;
  for (const char* bad : {"", "a", "-ab", "ab-", "Ab", "a_b", "a b", "á1", "a/b"}) {
    EXPECT_EQ(FieldOf(CheckName("agency_id", bad)), "agency_id") << bad;
  }
  EXPECT_THAT(CheckName("f", std::string(63, 'a')), IsOk());
  EXPECT_FALSE(CheckName("f", std::string(64, 'a')).ok());
}

TEST(IdentifierTest, RequestIdIsAUuidOfVersion4) {
  EXPECT_THAT(CheckRequestId("f", "0f8fad5b-d9cb-469f-a165-70867728950e"), IsOk());
  for (const char* bad : {"", "0f8fad5b-d9cb-169f-a165-70867728950e", "0f8fad5b-d9cb-469f-c165-70867728950e",
                          "0F8FAD5B-D9CB-469F-A165-70867728950E", "0f8fad5bd9cb469fa16570867728950e",
                          "0f8fad5b-d9cb-469f-a165-70867728950g"}) {
    EXPECT_FALSE(CheckRequestId("f", bad).ok()) << bad;
  }
}

TEST(IdentifierTest, DerivedIdsAreStableDistinctAndWellFormed) {
  const std::string id = DeriveReferralId("unidad", "r1");
  EXPECT_EQ(id, DeriveReferralId("unidad", "r1"));
  EXPECT_THAT(CheckDerivedId("f", id), IsOk());
  const std::set<std::string> all = {id,
                                     DeriveReferralId("unidad", "r2"),
                                     DeriveReferralId("unidadr", "1"),
                                     DeriveCaseId("unidad", "r1"),
                                     DeriveWarningId("unidad", "r1"),
                                     DeriveLegId("unidad", 0),
                                     DeriveLegId("unidad", 1)};
  EXPECT_EQ(all.size(), 7u);
  EXPECT_FALSE(CheckDerivedId("f", id.substr(1)).ok());
  EXPECT_FALSE(CheckDerivedId("f", absl::AsciiStrToLower(id)).ok());
  EXPECT_FALSE(CheckDerivedId("f", std::string(26, 'U')).ok());
}

TEST(IdentifierTest, ACodeHasNoRoomForANameOrASentence) {
  EXPECT_THAT(CheckCode("f", "", 9), IsOk());
  EXPECT_THAT(CheckCode("f", "officer-7", 9), IsOk());
  EXPECT_THAT(CheckCode("f", "f-3@fge.mx", 64), IsOk());
  EXPECT_THAT(CheckCode("f", "MC-453/22:a_b+c;d#1", 64), IsOk());
  EXPECT_FALSE(CheckCode("f", "officer-10", 9).ok());
  for (const char* text : {"a\nb", "ñ", "Juana Perez", " ", "a\"b", "(a)"}) {
    EXPECT_EQ(FieldOf(CheckCode("f", text, 64)), "f") << text;
  }
}

TEST(IdentifierTest, AdministratorsUseWords) {
  EXPECT_THAT(CheckPrintable("f", "keys lost", 9), IsOk());
  EXPECT_FALSE(CheckPrintable("f", "keys lost!", 9).ok());
  EXPECT_FALSE(CheckPrintable("f", "a\nb", 9).ok());
  EXPECT_FALSE(CheckPrintable("f", "ñ", 9).ok());
}

TEST(IdentifierTest, AnySingleMistypedCharacterOfAShortCodeIsCaught) {
  const std::string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";
  for (int n = 0; n < 40; ++n) {
    const std::string code = ShortCode(absl::StrCat("REFERRAL", n));
    ASSERT_THAT(CheckShortCode("f", code), IsOk()) << code;
    for (size_t i = 0; i < code.size(); ++i) {
      if (code[i] == '-') continue;
      for (const char c : alphabet) {
        std::string wrong = code;
        wrong[i] = c;
        EXPECT_EQ(CheckShortCode("f", wrong).ok(), wrong == code) << code << " read as " << wrong;
      }
    }
  }
}

TEST(IdentifierTest, ShortCodeForgivesHowPeopleWrite) {
  std::string code;
  for (int n = 0; code.find('0') == std::string::npos || code.find('1') == std::string::npos; ++n) {
    code = ShortCode(absl::StrCat(n));
  }
  const std::string body = code.substr(0, 9);
  const std::string spoken =
      absl::StrCat(absl::StrReplaceAll(body, {{"0", "o"}, {"1", "l"}, {"-", " "}}), code.substr(9));
  EXPECT_THAT(CheckShortCode("f", absl::AsciiStrToLower(spoken)), IsOk()) << code << " as " << spoken;
  EXPECT_FALSE(CheckShortCode("f", code.substr(1)).ok());
  EXPECT_FALSE(CheckShortCode("f", "").ok());
}

TEST(IdentifierTest, DerivedUuidsAreWellFormedAndStable) {
  const std::string proposal = DeriveProposalId("ana", "r1");
  EXPECT_EQ(proposal.size(), 36u);
  EXPECT_EQ(proposal[14], '8');
  EXPECT_EQ(proposal, DeriveProposalId("ana", "r1"));
  EXPECT_NE(proposal, DeriveProposalId("ben", "r1"));
  const std::string request = DeriveRequestId("proposal", "r1");
  EXPECT_TRUE(CheckRequestId("request_id", request).ok()) << request;
  EXPECT_EQ(request, DeriveRequestId("proposal", "r1"));
  EXPECT_NE(request, DeriveRequestId("proposal", "r2"));
}

}  // namespace
}  // namespace enlace::base
