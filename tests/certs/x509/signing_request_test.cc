#include "certs/x509/signing_request.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;

constexpr char kUri[] = "spiffe://mx.enlace.test/agency/uep-chihuahua/main";

// A request as another tool makes it: `san` in the syntax of openssl.cnf.
std::string RequestByTool(const std::string& key_arguments, const std::string& extra) {
  const TemporaryFolder folder;
  const std::string out = folder.File("request.der");
  const std::string command =
      absl::StrCat("openssl req -new -nodes -subj /CN=x -outform DER ", key_arguments, " -keyout ",
                   folder.File("key"), " -out ", out, " ", extra, " 2>/dev/null");
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return base::ReadFile(out).value_or("");
}

constexpr char kP256[] = "-newkey ec -pkeyopt ec_paramgen_curve:P-256";

TEST(SigningRequestTest, OwnRequestIsAccepted) {
  ASSERT_OK_AND_ASSIGN(const PrivateKey key, PrivateKey::Generate());
  ASSERT_OK_AND_ASSIGN(const std::string der, MakeSigningRequest(key, kUri));
  ASSERT_OK_AND_ASSIGN(const SigningRequest request, ParseSigningRequest("tls_csr", der));
  EXPECT_EQ(request.uri, kUri);
  EXPECT_EQ(request.spki_der, key.spki_der());
  EXPECT_EQ(request.key_id, key.key_id());
}

TEST(SigningRequestTest, ToolsRequestIsAccepted) {
  const std::string der = RequestByTool(kP256, absl::StrCat("-addext subjectAltName=URI:", kUri));
  ASSERT_OK_AND_ASSIGN(const SigningRequest request, ParseSigningRequest("tls_csr", der));
  EXPECT_EQ(request.uri, kUri);
}

TEST(SigningRequestTest, MalformedUriIsNotAskedFor) {
  ASSERT_OK_AND_ASSIGN(const PrivateKey key, PrivateKey::Generate());
  EXPECT_THAT(MakeSigningRequest(key, "not a uri"), StatusIs(absl::StatusCode::kInvalidArgument));
}

void ExpectRefused(const std::string& der, const std::string& why) {
  const auto request = ParseSigningRequest("tls_csr", der);
  EXPECT_THAT(request, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(why)));
  EXPECT_THAT(request, ReasonIs(v1::ERROR_REASON_CSR_REFUSED));
  EXPECT_EQ(base::FieldOf(request.status()), "tls_csr");
}

TEST(SigningRequestTest, EachBreachOfPolicyIsNamed) {
  ExpectRefused("", "is required");
  ExpectRefused("junk", "not a PKCS#10");
  ExpectRefused(std::string(4097, 'x'), "4 KiB");
  ExpectRefused(RequestByTool(kP256, ""), "no subjectAltName");
  ExpectRefused(RequestByTool(kP256, "-addext subjectAltName=DNS:gw.example.org"), "must have a URI");
  ExpectRefused(RequestByTool(kP256, absl::StrCat("-addext subjectAltName=URI:", kUri, ",URI:", kUri)),
                "exactly one name");
  ExpectRefused(RequestByTool(kP256, absl::StrCat("-addext subjectAltName=URI:", kUri, ",DNS:a.b")),
                "exactly one name");
  ExpectRefused(RequestByTool(kP256, "-addext subjectAltName=URI:https://example.org/a"), "spiffe://");
  const std::string san = absl::StrCat("-addext subjectAltName=URI:", kUri);
  ExpectRefused(RequestByTool("-newkey rsa:2048", san), "RSA");
  ExpectRefused(RequestByTool("-newkey ec -pkeyopt ec_paramgen_curve:P-384", san), "secp384r1");
}

TEST(SigningRequestTest, ARequestMayLeaveItsNameOutWhereThatIsAllowed) {
  const std::string rows[] = {"", "-addext extendedKeyUsage=clientAuth",
                              // What strongSwan's pki writes when it cannot write a URI: an empty list.
                              "-addext subjectAltName=DER:30:00"};
  for (const std::string& extra : rows) {
    ASSERT_OK_AND_ASSIGN(const SigningRequest request,
                         ParseSigningRequest("tls_csr", RequestByTool(kP256, extra), HolderName::kOptional));
    EXPECT_TRUE(request.uri.empty()) << extra;
    EXPECT_EQ(request.key_id.size(), 32u);
  }
  ExpectRefused(RequestByTool(kP256, rows[2]), "exactly one name");
}

TEST(SigningRequestTest, NoOtherNameIsAllowedWhereNoneIsRequired) {
  const std::pair<std::string, std::string> rows[] = {
      {"DNS:gw.example.org", "must have a URI"},
      {absl::StrCat("URI:", kUri, ",email:a@example.org"), "exactly one name"},
      {"URI:https://example.org/a", "spiffe://"}};
  for (const auto& [names, why] : rows) {
    const std::string der = RequestByTool(kP256, absl::StrCat("-addext subjectAltName=", names));
    EXPECT_THAT(ParseSigningRequest("tls_csr", der, HolderName::kOptional),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(why)));
  }
}

TEST(SigningRequestTest, AChallengePasswordIsPassedOver) {
  const TemporaryFolder folder;
  ASSERT_THAT(base::WriteFileAtomically(folder.File("conf"),
                                        "[req]\ndistinguished_name=dn\nattributes=attr\nprompt=no\n"
                                        "[dn]\nCN=x\n[attr]\nchallengePassword=secret\n",
                                        0600),
              IsOk());
  // Not by RequestByTool: with -subj openssl leaves the attributes out.
  const std::string command =
      absl::StrCat("openssl req -new -nodes -outform DER ", kP256, " -keyout ", folder.File("key"),
                   " -config ", folder.File("conf"), " -out ", folder.File("csr"), " 2>/dev/null");
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
  const std::string der = base::ReadFile(folder.File("csr")).value_or("");
  EXPECT_THAT(der, HasSubstr("secret"));
  EXPECT_THAT(ParseSigningRequest("tls_csr", der, HolderName::kOptional), IsOk());
}

TEST(SigningRequestTest, BrokenSignatureAndTrailingBytesAreRefused) {
  ASSERT_OK_AND_ASSIGN(const PrivateKey key, PrivateKey::Generate());
  ASSERT_OK_AND_ASSIGN(std::string der, MakeSigningRequest(key, kUri));
  ExpectRefused(der + "x", "bytes follow");
  der.back() = static_cast<char>(der.back() ^ 1);
  ExpectRefused(der, "not signed with the key");
}

}  // namespace
}  // namespace enlace::certs
