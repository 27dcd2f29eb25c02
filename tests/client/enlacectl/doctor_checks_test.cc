#include "client/enlacectl/doctor_checks.h"

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
  ServerProbe Presenting(const TestCredential& server, TestPki& pki) {
    return {absl::OkStatus(),
            absl::OkStatus(),
            absl::OkStatus(),
            "TLSv1.3",
            {server.certificate, pki.authority().issuing()}};
  }
  std::vector<Finding> Server(const ServerProbe& probe, const std::string& name, absl::Time now) {
    return CheckServer(probe, *keystore_, name, now, Language::kEnglish);
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
  EXPECT_EQ(findings.size(), 5U);
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

TEST_F(DoctorChecksTest, ProbeThatFailedEndsThere) {
  const absl::Status unreached = absl::CancelledError("");
  const auto dns = Server({absl::NotFoundError("x"), unreached, unreached, "", {}}, "n", pki_.now());
  ASSERT_EQ(dns.size(), 1U);
  EXPECT_THAT(dns[0].text, HasSubstr("DNS"));
  const auto tcp =
      Server({absl::OkStatus(), absl::UnavailableError("refused"), unreached, "", {}}, "n", pki_.now());
  EXPECT_EQ(tcp.back().check, "tcp");
  EXPECT_THAT(tcp.back().status, StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace enlace::client
