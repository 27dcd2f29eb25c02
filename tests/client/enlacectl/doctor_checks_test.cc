#include "client/enlacectl/doctor_checks.h"

#include <map>
#include <utility>

#include "client/rpc_status.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class DoctorChecksTest : public ::testing::Test {
 protected:
  static const Finding* Find(const std::vector<Finding>& findings, const std::string& check) {
    for (const Finding& finding : findings) {
      if (finding.check == check) return &finding;
    }
    return nullptr;
  }
  static ServerProbe Presenting(const TestCredential& server, TestPki& pki) {
    ServerProbe probe;
    probe.tls_version = "TLSv1.3";
    probe.chain = {server.certificate, pki.authority().issuing()};
    probe.http2 = true;
    probe.asks_certificate = true;
    probe.clock_ahead = absl::ZeroDuration();
    return probe;
  }
  static ServerProbe Failing(absl::Status name, absl::Status tcp, absl::Status tls) {
    ServerProbe probe;
    probe.name = std::move(name);
    probe.tcp = std::move(tcp);
    probe.tls = std::move(tls);
    return probe;
  }
  std::vector<Finding> Server(const ServerProbe& probe, const std::string& name, absl::Time now) {
    return CheckServer(probe, keystore_.get(), name, now, Language::kEnglish);
  }
  ExitCode FaultOf(const ServerProbe& probe, const std::string& check) {
    const auto findings = Server(probe, "localhost", pki_.now());
    const Finding* const finding = Find(findings, check);
    EXPECT_NE(finding, nullptr) << check;
    return finding == nullptr ? ExitCode::kOk : finding->fault;
  }
  TestPki pki_;
  FakeRandom random_;
  TemporaryFolder folder_;
  std::unique_ptr<certs::Keystore> keystore_ = NewKeystore(pki_, folder_.path(), "mx-uep", "main", random_);
};

TEST_F(DoctorChecksTest, GoodIdentityHasOnlyGoodFindings) {
  for (const Finding& finding : CheckKeystore(*keystore_, pki_.now(), Language::kSpanish)) {
    EXPECT_EQ(finding.level, FindingLevel::kGood) << finding.text;
  }
}

TEST_F(DoctorChecksTest, IdentityAgesFromGoodToWarningToExpired) {
  const auto level = [this](absl::Duration age) {
    return Find(CheckKeystore(*keystore_, pki_.now() + age, Language::kEnglish), "tls-certificate")->level;
  };
  EXPECT_EQ(level(absl::Hours(24)), FindingLevel::kGood);
  EXPECT_EQ(level(absl::Hours(24 * 6)), FindingLevel::kWarning);
  EXPECT_EQ(level(absl::Hours(24 * 8)), FindingLevel::kBad);
}

TEST_F(DoctorChecksTest, ClockThatIsBehindIsNamedAsSuch) {
  const auto findings = CheckKeystore(*keystore_, pki_.now() - absl::Hours(48), Language::kEnglish);
  EXPECT_THAT(Find(findings, "tls-certificate")->text, HasSubstr("date and time of this machine"));
}

