#include "gateway/base/enrollment_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/base/digest.h"
#include "tests/support/status_matchers.h"

namespace enlace::base {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

EnrollmentToken Token() {
  EnrollmentToken token;
  token.address = "enlace.example.gob:7443";
  token.root_der = std::string("\x30\x03\x02\x01\x05", 5);
  token.uri = "spiffe://enlace.example.gob/agency/mx-fgr/feadle";
  token.secret = Secret(std::string(32, '\x7f'));
  return token;
}

// The token with its JSON changed, encoded again.
std::string Changed(absl::string_view from, absl::string_view to) {
  const std::string text = *FormatEnrollmentToken(Token());
  std::string json;
  absl::WebSafeBase64Unescape(absl::string_view(text).substr(8), &json);
  EXPECT_THAT(json, HasSubstr(std::string(from)));
  return absl::StrCat("enlace1.", absl::WebSafeBase64Escape(absl::StrReplaceAll(json, {{from, to}})));
}

TEST(EnrollmentTokenTest, ReadsWhatItWrites) {
  ASSERT_OK_AND_ASSIGN(const std::string text, FormatEnrollmentToken(Token()));
  EXPECT_THAT(text, StartsWith("enlace1."));
  ASSERT_OK_AND_ASSIGN(const EnrollmentToken token, ParseEnrollmentToken(text));
  EXPECT_EQ(token.address, Token().address);
  EXPECT_EQ(token.root_der, Token().root_der);
  EXPECT_EQ(token.uri, Token().uri);
  EXPECT_TRUE(token.secret.Equals(std::string(32, '\x7f')));
}

TEST(EnrollmentTokenTest, LineBreaksOfALetterDoNotHurt) {
  ASSERT_OK_AND_ASSIGN(std::string text, FormatEnrollmentToken(Token()));
  text.insert(60, "\r\n  ");
  EXPECT_THAT(ParseEnrollmentToken(absl::StrCat("  ", text, "\n")), IsOk());
}

TEST(EnrollmentTokenTest, EveryCutIsNoticed) {
  ASSERT_OK_AND_ASSIGN(const std::string text, FormatEnrollmentToken(Token()));
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_THAT(ParseEnrollmentToken(absl::string_view(text).substr(0, size)),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << size;
  }
}

TEST(EnrollmentTokenTest, RootOfAnotherFingerprintIsRefused) {
  const std::string own = absl::BytesToHexString(Sha256(Token().root_der));
  EXPECT_THAT(ParseEnrollmentToken(Changed(own, std::string(64, 'a'))),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("root certificate")));
}

TEST(EnrollmentTokenTest, UnknownPartsAndRepeatedOnesAreRefused) {
  EXPECT_THAT(ParseEnrollmentToken(Changed("{\"v\":1", "{\"v\":1,\"x\":2")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("do not belong")));
  EXPECT_THAT(ParseEnrollmentToken(Changed("{\"v\":1", "{\"v\":1,\"v\":1")),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(EnrollmentTokenTest, LaterVersionAsksForAnUpdate) {
  EXPECT_THAT(ParseEnrollmentToken(Changed("\"v\":1", "\"v\":2")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("update")));
}

TEST(EnrollmentTokenTest, ErrorsNeverQuoteTheToken) {
  ASSERT_OK_AND_ASSIGN(const std::string text, FormatEnrollmentToken(Token()));
  const auto result = ParseEnrollmentToken(text.substr(0, text.size() - 3));
  EXPECT_THAT(std::string(result.status().message()), Not(HasSubstr(text.substr(20, 20))));
}

TEST(EnrollmentTokenTest, PartsThatCannotBeWrittenAreNamed) {
  EnrollmentToken token = Token();
  token.secret = Secret("short");
  EXPECT_THAT(FormatEnrollmentToken(token),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("secret")));
  token = Token();
  token.uri = "https://example";
  EXPECT_THAT(FormatEnrollmentToken(token), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("uri")));
  token = Token();
  token.address = "with blank:1";
  EXPECT_THAT(FormatEnrollmentToken(token),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("address")));
}

TEST(EnrollmentTokenTest, TheSecretAloneIsShortAndReadsBack) {
  const std::string text = FormatTokenSecret(Token());
  EXPECT_EQ(text.size(), 43u);
  ASSERT_OK_AND_ASSIGN(const EnrollmentToken token, ParseTokenOrSecret(absl::StrCat(text, "\n")));
  EXPECT_TRUE(token.secret.Equals(std::string(32, '\x7f')));
  EXPECT_EQ(token.uri, "");
}

TEST(EnrollmentTokenTest, WhereTheSecretWillDoTheWholeTokenDoesToo) {
  ASSERT_OK_AND_ASSIGN(const std::string text, FormatEnrollmentToken(Token()));
  ASSERT_OK_AND_ASSIGN(const EnrollmentToken token, ParseTokenOrSecret(text));
  EXPECT_EQ(token.uri, Token().uri);
  EXPECT_THAT(ParseEnrollmentToken(FormatTokenSecret(Token())), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(EnrollmentTokenTest, ASecretHasOneSpelling) {
  const std::string text = FormatTokenSecret(Token());
  std::string other = text;
  other.back() = static_cast<char>(other.back() + 1);  // Differs in bits that no byte holds.
  for (const std::string& wrong :
       {text.substr(1), text + "A", text + "=", other, std::string(43, '!'), std::string()}) {
    EXPECT_THAT(ParseTokenOrSecret(wrong), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("token")))
        << wrong;
  }
}

}  // namespace
}  // namespace enlace::base
