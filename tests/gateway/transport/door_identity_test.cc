#include "gateway/transport/door.h"

#include <gmock/gmock.h>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/base/errors.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// The uncompressed point at the end of a P-256 key, private or public.
constexpr size_t kPointSize = 65;

bool PemToDer(absl::string_view pem, std::string* der) {
  std::string body;
  for (const absl::string_view line : absl::StrSplit(pem, '\n')) {
    if (!absl::StartsWith(line, "-----")) absl::StrAppend(&body, line);
  }
  return absl::Base64Unescape(body, der);
}

std::string DerToPem(absl::string_view der) {
  const std::string body = absl::Base64Escape(der);
  std::string pem = "-----BEGIN PRIVATE KEY-----\n";
  for (size_t i = 0; i < body.size(); i += 64) absl::StrAppend(&pem, body.substr(i, 64), "\n");
  return pem + "-----END PRIVATE KEY-----\n";
}

class DoorIdentityTest : public ::testing::Test {
 protected:
  // The peer is refused with reason and text, the handler never runs, and one
  // line of our log says whom we turned away and why.
  void ExpectRefused(const TestCredential* client, const std::string& reason, const std::string& text) {
    SCOPED_TRACE(reason);
    LogCapture log;
    const Outcome outcome = door_.Ask(client);
    EXPECT_EQ(outcome.code, grpc::StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(outcome.reason, reason);
    EXPECT_THAT(outcome.message, HasSubstr(text));
    EXPECT_EQ(door_.services.get_case_status.calls(), 0);
    const std::vector<std::string> lines = log.lines();
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_THAT(
        lines[0],
        AllOf(HasSubstr("\"event\":\"certificate_refused\""), HasSubstr("\"method\":\"GetCaseStatus\""),
              HasSubstr("\"reason\":\"" + reason + "\""), HasSubstr("\"peer\":\"ipv4:127.0.0.1:")));
    const std::string serial = client == nullptr ? "" : client->certificate.serial();
    EXPECT_THAT(lines[0], HasSubstr("\"serial\":\"" + serial + "\""));
  }

  TestDoor door_;
  const TestAgency good_ = door_.Enrol("fgr");
};

TEST_F(DoorIdentityTest, GoodCertificateBecomesTheCaller) {
  EXPECT_EQ(door_.Ask(&good_.tls).code, grpc::StatusCode::OK);
  const identity::Caller caller = door_.services.get_case_status.last();
  EXPECT_EQ(caller.agency_id, "fgr");
  EXPECT_EQ(caller.unit_id, "main");
  EXPECT_EQ(caller.agency_kind, v1::AGENCY_KIND_PROSECUTOR);
  EXPECT_EQ(caller.certificate_serial, good_.tls.certificate.serial());
}

TEST_F(DoorIdentityTest, NoCertificateIsExplained) { ExpectRefused(nullptr, "CERTIFICATE_MISSING", "enrol"); }

TEST_F(DoorIdentityTest, UntrustedCertificatesAreExplained) {
  for (const TestCredential& bad :
       {door_.pki.FromAnotherAuthority("fgr", "main"), door_.pki.SelfSigned("fgr", "main"),
        door_.pki.BrokenSignature("fgr", "main")}) {
    door_.Record(bad.certificate);
    ExpectRefused(&bad, "CERTIFICATE_UNTRUSTED", "trust bundle");
  }
}

TEST_F(DoorIdentityTest, ExpiredCertificateIsExplained) {
  const TestCredential bad = door_.pki.Expired("fgr", "main");
  door_.Record(bad.certificate);
  ExpectRefused(&bad, "CERTIFICATE_EXPIRED", "expired on");
}

TEST_F(DoorIdentityTest, CertificateThatIsNotValidYetIsExplained) {
  const TestCredential bad = door_.pki.NotYetValid("fgr", "main");
  door_.Record(bad.certificate);
  ExpectRefused(&bad, "CERTIFICATE_NOT_YET_VALID", "clocks");
}

TEST_F(DoorIdentityTest, RevokedCertificateIsExplained) {
  door_.Revoke(good_.tls.certificate);
  ExpectRefused(&good_.tls, "CERTIFICATE_REVOKED", "was revoked at");
}

TEST_F(DoorIdentityTest, SealingCertificateIsExplained) {
  ExpectRefused(&good_.sealing, "CERTIFICATE_WRONG_USAGE", "TLS one");
}

TEST_F(DoorIdentityTest, WrongNamesAreExplained) {
  for (const TestCredential& bad : {door_.pki.WithoutUri("fgr", "main"), door_.pki.WithTwoUris("fgr", "main"),
                                    door_.pki.ForeignTrustDomain("fgr", "main")}) {
    door_.Record(bad.certificate);
    ExpectRefused(&bad, "CERTIFICATE_WRONG_NAME", "enrol");
  }
}

TEST_F(DoorIdentityTest, CertificateWithoutRecordIsExplained) {
  const TestCredential bad = door_.pki.UnknownToTheGateway("fgr", "main");
  ExpectRefused(&bad, "CERTIFICATE_UNKNOWN", "not on record");
}

TEST_F(DoorIdentityTest, SuspendedAgencyIsExplained) {
  door_.SetState("fgr", v1::AGENCY_STATE_SUSPENDED);
  ExpectRefused(&good_.tls, "AGENCY_SUSPENDED", "fgr is suspended");
}

TEST_F(DoorIdentityTest, AFloodOfRefusedCertificatesDoesNotFillTheLog) {
  const auto stub = v1::CaseService::NewStub(door_.Channel(nullptr));
  LogCapture log;
  for (uint64_t i = 0; i < kMostRefusalsAMinute + 5; ++i) {
    EXPECT_EQ(Call(*stub, &v1::CaseService::Stub::GetCaseStatus).reason, "CERTIFICATE_MISSING");
  }
  EXPECT_EQ(log.lines().size(), kMostRefusalsAMinute);
  door_.clock.Advance(absl::Minutes(1));
  // Another connection: this one is closed after so many refused calls.
  EXPECT_EQ(door_.Ask(nullptr).reason, "CERTIFICATE_MISSING");
  const std::vector<std::string> lines = log.lines();
  ASSERT_EQ(lines.size(), kMostRefusalsAMinute + 2);
  EXPECT_THAT(lines[kMostRefusalsAMinute],
              AllOf(HasSubstr("\"event\":\"certificates_refused_unlogged\""),
                    HasSubstr("\"reason\":\"CERTIFICATE_MISSING\""), HasSubstr("\"count\":5")));
}

TEST_F(DoorIdentityTest, RevocationEndsALiveConnectionsNextCall) {
  const auto stub = v1::CaseService::NewStub(door_.Channel(&good_.tls));
  EXPECT_EQ(Call(*stub, &v1::CaseService::Stub::GetCaseStatus).code, grpc::StatusCode::OK);
  door_.Revoke(good_.tls.certificate);
  EXPECT_EQ(Call(*stub, &v1::CaseService::Stub::GetCaseStatus).reason, "CERTIFICATE_REVOKED");
}

// The certificate of an agency is public; its key is not. The key below claims
// the public half of the agency's and signs with its own.
TEST_F(DoorIdentityTest, ForeignCertificateWithoutItsKeyFailsTheHandshake) {
  const TestCredential attacker = door_.pki.IssueClient(door_.pki.AgencyUri("evil", "main"));
  std::string der;
  ASSERT_TRUE(PemToDer(attacker.key_pem, &der));
  const std::string& point = good_.tls.key.spki_der();
  ASSERT_EQ(der.compare(der.size() - kPointSize, kPointSize, attacker.key.spki_der(),
                        attacker.key.spki_der().size() - kPointSize, kPointSize),
            0);
  der.replace(der.size() - kPointSize, kPointSize, point.substr(point.size() - kPointSize));
  TestCredential stolen = good_.tls;
  stolen.key_pem = DerToPem(der);
  const Outcome outcome = door_.Ask(&stolen);
  EXPECT_EQ(outcome.code, grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(outcome.reason, "");
  EXPECT_EQ(door_.services.get_case_status.calls(), 0);
}

TEST_F(DoorIdentityTest, DefectsAreLoggedAsErrorsAndHiddenFromThePeer) {
  for (const absl::Status& defect :
       {base::InternalError("row 7 is broken"), absl::DataLossError("row 7 is broken")}) {
    door_.services.get_case_status.behave = [&](const auto&, auto done) { done(defect); };
    LogCapture log;
    const Outcome outcome = door_.Ask(&good_.tls);
    EXPECT_EQ(static_cast<int>(outcome.code), static_cast<int>(defect.code()));
    EXPECT_THAT(outcome.message, Not(HasSubstr("row 7")));
    ASSERT_EQ(log.lines().size(), 1u);
    EXPECT_THAT(log.lines()[0],
                AllOf(HasSubstr("call_failed"), HasSubstr("row 7 is broken"), HasSubstr("agency/fgr")));
  }
}

TEST_F(DoorIdentityTest, RefusalsAreLoggedWithReasonAndFieldButWithoutTheirText) {
  door_.services.get_case_status.behave = [](const auto&, auto done) {
    done(base::InvalidField("officer_pseudonym", "'Ana Ruiz' is no pseudonym"));
  };
  LogCapture log;
  EXPECT_EQ(door_.Ask(&good_.tls).reason, "FIELD_INVALID");
  ASSERT_EQ(log.lines().size(), 1u);
  EXPECT_THAT(log.lines()[0], AllOf(HasSubstr("call_refused"), HasSubstr("officer_pseudonym"),
                                    HasSubstr("FIELD_INVALID"), Not(HasSubstr("Ana"))));
}

TEST_F(DoorIdentityTest, FreeTextOfAForeignCertificateStaysOutOfTheLog) {
  TestPki foreign("mx.enlace.test", door_.clock.Now());
  const TestCredential bad = foreign.IssueClient("spiffe://mx.enlace.test/agency/fgr/Ana%20Ruiz_5512345678");
  LogCapture log;
  EXPECT_EQ(door_.Ask(&bad).reason, "CERTIFICATE_UNTRUSTED");
  ASSERT_EQ(log.lines().size(), 1u);
  EXPECT_THAT(log.lines()[0], AllOf(HasSubstr("\"subject_uri\":\"\""), Not(HasSubstr("Ruiz"))));
}

}  // namespace
}  // namespace enlace::transport
