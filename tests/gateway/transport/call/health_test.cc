#include "gateway/transport/call/health.h"

#include <thread>

#include "tests/gateway/transport/call/call_fixture.h"

namespace enlace::transport {
namespace {

using Status = HealthResponse::ServingStatus;

class HealthTest : public CallTest {
 protected:
  HealthTest() {
    AddHealth(&check_, &watch_, table_.get());
    health_.Set("", true);
    health_.Set("enlace.v1.CaseService", true);
  }
  TestCall Call(const char* method, const std::string& service) {
    HealthRequest request;
    request.set_service(service);
    return Begin(peer_.get(), std::string("/grpc.health.v1.Health/") + method, request);
  }
  static Status StatusOf(const TestCall& call, size_t i = 0) {
    return static_cast<const HealthResponse&>(*call->sent.at(i)).status();
  }
  Health health_;
  HealthCheck check_{&health_};
  HealthWatch watch_{&health_};
  const TestAgency agency_ = Enrol("fgr");
  const std::unique_ptr<TestPeer> peer_ = Connect(agency_.tls);
};

TEST_F(HealthTest, NothingServesBeforeItIsSet) {
  const Health fresh;
  EXPECT_FALSE(fresh.ready());
  EXPECT_EQ(fresh.Of("enlace.v1.CaseService"), absl::nullopt);
}

TEST_F(HealthTest, CheckTellsTheStatusOfTheWholeAndOfAService) {
  EXPECT_EQ(StatusOf(Call("Check", "")), HealthResponse::SERVING);
  EXPECT_EQ(StatusOf(Call("Check", "enlace.v1.CaseService")), HealthResponse::SERVING);
  health_.Set("enlace.v1.CaseService", false);
  EXPECT_EQ(StatusOf(Call("Check", "enlace.v1.CaseService")), HealthResponse::NOT_SERVING);
  EXPECT_EQ(Call("Check", "other")->status.code(), absl::StatusCode::kNotFound);
}

TEST_F(HealthTest, RefusedPeersAreNotTold) {
  const auto stranger = Connect("");
  EXPECT_EQ(Begin(stranger.get(), "/grpc.health.v1.Health/Check", HealthRequest())->reason(),
            v1::ERROR_REASON_CERTIFICATE_MISSING);
}

TEST_F(HealthTest, DrainIsToldWhileThePortEndsAndIsForGood) {
  health_.Drain();
  streams_.EndAll();
  EXPECT_EQ(StatusOf(Call("Check", "")), HealthResponse::NOT_SERVING);
  health_.Set("", true);
  EXPECT_EQ(StatusOf(Call("Check", "")), HealthResponse::NOT_SERVING);
}

TEST_F(HealthTest, WatchTellsTheStatusAtOnceAndEveryChange) {
  const TestCall call = Call("Watch", "enlace.v1.CaseService");
  ASSERT_EQ(call->sent.size(), 1u);
  EXPECT_EQ(StatusOf(call), HealthResponse::SERVING);
  std::thread([&] { health_.Set("enlace.v1.CaseService", false); }).join();
  loop_.RunPosts();
  ASSERT_EQ(call->sent.size(), 2u);
  EXPECT_EQ(StatusOf(call, 1), HealthResponse::NOT_SERVING);
  health_.Set("", false);
  loop_.RunPosts();
  EXPECT_EQ(call->sent.size(), 2u);
}

TEST_F(HealthTest, WatchOfAnUnknownServiceGoesOnUntilItIsKnown) {
  const TestCall call = Call("Watch", "other");
  EXPECT_EQ(StatusOf(call), HealthResponse::SERVICE_UNKNOWN);
  health_.Set("other", true);
  loop_.RunPosts();
  EXPECT_EQ(StatusOf(call, 1), HealthResponse::SERVING);
}

TEST_F(HealthTest, WatchSendsNoEmptyMessages) {
  const TestCall call = Call("Watch", "");
  loop_.Advance(absl::Minutes(5));
  EXPECT_EQ(call->sent.size(), 1u);
}

TEST_F(HealthTest, WatchEndsAfterItHasToldOfTheDrain) {
  const TestCall call = Call("Watch", "");
  health_.Drain();
  loop_.RunPosts();
  EXPECT_EQ(StatusOf(call, 1), HealthResponse::NOT_SERVING);
  ASSERT_TRUE(call->finished);
  EXPECT_EQ(call->reason(), v1::ERROR_REASON_SHUTTING_DOWN);
}

}  // namespace
}  // namespace enlace::transport
