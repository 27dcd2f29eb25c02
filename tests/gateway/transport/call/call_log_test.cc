#include "gateway/transport/call/call_log.h"

#include "tests/gateway/transport/call/call_fixture.h"

namespace enlace::transport {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class CallLogTest : public ::testing::Test {
 protected:
  std::string Line(const absl::Status& status) {
    CallLogCapture capture;
    log_.Ended("GetCaseStatus", peer_, status);
    EXPECT_THAT(capture.lines(), SizeIs(1));
    return capture.lines().empty() ? "" : capture.lines()[0];
  }
  FakeClock clock_;
  CallLog log_{&clock_};
  CallPeer peer_{"agency/fgr", "ipv4:127.0.0.1:5000", ""};
};

TEST_F(CallLogTest, DefectsAreErrorsWithTheirText) {
  for (const absl::Status& defect :
       {base::InternalError("row 7 is broken"), absl::DataLossError("row 7 is broken")}) {
    EXPECT_THAT(Line(defect),
                AllOf(HasSubstr("call_failed"), HasSubstr("row 7 is broken"), HasSubstr("agency/fgr")));
  }
}

TEST_F(CallLogTest, RefusalsHaveReasonAndFieldButNotTheirText) {
  EXPECT_THAT(Line(base::InvalidField("officer_pseudonym", "'Ana Ruiz' is no pseudonym")),
              AllOf(HasSubstr("call_refused"), HasSubstr("officer_pseudonym"), HasSubstr("FIELD_INVALID"),
                    HasSubstr("ipv4:127.0.0.1:5000"), Not(HasSubstr("Ana"))));
}

TEST_F(CallLogTest, RefusedCertificateIsNamedByWhatMayBeTold) {
  TestPki pki;
  const TestAgency agency = pki.IssueAgency("fgr");
  peer_.leaf_pem = agency.tls.certificate.ToPem();
  EXPECT_THAT(Line(base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_REVOKED, "revoked")),
              AllOf(HasSubstr("certificate_refused"), HasSubstr(agency.tls.certificate.serial()),
                    HasSubstr("agency/fgr"), HasSubstr("CERTIFICATE_REVOKED")));
}

TEST_F(CallLogTest, FreeTextOfAForeignCertificateStaysOut) {
  TestPki foreign;
  peer_.leaf_pem = foreign.IssueClient("spiffe://mx.enlace.test/agency/fgr/Ana%20Ruiz").certificate.ToPem();
  EXPECT_THAT(Line(base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED, "unknown")),
              AllOf(HasSubstr("\"subject_uri\":\"\""), Not(HasSubstr("Ruiz"))));
}

TEST_F(CallLogTest, WhatAnybodyCanSendWithoutEndIsBoundedAndCounted) {
  for (const auto& [status, event] : std::vector<std::pair<absl::Status, std::string>>{
           {base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_MISSING, "none"),
            "certificates_refused_unlogged"},
           {base::Refusal(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUOTA_EXCEEDED, "too many"),
            "calls_refused_unlogged"},
           {absl::CancelledError("taken back"), "calls_refused_unlogged"}}) {
    CallLogCapture capture;
    for (int i = 0; i < 100; ++i) log_.Ended("GetCaseStatus", peer_, status);
    EXPECT_THAT(capture.lines(), SizeIs(kMostRefusalsAMinute));
    log_.TellLeftOut();
    EXPECT_THAT(capture.lines(), Contains(AllOf(HasSubstr(event), HasSubstr("\"count\":90"))));
  }
}

TEST_F(CallLogTest, RefusalsOfHandlersAreAllShown) {
  CallLogCapture capture;
  for (int i = 0; i < 100; ++i) log_.Ended("GetCaseStatus", peer_, base::NotFound());
  EXPECT_THAT(capture.lines(), SizeIs(100));
}

}  // namespace
}  // namespace enlace::transport
