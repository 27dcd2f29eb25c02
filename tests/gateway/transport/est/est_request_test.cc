#include "gateway/transport/est/est_request.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(EstRequestTest, OnlyPathsBelowWellKnownEstAreEsts) {
  for (const char* target :
       {"/.well-known/est", "/.well-known/est/", "/.well-known/est/cacerts", "/.well-known/est?x"}) {
    EXPECT_TRUE(IsEst(target)) << target;
  }
  for (const char* target :
       {"/", "", "/.well-known/estimate", "/.well-known", "/enlace.v1.CaseService/GetCaseStatus"}) {
    EXPECT_FALSE(IsEst(target)) << target;
  }
}

TEST(EstRequestTest, FourOperationsWithAndWithoutTheLabelAreKnown) {
  const std::pair<std::string, EstOperation> rows[] = {{"cacerts", EstOperation::kCaCerts},
                                                       {"csrattrs", EstOperation::kCsrAttrs},
                                                       {"simpleenroll", EstOperation::kSimpleEnroll},
                                                       {"simplereenroll", EstOperation::kSimpleReenroll}};
  for (const auto& [name, operation] : rows) {
    const auto plain = ParseEstTarget(absl::StrCat("/.well-known/est/", name));
    const auto sealing = ParseEstTarget(absl::StrCat("/.well-known/est/sealing/", name));
    ASSERT_TRUE(plain.has_value() && sealing.has_value()) << name;
    EXPECT_EQ(plain->operation, operation);
    EXPECT_FALSE(plain->sealing);
    EXPECT_EQ(sealing->operation, operation);
    EXPECT_TRUE(sealing->sealing);
  }
}

TEST(EstRequestTest, OtherPathsLabelsAndSpellingsAreNot) {
  for (const char* path :
       {"/.well-known/est", "/.well-known/est/", "/.well-known/est/fullcmc", "/.well-known/est/serverkeygen",
        "/.well-known/est/tls/cacerts", "/.well-known/est/cacerts/", "/.well-known/est/CACERTS",
        "/.well-known/est//cacerts", "/.well-known/est/sealing/sealing/cacerts",
        "/.well-known/est/%63acerts"}) {
    EXPECT_FALSE(ParseEstTarget(path).has_value()) << path;
  }
}

TEST(EstRequestTest, ThePasswordIsWhatStandsBehindTheFirstColon) {
  const auto password = [](absl::string_view credentials) {
    return ReadBasicPassword(absl::StrCat("Basic ", absl::Base64Escape(credentials)));
  };
  EXPECT_EQ(password("mx-fgr:secret").value_or("?"), "secret");
  EXPECT_EQ(password(":secret").value_or("?"), "secret");
  EXPECT_EQ(password("a:b:c").value_or("?"), "b:c");
  EXPECT_EQ(password("a:").value_or("?"), "");
  EXPECT_EQ(ReadBasicPassword("bAsIc   YTpi ").value_or("?"), "b");
}

TEST(EstRequestTest, CredentialsOfAnotherFormAreRefusedWithoutBeingQuoted) {
  for (const char* field : {"", "Basic", "Basic ", "Bearer YTpi", "Basic YTpi=", "Basic YT pi",
                            "Basic c2VjcmV0", "YTpi", "Basic YTpj\x80"}) {
    const absl::Status refused = ReadBasicPassword(field).status();
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnauthenticated)) << field;
    EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_TOKEN_REFUSED)) << field;
    EXPECT_THAT(std::string(refused.message()), Not(HasSubstr("YTpi"))) << field;
  }
}

TEST(EstRequestTest, ABodyMayBeBrokenIntoLines) {
  const std::string der = std::string("\x30\x03\x02\x01\x05\x00", 6);
  EXPECT_EQ(ReadEstBody("MAMCAQUA").value_or("?"), der);
  EXPECT_EQ(ReadEstBody(" MAM\r\nCAQ\n\tUA\r\n").value_or("?"), der);
}

TEST(EstRequestTest, ABodyOfAnotherFormIsRefusedAndTheTextSaysWhichIsRight) {
  const std::pair<std::string, std::string> rows[] = {
      {"", "empty"},
      {" \r\n", "empty"},
      {"MAMCAQU", "not base64"},
      {"MAMC*QUA", "not base64"},
      {std::string("\x30\x03\x02\x01\x05", 5), "not base64"},
      {"-----BEGIN CERTIFICATE REQUEST-----\nMAMCAQUA\n-----END CERTIFICATE REQUEST-----\n", "PEM"}};
  for (const auto& [body, why] : rows) {
    EXPECT_THAT(ReadEstBody(body), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(why))) << body;
    EXPECT_THAT(ReadEstBody(body), ReasonIs(v1::ERROR_REASON_CSR_REFUSED));
  }
}

}  // namespace
}  // namespace enlace::transport
