#include "client/session.h"

#include "enlace/v1/directory_service.grpc.pb.h"
#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

class SessionTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::ListAgenciesResponse> List(Session& session) {
    return session.Call<v1::DirectoryService>(&v1::DirectoryService::StubInterface::ListAgencies,
                                              v1::ListAgenciesRequest());
  }
  TestPki pki_{"mx.enlace.test", absl::Now()};
  FakeGateway gateway_{pki_};
  FakeAgency agency_{gateway_, "mx-mecanismo"};
};

TEST_F(SessionTest, CallsOverMutualTls) {
  ASSERT_OK_AND_ASSIGN(const auto response, List(*agency_.session));
  EXPECT_EQ(response.agencies_size(), 1);
}

TEST_F(SessionTest, TransientRefusalsAreTriedAgainWithGrowingWaits) {
  for (int i = 0; i < 3; ++i) {
    gateway_.refusals.push_back(
        Refused(grpc::StatusCode::UNAVAILABLE, v1::ERROR_REASON_STORE_UNAVAILABLE, ""));
  }
  EXPECT_THAT(List(*agency_.session), IsOk());
  ASSERT_EQ(agency_.sleeper.slept.size(), 3U);
  EXPECT_LT(agency_.sleeper.slept[0], agency_.sleeper.slept[2]);
}

TEST_F(SessionTest, FinalRefusalsAreNot) {
  gateway_.refusals.push_back(
      Refused(grpc::StatusCode::PERMISSION_DENIED, v1::ERROR_REASON_ROLE_NOT_PERMITTED, ""));
  EXPECT_THAT(List(*agency_.session), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_TRUE(agency_.sleeper.slept.empty());
}

TEST_F(SessionTest, WaitThatWouldPassTheDeadlineEndsTheCall) {
  gateway_.refusals.push_back(Refused(grpc::StatusCode::RESOURCE_EXHAUSTED, v1::ERROR_REASON_QUOTA_EXCEEDED,
                                      "", "", absl::Seconds(600)));
  EXPECT_THAT(List(*agency_.session), ReasonIs(v1::ERROR_REASON_QUOTA_EXCEEDED));
  EXPECT_TRUE(agency_.sleeper.slept.empty());
}

TEST_F(SessionTest, SleeperThatStopsCancelsTheCall) {
  agency_.sleeper.stop = true;
  gateway_.refusals.push_back(Refused(grpc::StatusCode::UNAVAILABLE, v1::ERROR_REASON_SHUTTING_DOWN, ""));
  EXPECT_THAT(List(*agency_.session), StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(SessionTest, ServerOfAnotherAuthorityIsRefusedWithoutRetry) {
  TestPki other("mx.enlace.test", absl::Now());
  ASSERT_OK_AND_ASSIGN(TlsIdentity identity, IdentityFromKeystore(*agency_.keystore));
  identity.roots_pem = other.root_pem();
  ConnectionOptions options;
  options.address = gateway_.mutual();
  ASSERT_OK_AND_ASSIGN(const auto connection, Connection::New(options, std::move(identity)));
  Session session(*connection, agency_.clock, agency_.random, agency_.sleeper);
  const auto result = List(session);
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ConnectionProblemOf(result.status()), ConnectionProblem::kUntrustedServer) << result.status();
  EXPECT_TRUE(agency_.sleeper.slept.empty());
}

TEST_F(SessionTest, ServerOfAnotherNameIsRefusedWithoutRetry) {
  ConnectionOptions options;
  options.address = gateway_.mutual();
  options.server_name = "other.example.gob";
  ASSERT_OK_AND_ASSIGN(TlsIdentity identity, IdentityFromKeystore(*agency_.keystore));
  ASSERT_OK_AND_ASSIGN(const auto connection, Connection::New(options, std::move(identity)));
  Session session(*connection, agency_.clock, agency_.random, agency_.sleeper);
  const auto result = List(session);
  EXPECT_EQ(ConnectionProblemOf(result.status()), ConnectionProblem::kWrongServerName) << result.status();
  EXPECT_TRUE(agency_.sleeper.slept.empty());
}

TEST_F(SessionTest, NobodyListeningIsTriedAgainAndThenTold) {
  ConnectionOptions options;
  options.address = {"127.0.0.1", 1};
  ASSERT_OK_AND_ASSIGN(TlsIdentity identity, IdentityFromKeystore(*agency_.keystore));
  ASSERT_OK_AND_ASSIGN(const auto connection, Connection::New(options, std::move(identity)));
  CallOptions calls;
  calls.deadline = absl::Milliseconds(600);
  Session session(*connection, agency_.clock, agency_.random, agency_.sleeper, calls);
  const auto result = List(session);
  EXPECT_EQ(ConnectionProblemOf(result.status()), ConnectionProblem::kRefused) << result.status();
  EXPECT_FALSE(agency_.sleeper.slept.empty());
}

}  // namespace
}  // namespace enlace::client
