#include "gateway/transport/est/est_answer.h"

#include <cstdio>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "enlace/v1/enrollment_service.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/transport/rpc/status_encoding.h"
#include "tests/gateway/transport/rpc/fake_rpc.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_pki.h"

namespace enlace::transport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What `openssl arguments` prints of the bytes in `base64`.
std::string AsRead(const std::string& base64, const std::string& arguments) {
  const TemporaryFolder folder;
  std::string der, out;
  EXPECT_TRUE(absl::Base64Unescape(base64, &der));
  EXPECT_THAT(base::WriteFileAtomically(folder.File("in"), der, 0600), IsOk());
  FILE* const pipe = popen(absl::StrCat("openssl ", arguments, " -in ", folder.File("in")).c_str(), "r");
  char buffer[4096];
  while (const size_t size = fread(buffer, 1, sizeof(buffer), pipe)) out.append(buffer, size);
  EXPECT_EQ(pclose(pipe), 0);
  return out;
}

std::vector<certs::Certificate> Certificates(const absl::StatusOr<std::string>& body) {
  EXPECT_THAT(body, IsOk());
  auto chain = certs::Certificate::ChainFromPem(AsRead(body.value_or(""), "pkcs7 -inform DER -print_certs"));
  return chain.ok() ? *std::move(chain) : std::vector<certs::Certificate>();
}

TEST(EstAnswerTest, OnlyTheCertificateThatWasIssuedIsGiven) {
  TestPki pki;
  const TestAgency agency = pki.IssueAgency("fgr");
  v1::EnrollResponse enrolled;
  enrolled.mutable_certificates()->set_tls_chain_pem(agency.tls.chain_pem);
  const auto found = Certificates(EstBody({EstOperation::kSimpleEnroll, false}, enrolled));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].der(), agency.tls.certificate.der());
}

TEST(EstAnswerTest, TheLabelPicksTheSealingCertificate) {
  TestPki pki;
  const TestAgency agency = pki.IssueAgency("fgr");
  v1::RenewResponse renewed;
  renewed.mutable_certificates()->set_tls_chain_pem(agency.tls.chain_pem);
  renewed.mutable_certificates()->set_sealing_chain_pem(agency.sealing.chain_pem);
  for (const EstOperation operation : {EstOperation::kSimpleEnroll, EstOperation::kSimpleReenroll}) {
    const auto found = Certificates(EstBody({operation, true}, renewed));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].der(), agency.sealing.certificate.der());
  }
}

TEST(EstAnswerTest, AllCaCertificatesAreGiven) {
  TestPki pki;
  v1::GetTrustBundleResponse bundle;
  bundle.set_trust_bundle_pem(pki.root_pem() + pki.authority().issuing().ToPem());
  EXPECT_EQ(Certificates(EstBody({EstOperation::kCaCerts, false}, bundle)).size(), 2u);
}

TEST(EstAnswerTest, CsrAttributesAskForP256) {
  const auto body = EstBody({EstOperation::kCsrAttrs, false}, v1::GetTrustBundleResponse());
  ASSERT_THAT(body, IsOk());
  const std::string shown = AsRead(*body, "asn1parse -inform DER");
  EXPECT_THAT(shown, HasSubstr("id-ecPublicKey"));
  EXPECT_THAT(shown, HasSubstr("prime256v1"));
  EXPECT_THAT(shown, HasSubstr("ecdsa-with-SHA256"));
}

TEST(EstAnswerTest, AnAnswerWithoutItsCertificateIsADefect) {
  const EstTarget enroll{EstOperation::kSimpleEnroll, false};
  EXPECT_THAT(EstBody(enroll, v1::EnrollResponse()), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(EstBody(enroll, v1::GetTrustBundleResponse()), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(EstBody({EstOperation::kCaCerts, false}, v1::EnrollResponse()),
              StatusIs(absl::StatusCode::kInternal));
}

TEST(EstAnswerTest, EveryRefusalHasItsHttpStatus) {
  const auto with = [](absl::StatusCode code, v1::ErrorReason reason) {
    return base::Refusal(code, reason, "x");
  };
  const std::pair<absl::Status, int> rows[] = {
      {with(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_TOKEN_REFUSED), 401},
      {with(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_TOKEN_REFUSED), 401},
      {with(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_CERTIFICATE_REVOKED), 403},
      {with(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_PERMITTED), 403},
      {with(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_CSR_REFUSED), 400},
      {MessageTooLarge(10), 413},
      {with(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUOTA_EXCEEDED), 429},
      {base::StoreUnavailable("x"), 503},
      {base::InternalError("x"), 500},
      {absl::DeadlineExceededError("x"), 504}};
  for (const auto& [status, http] : rows) EXPECT_EQ(EstHttpStatus(status), http) << status.ToString();
}

TEST(EstAnswerTest, ARefusalIsTextInThreeLanguagesWithoutOurFieldNames) {
  FakeResponder responder;
  RefuseEst(400, base::InvalidField("tls_csr_der", "the key must be on the curve P-256, not RSA"), "",
            &responder);
  EXPECT_EQ(responder.http_status, 400);
  EXPECT_EQ(ValueIn(responder.head, "content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(responder.body,
            "the PKCS#10 request: the key must be on the curve P-256, not RSA\n"
            "Falta un dato o no tiene la forma requerida.\nFalta um dado ou ele não tem a forma exigida.\n");
  EXPECT_TRUE(responder.ended);
  EXPECT_EQ(responder.violations, 0);
}

TEST(EstAnswerTest, FieldsThatHelpStandWhereTheyDo) {
  FakeResponder unauthorized, busy, wrong_method;
  RefuseEst(401, base::Refusal(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_TOKEN_REFUSED, "secret"),
            "", &unauthorized);
  EXPECT_THAT(ValueIn(unauthorized.head, "www-authenticate"), HasSubstr("Basic realm="));
  EXPECT_THAT(unauthorized.body, Not(HasSubstr("secret")));
  RefuseEst(503, base::StoreUnavailable("x"), "", &busy);
  EXPECT_EQ(ValueIn(busy.head, "retry-after"), "2");
  EXPECT_EQ(ValueIn(busy.head, "www-authenticate"), "");
  RefuseEst(405, base::Told(absl::UnimplementedError("x")), "GET", &wrong_method);
  EXPECT_EQ(ValueIn(wrong_method.head, "allow"), "GET");
}

}  // namespace
}  // namespace enlace::transport
