#include "gateway/transport/call/peer_calls.h"

#include "tests/gateway/transport/call/call_fixture.h"

namespace enlace::transport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class PeerCallsTest : public CallTest {
 protected:
  const TestAgency agency_ = Enrol("fgr");
};

TEST_F(PeerCallsTest, AGoodPeerIsNamedToItsConnectionOnce) {
  const auto peer = Connect(agency_.tls);
  EXPECT_TRUE(Ask(peer.get())->status.ok());
  EXPECT_TRUE(Ask(peer.get())->status.ok());
  EXPECT_EQ(peer->connection.identified, 1);
  EXPECT_EQ(peer->connection.name, "agency/fgr");
  EXPECT_EQ(peer->connection.serial, agency_.tls.certificate.serial());
}

TEST_F(PeerCallsTest, RefusedPeerReadsWhyAndTheHandlerNeverRuns) {
  const auto peer = Connect("");
  CallLogCapture log;
  const TestCall call = Ask(peer.get());
  EXPECT_EQ(call->status.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(call->reason(), v1::ERROR_REASON_CERTIFICATE_MISSING);
  EXPECT_THAT(std::string(call->status.message()), HasSubstr("enrol"));
  EXPECT_EQ(services_.get_case_status.calls(), 0);
  ASSERT_EQ(log.lines().size(), 1u);
  EXPECT_THAT(log.lines()[0],
              AllOf(HasSubstr("\"event\":\"certificate_refused\""), HasSubstr("\"method\":\"GetCaseStatus\""),
                    HasSubstr("\"peer\":\"ipv4:127.0.0.1:5000\"")));
}

TEST_F(PeerCallsTest, RefusedPeerIsClosedAfterSixteenCalls) {
  const auto peer = Connect("");
  for (int i = 1; i < kMostRefusedCalls; ++i) {
    Ask(peer.get());
    ASSERT_EQ(peer->connection.closed, "");
  }
  Ask(peer.get());
  EXPECT_EQ(peer->connection.closed, "refused peer");
}

TEST_F(PeerCallsTest, RefusedPeerIsClosedAfterTenSeconds) {
  const auto peer = Connect("");
  loop_.Advance(absl::Seconds(9));
  EXPECT_EQ(peer->connection.closed, "");
  loop_.Advance(absl::Seconds(2));
  EXPECT_EQ(peer->connection.closed, "refused peer");
}

TEST_F(PeerCallsTest, RevokedPeerIsRefusedAtItsNextCallAndClosedThoughItStaysSilent) {
  const auto peer = Connect(agency_.tls), silent = Connect(agency_.tls);
  EXPECT_TRUE(Ask(peer.get())->status.ok());
  Revoke(agency_.tls.certificate);
  EXPECT_EQ(Ask(peer.get())->reason(), v1::ERROR_REASON_CERTIFICATE_REVOKED);
  silent->connection.changed();
  loop_.Advance(absl::Seconds(11));
  EXPECT_EQ(silent->connection.closed, "refused peer");
}

TEST_F(PeerCallsTest, ReinstatedAgencyGoesOnOnItsOldConnection) {
  SetState("fgr", v1::AGENCY_STATE_SUSPENDED);
  const auto peer = Connect(agency_.tls);
  EXPECT_EQ(Ask(peer.get())->reason(), v1::ERROR_REASON_AGENCY_SUSPENDED);
  SetState("fgr", v1::AGENCY_STATE_ACTIVE);
  EXPECT_TRUE(Ask(peer.get())->status.ok());
  loop_.Advance(absl::Seconds(11));
  EXPECT_EQ(peer->connection.closed, "");
  EXPECT_EQ(peer->connection.name, "agency/fgr");
}

TEST_F(PeerCallsTest, CallsWithoutAShareOfConnectionsAreRefusedSo) {
  auto peer = std::make_unique<TestPeer>();
  peer->connection.share = base::Refusal(absl::StatusCode::kResourceExhausted,
                                         v1::ERROR_REASON_QUOTA_EXCEEDED, "too many connections");
  peer->calls = std::make_unique<PeerCalls>(
      environment_, PeerInfo{"ipv4:127.0.0.1:5000", agency_.tls.certificate.ToPem(), HttpVersion::k2}, &loop_,
      &peer->connection);
  EXPECT_EQ(Ask(peer.get())->reason(), v1::ERROR_REASON_QUOTA_EXCEEDED);
}

TEST_F(PeerCallsTest, ADrainingPortStillServesTheCallsThatMetItsGoaway) {
  const auto peer = Connect(agency_.tls);
  streams_.EndAll();
  EXPECT_TRUE(Ask(peer.get())->status.ok());
}

TEST_F(PeerCallsTest, PathsThatNobodyServesStayOutOfTheLog) {
  const auto peer = Connect(agency_.tls);
  CallLogCapture log;
  EXPECT_EQ(peer->calls->Find("/Ana/Ruiz"), nullptr);
  peer->calls->Refused("/Ana/Ruiz", absl::UnimplementedError("no such method"));
  ASSERT_EQ(log.lines().size(), 1u);
  EXPECT_THAT(log.lines()[0],
              AllOf(HasSubstr("UNIMPLEMENTED"), HasSubstr("agency/fgr"), Not(HasSubstr("Ana"))));
}

class SlowPaceTest : public PeerCallsTest {
 protected:
  void SetUp() override {
    rates_ = std::make_unique<RateLimiter>(RateOptions{.per_second = 1, .burst = 2});
    environment_.rates = rates_.get();
  }
};

TEST_F(SlowPaceTest, CallsBeyondTheRateAreRefusedOverAllConnectionsOfTheCaller) {
  const auto peer = Connect(agency_.tls), second = Connect(agency_.tls);
  EXPECT_TRUE(Ask(peer.get())->status.ok());
  EXPECT_TRUE(Ask(second.get())->status.ok());
  EXPECT_EQ(Ask(peer.get())->reason(), v1::ERROR_REASON_QUOTA_EXCEEDED);
  loop_.Advance(absl::Seconds(1));
  EXPECT_TRUE(Ask(peer.get())->status.ok());
}

TEST_F(SlowPaceTest, UrgentReferralPassesWhenTheRateIsUsedUp) {
  const auto peer = Connect(agency_.tls);
  v1::SubmitReferralRequest referral;
  EXPECT_TRUE(Ask(peer.get())->status.ok());
  EXPECT_TRUE(Begin(peer.get(), kSubmit, referral)->status.ok());
  EXPECT_EQ(Begin(peer.get(), kSubmit, referral)->reason(), v1::ERROR_REASON_QUOTA_EXCEEDED);
  referral.mutable_classification()->set_procedure(v1::PROCEDURE_TYPE_URGENT);
  EXPECT_TRUE(Begin(peer.get(), kSubmit, referral)->status.ok());
}

}  // namespace
}  // namespace enlace::transport
