#include "client/rpc_status.h"

#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

TEST(RpcStatusTest, OkStaysOk) { EXPECT_THAT(FromRpc(grpc::Status::OK), IsOk()); }

TEST(RpcStatusTest, ReasonAndMessageArrive) {
  const absl::Status status =
      FromRpc(Refused(grpc::StatusCode::ABORTED, v1::ERROR_REASON_VERSION_CONFLICT, "stale"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted, std::string("stale")));
  EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_VERSION_CONFLICT));
}

TEST(RpcStatusTest, FieldOfABadRequestArrives) {
  const absl::Status status =
      FromRpc(Refused(grpc::StatusCode::INVALID_ARGUMENT, v1::ERROR_REASON_FIELD_INVALID,
                      "petition_time: is required", "petition_time"));
  EXPECT_EQ(base::FieldOf(status), "petition_time");
  EXPECT_EQ(status.message(), "petition_time: is required");
}

TEST(RpcStatusTest, RetryInfoIsBoundedOnBothSides) {
  EXPECT_EQ(RetryDelayOf(FromRpc(Refused(grpc::StatusCode::RESOURCE_EXHAUSTED,
                                         v1::ERROR_REASON_QUOTA_EXCEEDED, "", "", absl::Seconds(7)))),
            absl::Seconds(7));
  EXPECT_EQ(RetryDelayOf(FromRpc(Refused(grpc::StatusCode::RESOURCE_EXHAUSTED,
                                         v1::ERROR_REASON_QUOTA_EXCEEDED, "", "", absl::Hours(24 * 365)))),
            absl::Hours(1));
  EXPECT_EQ(RetryDelayOf(absl::UnavailableError("")), absl::nullopt);
}

TEST(RpcStatusTest, DetailsOfAForeignDomainAreNotOurs) {
  const absl::Status status = FromRpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "x", "garbage \xff\x01"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(status, ReasonIs(v1::ERROR_REASON_UNSPECIFIED));
}

TEST(RpcStatusTest, ConnectionProblemsAreToldApart) {
  const auto problem = [](const char* message) {
    return ConnectionProblemOf(FromRpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, message)));
  };
  EXPECT_EQ(problem("failed to connect to all addresses; last error: Connection refused"),
            ConnectionProblem::kRefused);
  EXPECT_EQ(problem("DNS resolution failed for x:1"), ConnectionProblem::kNameUnknown);
  EXPECT_EQ(problem("SSL routines::certificate verify failed"), ConnectionProblem::kUntrustedServer);
  EXPECT_EQ(problem("Peer name x is not in peer certificate"), ConnectionProblem::kWrongServerName);
  EXPECT_EQ(problem("Ssl handshake failed: SSL_ERROR_SSL: wrong version"), ConnectionProblem::kTlsFailed);
  EXPECT_EQ(problem("TCP handshaker shutdown"), ConnectionProblem::kUnreachable);
  EXPECT_EQ(problem("Socket closed"), ConnectionProblem::kBroken);
  EXPECT_EQ(ConnectionProblemOf(FromRpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "connection refused"))),
            ConnectionProblem::kNone);
  EXPECT_EQ(ConnectionProblemOf(
                FromRpc(Refused(grpc::StatusCode::UNAVAILABLE, v1::ERROR_REASON_STORE_UNAVAILABLE, ""))),
            ConnectionProblem::kNone);
}

}  // namespace
}  // namespace enlace::client
