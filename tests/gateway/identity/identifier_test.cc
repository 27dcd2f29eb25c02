#include "gateway/identity/identifier.h"

#include <thread>

#include "gateway/base/time_text.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::identity {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kDomain[] = "mx.enlace.test";

class IdentifierTest : public ::testing::Test {
 protected:
  IdentifierTest() { SetState(v1::AGENCY_STATE_ACTIVE); }

  void SetState(v1::AgencyState state) {
    v1::Agency agency;
    agency.set_agency_id("fgr");
    agency.set_kind(v1::AGENCY_KIND_PROSECUTOR);
    agency.set_state(state);
    roster_.Put(agency);
  }
  // Puts the certificate on record, revoked or not, and returns its PEM.
  std::string Record(const certs::Certificate& certificate, bool revoked = false) {
    v1::Certificate entry;
    entry.set_serial(certificate.serial());
    if (revoked) *entry.mutable_revoke_time() = base::ToProto(clock_.Now());
    roster_.Put(entry);
    return certificate.ToPem();
  }
  v1::ErrorReason ReasonFor(const certs::Certificate& certificate) {
    return base::ReasonOf(identifier_.Identify(Record(certificate)).status());
  }

  FakeClock clock_;
  TestPki pki_{kDomain, clock_.Now()};
  Roster roster_;
  Identifier identifier_{pki_.authorities(), roster_, clock_, kDomain};
};

TEST_F(IdentifierTest, AgencyCertificateNamesItsCaller) {
  const TestAgency agency = pki_.IssueAgency("fgr", "mexico");
  ASSERT_OK_AND_ASSIGN(const Caller caller, identifier_.Identify(Record(agency.tls.certificate)));
  EXPECT_EQ(caller.kind, Caller::Kind::kAgency);
  EXPECT_EQ(caller.agency_id, "fgr");
  EXPECT_EQ(caller.unit_id, "mexico");
  EXPECT_EQ(caller.agency_kind, v1::AGENCY_KIND_PROSECUTOR);
  EXPECT_EQ(caller.uri, AgencyUri(kDomain, "fgr", "mexico"));
  EXPECT_EQ(caller.certificate_serial, agency.tls.certificate.serial());
  EXPECT_EQ(caller.key_id, agency.tls.key.key_id());
  EXPECT_EQ(caller.not_after, agency.tls.certificate.not_after());
  EXPECT_EQ(caller.name(), "agency/fgr");
}

TEST_F(IdentifierTest, AdministratorNeedsNoAgency) {
  const TestCredential admin = pki_.IssueAdmin("rosa");
  ASSERT_OK_AND_ASSIGN(const Caller caller, identifier_.Identify(Record(admin.certificate)));
  EXPECT_EQ(caller.kind, Caller::Kind::kAdministrator);
  EXPECT_EQ(caller.administrator, "rosa");
  EXPECT_EQ(caller.agency_kind, v1::AGENCY_KIND_UNSPECIFIED);
}

TEST_F(IdentifierTest, NoCertificateIsMissing) {
  const absl::Status status = identifier_.Identify("").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("enrol")));
  EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_CERTIFICATE_MISSING));
}

