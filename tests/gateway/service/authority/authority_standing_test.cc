#include "gateway/service/authority/authority_standing.h"

#include "tests/gateway/service/authority/authority_fixture.h"

namespace enlace::service {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

class AuthorityStandingTest : public AuthorityFixture {
 protected:
  AuthorityStanding StandingAt(const std::string& id) {
    const auto reader = *store_.Read();
    return StandingOf(*reader, core().authority.members(), kTrustDomain, clock_.Now())->at(id);
  }
};

TEST_F(AuthorityStandingTest, HoldersAreThoseWithCertificatesInForce) {
  EnrolScene();
  EXPECT_THAT(StandingAt(first_).holders, Contains(std::string("agency/") + kSender + "/main"));
  clock_.Advance(absl::Hours(24 * 365));
  EXPECT_THAT(StandingAt(first_).holders, IsEmpty());
  EXPECT_EQ(StandingAt(first_).valid_certificates, 0U);
}

TEST_F(AuthorityStandingTest, ARenewalUnderTheNewRootMakesAwareToo) {
  EnrolScene();
  const std::string next = Add("next", NewRoot::kYes);
  EXPECT_THAT(StandingAt(next).unaware_agency_ids, Contains(kSender));
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_PUBLISHED), IsOk());
  ASSERT_THAT(Advance(next, v1::AUTHORITY_STATE_ISSUING, /*force=*/true), IsOk());
  Renew(kSender);
  EXPECT_THAT(StandingAt(next).unaware_agency_ids, Not(Contains(kSender)));
  EXPECT_THAT(StandingAt(next).unaware_agency_ids, Contains(kStranger));
}

TEST_F(AuthorityStandingTest, AnAgencyWithoutCertificateInForceDoesNotCount) {
  EnrolScene();
  const std::string next = Add("next", NewRoot::kYes);
  Revoke(Keys(kSender).tls);
  EXPECT_THAT(StandingAt(next).unaware_agency_ids, Not(Contains(kSender))) << "it needs a token anyway";
}

TEST_F(AuthorityStandingTest, AnEntryHoldsCertificatesAndNoCounts) {
  const v1::Authority entry = EntryOf(core().authority.members().front(), v1::AUTHORITY_STATE_ISSUING);
  EXPECT_EQ(entry.authority_id(), first_);
  EXPECT_EQ(entry.root_der(), pki_.authority().root().der());
  EXPECT_EQ(entry.valid_certificates(), 0U);
  const auto reader = *store_.Read();
  EXPECT_EQ(ReadAuthority(*reader, first_)->state(), v1::AUTHORITY_STATE_ISSUING);
  EXPECT_EQ(ReadAuthority(*reader, "00")->state(), v1::AUTHORITY_STATE_UNSPECIFIED);
}

}  // namespace
}  // namespace enlace::service
