#include "certs/ca/issuing_request.h"

#include "absl/strings/escaping.h"
#include "certs/x509/signing_request.h"
#include "tests/support/status_matchers.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;

class IssuingRequestTest : public ::testing::Test {
 protected:
  std::string Pem(const std::string& der) {
    return "-----BEGIN CERTIFICATE REQUEST-----\n" + absl::Base64Escape(der) +
           "\n-----END CERTIFICATE REQUEST-----\n";
  }
  PrivateKey key_ = *PrivateKey::Generate();
};

TEST_F(IssuingRequestTest, ARequestIsReadAsItWasMade) {
  ASSERT_OK_AND_ASSIGN(const std::string pem, MakeIssuingRequest(key_, "mx.enlace.test"));
  ASSERT_OK_AND_ASSIGN(const IssuingRequest request, ParseIssuingRequest(pem));
  EXPECT_EQ(request.common_name, "Enlace issuing mx.enlace.test");
  EXPECT_EQ(request.trust_domain, "mx.enlace.test");
  EXPECT_EQ(request.key_id, key_.key_id());
  EXPECT_EQ(request.spki_der, key_.spki_der());
}

TEST_F(IssuingRequestTest, ALongTrustDomainKeepsItsConstraint) {
  const std::string domain = std::string(60, 'a') + ".enlace.test";
  ASSERT_OK_AND_ASSIGN(const std::string pem, MakeIssuingRequest(key_, domain));
  ASSERT_OK_AND_ASSIGN(const IssuingRequest request, ParseIssuingRequest(pem));
  EXPECT_EQ(request.trust_domain, domain);
}

TEST_F(IssuingRequestTest, AnAgencysRequestIsNone) {
  const std::string pem = Pem(*MakeSigningRequest(key_, "spiffe://mx.enlace.test/agency/a/main"));
  EXPECT_THAT(ParseIssuingRequest(pem),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("name constraint")));
}

TEST_F(IssuingRequestTest, AChangedRequestIsRefused) {
  ASSERT_OK_AND_ASSIGN(std::string pem, MakeIssuingRequest(key_, "mx.enlace.test"));
  const size_t start = pem.find('\n') + 1;
  const size_t end = pem.find("-----END");
  std::string der;
  ASSERT_TRUE(absl::Base64Unescape(pem.substr(start, end - start), &der));
  der[der.find("mx.enlace")] = 'b';
  EXPECT_THAT(ParseIssuingRequest(Pem(der)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not signed")));
}

TEST_F(IssuingRequestTest, JunkIsRefused) {
  EXPECT_THAT(ParseIssuingRequest(""), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("PKCS#10")));
  EXPECT_THAT(ParseIssuingRequest(Pem("junk")), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseIssuingRequest(std::string(9000, 'x')),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("8 KiB")));
  EXPECT_THAT(MakeIssuingRequest(key_, "Not A Domain"), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::certs