TEST_F(IdentifierTest, BytesThatAreNoCertificateAreUntrusted) {
  EXPECT_THAT(identifier_.Identify("garbage"), ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
  EXPECT_THAT(identifier_.Identify(std::string(1 << 20, 'A')), ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
}

TEST_F(IdentifierTest, EachFaultOfACertificateHasItsReason) {
  EXPECT_EQ(ReasonFor(pki_.FromAnotherAuthority("fgr", "x1").certificate), v1::ERROR_REASON_CERTIFICATE_UNTRUSTED);
  EXPECT_EQ(ReasonFor(pki_.SelfSigned("fgr", "x1").certificate), v1::ERROR_REASON_CERTIFICATE_UNTRUSTED);
  EXPECT_EQ(ReasonFor(pki_.BrokenSignature("fgr", "x1").certificate), v1::ERROR_REASON_CERTIFICATE_UNTRUSTED);
  EXPECT_EQ(ReasonFor(pki_.Expired("fgr", "x1").certificate), v1::ERROR_REASON_CERTIFICATE_EXPIRED);
  EXPECT_EQ(ReasonFor(pki_.NotYetValid("fgr", "x1").certificate), v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID);
  EXPECT_EQ(ReasonFor(pki_.IssueAgency("fgr").sealing.certificate), v1::ERROR_REASON_CERTIFICATE_WRONG_USAGE);
  EXPECT_EQ(ReasonFor(pki_.IssueServer().certificate), v1::ERROR_REASON_CERTIFICATE_WRONG_USAGE);
  EXPECT_EQ(ReasonFor(pki_.WithoutUri("fgr", "x1").certificate), v1::ERROR_REASON_CERTIFICATE_WRONG_NAME);
  EXPECT_EQ(ReasonFor(pki_.WithTwoUris("fgr", "x1").certificate), v1::ERROR_REASON_CERTIFICATE_WRONG_NAME);
  EXPECT_EQ(ReasonFor(pki_.ForeignTrustDomain("fgr", "x1").certificate), v1::ERROR_REASON_CERTIFICATE_WRONG_NAME);
}

TEST_F(IdentifierTest, CertificateWithoutRecordIsUnknown) {
  const TestCredential stray = pki_.UnknownToTheGateway("fgr", "main");
  EXPECT_THAT(identifier_.Identify(stray.certificate.ToPem()), ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNKNOWN));
}

TEST_F(IdentifierTest, RevocationTakesEffectOnTheNextCallAndOnOpenStreams) {
  const TestAgency agency = pki_.IssueAgency("fgr");
  const std::string pem = Record(agency.tls.certificate);
  ASSERT_OK_AND_ASSIGN(const Caller caller, identifier_.Identify(pem));
  EXPECT_THAT(identifier_.StillGood(caller), IsOk());
  Record(agency.tls.certificate, /*revoked=*/true);
  EXPECT_THAT(identifier_.Identify(pem), ReasonIs(v1::ERROR_REASON_CERTIFICATE_REVOKED));
  EXPECT_THAT(identifier_.StillGood(caller), ReasonIs(v1::ERROR_REASON_CERTIFICATE_REVOKED));
}

TEST_F(IdentifierTest, SuspensionTakesEffectAndEnds) {
  const std::string pem = Record(pki_.IssueAgency("fgr").tls.certificate);
  ASSERT_OK_AND_ASSIGN(const Caller caller, identifier_.Identify(pem));
  SetState(v1::AGENCY_STATE_SUSPENDED);
  EXPECT_THAT(identifier_.Identify(pem), ReasonIs(v1::ERROR_REASON_AGENCY_SUSPENDED));
  EXPECT_THAT(identifier_.StillGood(caller), ReasonIs(v1::ERROR_REASON_AGENCY_SUSPENDED));
  SetState(v1::AGENCY_STATE_ACTIVE);
  EXPECT_THAT(identifier_.Identify(pem), IsOk());
}

TEST_F(IdentifierTest, RememberedCertificateExpires) {
  const std::string pem = Record(pki_.IssueAgency("fgr").tls.certificate);
  ASSERT_OK_AND_ASSIGN(const Caller caller, identifier_.Identify(pem));
  clock_.SetTime(caller.not_after - absl::Seconds(1));
  EXPECT_THAT(identifier_.Identify(pem), IsOk());
  EXPECT_THAT(identifier_.StillGood(caller), IsOk());
  clock_.SetTime(caller.not_after);
  EXPECT_THAT(identifier_.Identify(pem), ReasonIs(v1::ERROR_REASON_CERTIFICATE_EXPIRED));
  EXPECT_THAT(identifier_.StillGood(caller),
              StatusIs(absl::StatusCode::kUnauthenticated,
                       AllOf(HasSubstr(caller.certificate_serial), HasSubstr("expired"), HasSubstr("renewed"))));
}

TEST_F(IdentifierTest, ClockSetBackMakesARememberedCertificateNotYetValid) {
  const TestAgency agency = pki_.IssueAgency("fgr");
  const std::string pem = Record(agency.tls.certificate);
  ASSERT_THAT(identifier_.Identify(pem), IsOk());
  clock_.SetTime(agency.tls.certificate.not_before() - absl::Seconds(1));
  EXPECT_THAT(identifier_.Identify(pem), ReasonIs(v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID));
}

TEST_F(IdentifierTest, AnonymousIsNeverStillGood) {
  EXPECT_THAT(identifier_.StillGood(Caller()), ReasonIs(v1::ERROR_REASON_CERTIFICATE_MISSING));
}

TEST_F(IdentifierTest, ManyThreadsMayAsk) {
  const std::string pem = Record(pki_.IssueAgency("fgr").tls.certificate);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 100; ++n) EXPECT_THAT(identifier_.Identify(pem), IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(ParseIdentityUriTest, ReadsWhatTheBuildersWrite) {
  Caller agency, admin;
  EXPECT_THAT(ParseIdentityUri(AgencyUri(kDomain, "fgr", "uga-1"), kDomain, &agency), IsOk());
  EXPECT_EQ(agency.unit_id, "uga-1");
  EXPECT_THAT(ParseIdentityUri(AdministratorUri(kDomain, "rosa"), kDomain, &admin), IsOk());
  EXPECT_EQ(admin.name(), "admin/rosa");
}

TEST(ParseIdentityUriTest, AnythingElseNamesNobody) {
  for (const char* uri :
       {"", "spiffe://", "spiffe://mx.enlace.test", "spiffe://mx.enlace.test/", "https://mx.enlace.test/admin/rosa",
        "spiffe://mx.enlace.test.evil/admin/rosa", "spiffe://xmx.enlace.test/admin/rosa",
        "spiffe://MX.enlace.test/admin/rosa", "spiffe://mx.enlace.test/agency/fgr", "spiffe://mx.enlace.test/agency/fgr/",
        "spiffe://mx.enlace.test/agency//main", "spiffe://mx.enlace.test/agency/fgr/main/more",
        "spiffe://mx.enlace.test/admin/rosa/main", "spiffe://mx.enlace.test/admin/", "spiffe://mx.enlace.test/root/rosa",
        "spiffe://mx.enlace.test/admin/Rosa", "spiffe://mx.enlace.test/admin/rosa?x=1",
        "spiffe://mx.enlace.test/agency/..%2fadmin/rosa", "spiffe://mx.enlace.test/agency/../main"}) {
    Caller caller;
    EXPECT_THAT(ParseIdentityUri(uri, kDomain, &caller), ReasonIs(v1::ERROR_REASON_CERTIFICATE_WRONG_NAME)) << uri;
    EXPECT_EQ(caller.kind, Caller::Kind::kAnonymous) << uri;
  }
}

TEST_F(IdentifierTest, AVerdictDoesNotOutliveTheTrustInItsAuthority) {
  const TestCredential admin = pki_.IssueAdmin("ana");
  ASSERT_OK_AND_ASSIGN(const Caller caller, identifier_.Identify(Record(admin.certificate)));
  EXPECT_EQ(caller.authority_id, certs::AuthorityId(pki_.authority().issuing()));
  pki_.authorities().Put({pki_.authority().root(), pki_.authority().issuing(), v1::AUTHORITY_STATE_RETIRED});
  EXPECT_EQ(ReasonFor(admin.certificate), v1::ERROR_REASON_CERTIFICATE_UNTRUSTED);
  EXPECT_THAT(identifier_.StillGood(caller), ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
  pki_.authorities().Put({pki_.authority().root(), pki_.authority().issuing(), v1::AUTHORITY_STATE_ISSUING});
  EXPECT_THAT(identifier_.Identify(admin.certificate.ToPem()), IsOk());
}

}  // namespace
}  // namespace enlace::identity
