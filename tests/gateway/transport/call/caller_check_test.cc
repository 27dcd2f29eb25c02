#include "gateway/transport/call/caller_check.h"

#include "tests/gateway/transport/call/call_fixture.h"

namespace enlace::transport {
namespace {

class CallerCheckTest : public CallTest {
 protected:
  const TestAgency agency_ = Enrol("fgr");
  const std::string pem_ = agency_.tls.certificate.ToPem();
};

TEST_F(CallerCheckTest, GoodCertificateIsIdentifiedOnce) {
  CallerCheck check(environment_.identity, pem_);
  ASSERT_TRUE(check.Look().ok());
  const auto caller = check.caller();
  EXPECT_EQ(caller->agency_id, "fgr");
  EXPECT_TRUE(check.Look().ok());
  EXPECT_EQ(check.caller(), caller);
}

TEST_F(CallerCheckTest, AChangeOfTheRosterIsSeenAtTheNextLook) {
  CallerCheck check(environment_.identity, pem_);
  v1::Agency entry;
  entry.set_agency_id("fgr");
  entry.set_kind(v1::AGENCY_KIND_OMBUDSMAN);
  entry.set_state(v1::AGENCY_STATE_ACTIVE);
  roster_.Put(entry);
  EXPECT_TRUE(check.Look().ok());
  EXPECT_EQ(check.caller()->agency_kind, v1::AGENCY_KIND_OMBUDSMAN);
  Revoke(agency_.tls.certificate);
  EXPECT_EQ(base::ReasonOf(check.Look()), v1::ERROR_REASON_CERTIFICATE_REVOKED);
}

TEST_F(CallerCheckTest, TheEndOfValidityIsSeenWithoutAnyChange) {
  CallerCheck check(environment_.identity, pem_);
  EXPECT_TRUE(check.Look().ok());
  clock_.SetTime(agency_.tls.certificate.not_after());
  EXPECT_EQ(base::ReasonOf(check.Look()), v1::ERROR_REASON_CERTIFICATE_EXPIRED);
}

TEST_F(CallerCheckTest, CertificateThatIsNotValidYetBecomesGoodWithTime) {
  const TestCredential early = pki_.NotYetValid("fgr", "main");
  Record(early.certificate);
  const std::string pem = early.certificate.ToPem();
  CallerCheck check(environment_.identity, pem);
  EXPECT_EQ(base::ReasonOf(check.Look()), v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID);
  clock_.SetTime(early.certificate.not_before());
  EXPECT_TRUE(check.Look().ok());
}

TEST_F(CallerCheckTest, TheRosterIsToldOfUseOnceAMinute) {
  environment_.identity.roster = &roster_;
  const std::string serial = agency_.tls.certificate.serial();
  CallerCheck check(environment_.identity, pem_);
  EXPECT_TRUE(check.Look().ok());
  const absl::Time first = clock_.Now();
  EXPECT_EQ(roster_.FindCertificate(serial)->last_seen, first);
  clock_.Advance(absl::Seconds(59));
  EXPECT_TRUE(check.Look().ok());
  EXPECT_EQ(roster_.FindCertificate(serial)->last_seen, first);
  clock_.Advance(absl::Seconds(1));
  EXPECT_TRUE(check.Look().ok());
  EXPECT_EQ(roster_.FindCertificate(serial)->last_seen, clock_.Now());
}

TEST_F(CallerCheckTest, WithoutAnIdentifierEverybodyIsAnonymous) {
  CallerCheck check(IdentitySource{nullptr, nullptr, &clock_}, "");
  EXPECT_TRUE(check.Look().ok());
  EXPECT_EQ(check.caller()->kind, identity::Caller::Kind::kAnonymous);
}

TEST_F(CallerCheckTest, AnOpenStreamIsLookedAtAfterEveryChange) {
  const CallerCheck check(environment_.identity, pem_);
  uint64_t seen = 0;
  EXPECT_TRUE(StillGood(environment_.identity, *check.caller(), &seen).ok());
  EXPECT_EQ(seen, changes_);
  Revoke(agency_.tls.certificate);
  EXPECT_EQ(base::ReasonOf(StillGood(environment_.identity, *check.caller(), &seen)),
            v1::ERROR_REASON_CERTIFICATE_REVOKED);
}

}  // namespace
}  // namespace enlace::transport