TEST_F(DoctorChecksTest, EmptyFolderSaysToEnrol) {
  TemporaryFolder empty;
  ASSERT_OK_AND_ASSIGN(const auto keystore, certs::Keystore::Open(empty.path(), random_));
  const auto findings = CheckKeystore(*keystore, pki_.now(), Language::kPortuguese);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_THAT(findings[0].text, HasSubstr("enlacectl enroll"));
  EXPECT_THAT(findings[0].status, StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(DoctorChecksTest, GoodServerPassesEveryStep) {
  const auto findings = Server(Presenting(pki_.IssueServer(), pki_), "localhost", pki_.now());
  EXPECT_EQ(findings.size(), 7U);
  for (const Finding& finding : findings) EXPECT_EQ(finding.level, FindingLevel::kGood) << finding.text;
}

TEST_F(DoctorChecksTest, ServerOfAnotherAuthorityIsFoundOut) {
  TestPki other;
  const auto findings = Server(Presenting(other.IssueServer(), other), "localhost", pki_.now());
  EXPECT_EQ(Find(findings, "server-certificate")->level, FindingLevel::kBad);
  EXPECT_THAT(Find(findings, "server-certificate")->text, HasSubstr("Send nothing"));
}

TEST_F(DoctorChecksTest, WrongNameSaysWhichNamesThereAre) {
  const auto findings = Server(Presenting(pki_.IssueServer({"gw.example"}), pki_), "localhost", pki_.now());
  EXPECT_THAT(Find(findings, "server-name")->text, HasSubstr("gw.example"));
  EXPECT_EQ(Find(findings, "server-name")->level, FindingLevel::kBad);
}

TEST_F(DoctorChecksTest, ExpiredServerIsTheGatewaysToMend) {
  const auto findings =
      Server(Presenting(pki_.IssueServer(), pki_), "localhost", pki_.now() + absl::Hours(24 * 400));
  EXPECT_THAT(Find(findings, "server-certificate")->text, HasSubstr("expired"));
}

TEST_F(DoctorChecksTest, ProbeThatFailedEndsThereWithItsClass) {
  const absl::Status unreached = absl::CancelledError("");
  const absl::Status ok;
  struct Row {
    ServerProbe probe;
    const char* last;
    ExitCode fault;
  };
  const Row rows[] = {
      {Failing(absl::NotFoundError("x"), unreached, unreached), "dns", ExitCode::kNameUnknown},
      {Failing(ok, absl::UnavailableError("refused"), unreached), "tcp", ExitCode::kClosedPort},
      {Failing(ok, absl::DeadlineExceededError("late"), unreached), "tcp", ExitCode::kBlockedPort},
      {Failing(ok, ok, absl::DeadlineExceededError("late")), "tls", ExitCode::kBlockedPort},
      {Failing(ok, ok, absl::InvalidArgumentError("no TLS")), "tls", ExitCode::kWrongPort},
      {Failing(ok, ok, absl::FailedPreconditionError("1.2")), "tls", ExitCode::kTlsVersion},
      {Failing(ok, ok, absl::UnavailableError("hung up")), "tls", ExitCode::kTlsVersion},
  };
  for (const Row& row : rows) {
    const auto findings = Server(row.probe, "n", pki_.now());
    EXPECT_EQ(findings.back().check, row.last);
    EXPECT_EQ(findings.back().fault, row.fault) << row.last;
    EXPECT_FALSE(findings.back().status.ok()) << row.last;
  }
}

TEST_F(DoctorChecksTest, OtherPortsThanTheOneForAgenciesAreWrong) {
  ServerProbe probe = Presenting(pki_.IssueServer(), pki_);
  probe.asks_certificate = false;
  EXPECT_EQ(FaultOf(probe, "port"), ExitCode::kWrongPort);
  probe = Presenting(pki_.IssueServer(), pki_);
  probe.http2 = false;
  EXPECT_EQ(FaultOf(probe, "port"), ExitCode::kWrongPort);
}

TEST_F(DoctorChecksTest, ClocksMayDifferByLessThanAMinute) {
  ServerProbe probe = Presenting(pki_.IssueServer(), pki_);
  for (const auto& [ahead, fault] :
       std::map<absl::Duration, ExitCode>{{absl::Seconds(59), ExitCode::kOk},
                                          {absl::Seconds(-59), ExitCode::kOk},
                                          {absl::Seconds(60), ExitCode::kClockSkew},
                                          {absl::Seconds(-60), ExitCode::kClockSkew}}) {
    probe.clock_ahead = ahead;
    EXPECT_EQ(FaultOf(probe, "clock"), fault) << ahead;
  }
  probe.clock_ahead = absl::Hours(2);
  EXPECT_THAT(Find(Server(probe, "localhost", pki_.now()), "clock")->text, HasSubstr("Ahead by 2h"));
  probe.clock_ahead = absl::nullopt;
  EXPECT_EQ(Find(Server(probe, "localhost", pki_.now()), "clock"), nullptr);
}

TEST_F(DoctorChecksTest, AStrangersClockSaysNothing) {
  TestPki other;
  ServerProbe probe = Presenting(other.IssueServer(), other);
  probe.clock_ahead = absl::Hours(2);
  const auto findings = Server(probe, "localhost", pki_.now());
  EXPECT_EQ(Find(findings, "clock"), nullptr);
  EXPECT_EQ(Find(findings, "server-certificate")->fault, ExitCode::kWrongRoot);
}

TEST_F(DoctorChecksTest, WithoutAKeystoreTheWayIsExaminedAllTheSame) {
  const auto findings =
      CheckServer(Presenting(pki_.IssueServer(), pki_), nullptr, "localhost", pki_.now(), Language::kEnglish);
  EXPECT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings.back().check, "tls");
}

TEST_F(DoctorChecksTest, ARenewalThatIsDueHasItsOwnClass) {
  const auto findings = CheckKeystore(*keystore_, pki_.now() + absl::Hours(24 * 6), Language::kEnglish);
  EXPECT_EQ(Find(findings, "tls-certificate")->fault, ExitCode::kRenewalDue);
  EXPECT_EQ(ExitCodeOf(StatusOf(findings)), ExitCode::kRenewalDue);
}

TEST_F(DoctorChecksTest, AChainThatNoGatewayTakesIsFoundBeforeTheCall) {
  std::string chain;
  for (int i = 0; i < 40; ++i) chain += keystore_->tls_chain().front().ToPem();
  ASSERT_THAT(base::WriteFileAtomically(folder_.File("tls.pem"), chain), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto keystore, certs::Keystore::Open(folder_.path(), random_));
  const auto findings = CheckKeystore(*keystore, pki_.now(), Language::kEnglish);
  EXPECT_EQ(findings.back().fault, ExitCode::kDamagedFile);
}

TEST_F(DoctorChecksTest, ARefusedCallHasTheClassOfItsReason) {
  const auto fault = [](const absl::Status& answer) { return CheckCall(answer, Language::kEnglish).fault; };
  EXPECT_EQ(fault(absl::OkStatus()), ExitCode::kOk);
  EXPECT_EQ(fault(base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_REVOKED, "x")), ExitCode::kRevoked);
  EXPECT_EQ(fault(FromRpc({grpc::StatusCode::UNAVAILABLE, "failed to connect: connection refused"})),
            ExitCode::kClosedPort);
  EXPECT_EQ(fault(absl::InternalError("x")), ExitCode::kInternal);
}

}  // namespace
}  // namespace enlace::client
