#include "client/retry_policy.h"

#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

absl::Status Unavailable(const char* message) {
  return FromRpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, message));
}

TEST(RetryPolicyTest, StoreOutageIsTransientForEveryCall) {
  const absl::Status status = base::StoreUnavailable("");
  EXPECT_TRUE(IsTransient(status, true));
  EXPECT_TRUE(IsTransient(status, false));
}

TEST(RetryPolicyTest, BrokenConnectionIsTransientOnlyForWhatMayBeRepeated) {
  EXPECT_TRUE(IsTransient(Unavailable("Socket closed"), true));
  EXPECT_FALSE(IsTransient(Unavailable("Socket closed"), false));
  EXPECT_TRUE(IsTransient(Unavailable("Connection refused"), false));
}

TEST(RetryPolicyTest, ServerThatMustNotBeTrustedIsNeverTriedAgain) {
  EXPECT_FALSE(IsTransient(Unavailable("certificate verify failed"), true));
  EXPECT_FALSE(IsTransient(Unavailable("is not in peer certificate"), true));
}

TEST(RetryPolicyTest, AHandshakeThatARestartBrokeIsTriedAgain) {
  EXPECT_TRUE(IsTransient(Unavailable("Ssl handshake failed: SSL_ERROR_SSL: unexpected eof"), true));
  EXPECT_TRUE(IsTransient(Unavailable("TCP handshaker shutdown"), true));
}

TEST(RetryPolicyTest, QuotaIsTransientOnlyWithAWait) {
  EXPECT_TRUE(IsTransient(FromRpc(Refused(grpc::StatusCode::RESOURCE_EXHAUSTED,
                                          v1::ERROR_REASON_QUOTA_EXCEEDED, "", "", absl::Seconds(1))),
                          true));
  EXPECT_FALSE(IsTransient(absl::ResourceExhaustedError("too large"), true));
}

TEST(RetryPolicyTest, RefusalsAreFinal) {
  for (const absl::StatusCode code :
       {absl::StatusCode::kInvalidArgument, absl::StatusCode::kNotFound, absl::StatusCode::kAborted,
        absl::StatusCode::kUnauthenticated, absl::StatusCode::kInternal, absl::StatusCode::kDataLoss}) {
    EXPECT_FALSE(IsTransient(absl::Status(code, ""), true));
  }
  EXPECT_TRUE(IsTransient(absl::DeadlineExceededError(""), true));
  EXPECT_FALSE(IsTransient(absl::DeadlineExceededError(""), false));
}

TEST(RetryPolicyTest, WaitsDoubleUpToTheLongest) {
  const RetryPolicy policy;
  EXPECT_EQ(Backoff(policy, 1, 0.0), absl::Milliseconds(200));
  EXPECT_EQ(Backoff(policy, 2, 0.0), absl::Milliseconds(400));
  EXPECT_EQ(Backoff(policy, 5, 0.0), absl::Milliseconds(3200));
  EXPECT_EQ(Backoff(policy, 100000, 0.0), policy.longest);
}

TEST(RetryPolicyTest, ChanceTakesAwayAtMostTheJitter) {
  const RetryPolicy policy;
  EXPECT_GT(Backoff(policy, 1, 0.999), absl::Milliseconds(99));
  EXPECT_LT(Backoff(policy, 1, 0.999), absl::Milliseconds(101));
}

TEST(RetryPolicyTest, GatewaysWaitIsTheLeast) {
  const absl::Status asks = FromRpc(Refused(grpc::StatusCode::RESOURCE_EXHAUSTED,
                                            v1::ERROR_REASON_QUOTA_EXCEEDED, "", "", absl::Seconds(30)));
  EXPECT_EQ(DelayAfter(RetryPolicy(), asks, 1, 0.5), absl::Seconds(30));
}

TEST(RetryPolicyTest, ChanceIsInTheHalfOpenUnitInterval) {
  FakeRandom random;
  for (int i = 0; i < 1000; ++i) {
    const double chance = Chance(random);
    EXPECT_GE(chance, 0.0);
    EXPECT_LT(chance, 1.0);
  }
}

}  // namespace
}  // namespace enlace::client
