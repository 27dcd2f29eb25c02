#include "certs/x509/certificate_builder.h"

#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;

TEST(CertificateBuilderTest, UriPartsAreTold) {
  EXPECT_EQ(UriTail("spiffe://mx.enlace.test/agency/a1/main"), "agency/a1/main");
  EXPECT_EQ(UriTrustDomain("spiffe://mx.enlace.test/agency/a1/main"), "mx.enlace.test");
  EXPECT_EQ(UriTail("spiffe://mx.enlace.test"), "");
  EXPECT_EQ(UriTrustDomain("https://mx.enlace.test/agency"), "");
}

TEST(CertificateBuilderTest, LongCommonNamesAreShortenedToDifferentOnes) {
  const std::string one = FitCommonName(std::string(100, 'a') + "1");
  const std::string two = FitCommonName(std::string(100, 'a') + "2");
  EXPECT_EQ(one.size(), 64u);
  EXPECT_NE(one, two);
  EXPECT_EQ(FitCommonName("agency/a1/main"), "agency/a1/main");
}

TEST(CertificateBuilderTest, OnlyPlainSpiffeUrisPass) {
  EXPECT_THAT(CheckUriForm("spiffe://mx.enlace.test/agency/a1/main"), IsOk());
  for (const std::string uri :
       {"", "https://mx.enlace.test/a", "spiffe://", "spiffe://mx.enlace.test", "spiffe://mx.enlace.test/",
        "spiffe://MX.enlace.test/a", "spiffe://mx enlace/a", "spiffe://mx.enlace.test/\n", "spiffe:///a",
        "spiffe://user@mx.enlace.test/a", "spiffe://mx.enlace.test:1/a"}) {
    EXPECT_THAT(CheckUriForm(uri), StatusIs(absl::StatusCode::kInvalidArgument)) << uri;
  }
  EXPECT_THAT(CheckUriForm("spiffe://mx.enlace.test/" + std::string(250, 'a')),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("255")));
}

TEST(CertificateBuilderTest, TrustDomainsAreSmallDnsNames) {
  EXPECT_THAT(CheckTrustDomain("mx.enlace.test"), IsOk());
  for (const std::string domain : {"", ".mx", "mx.", "MX", "a/b", "a:1"}) {
    EXPECT_THAT(CheckTrustDomain(domain), StatusIs(absl::StatusCode::kInvalidArgument)) << domain;
  }
}

TEST(CertificateBuilderTest, NamesThatAreNeitherHostNorAddressAreRefused) {
  ASSERT_OK_AND_ASSIGN(const PrivateKey key, PrivateKey::Generate());
  CertificateSpec spec;
  spec.serial = "\x01";
  spec.common_name = "x";
  spec.not_before = FakeClock().Now();
  spec.not_after = spec.not_before + absl::Hours(1);
  spec.names = {"not a host"};
  EXPECT_THAT(BuildCertificate(spec, key.spki_der(), key, nullptr),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not a host")));
  spec.names.clear();
  EXPECT_THAT(BuildCertificate(spec, "not a key", key, nullptr), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::certs
