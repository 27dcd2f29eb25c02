#include "gateway/transport/call/probe.h"

#include "tests/gateway/transport/call/call_fixture.h"
#include "tests/gateway/transport/call/fake_responder.h"

namespace enlace::transport {
namespace {

class ProbeTest : public ::testing::Test {
 protected:
  FakeResponder Ask(absl::string_view method, absl::string_view target) {
    FakeResponder responder;
    const HeaderList headers;
    const auto factory =
        probe_.Welcome(PeerInfo{"ipv4:127.0.0.1:1", "", HttpVersion::k11}, &loop_, &connection_);
    EXPECT_NE(factory->Begin(RequestHead{HttpVersion::k11, method, target, "", headers}, &responder),
              nullptr);
    return responder;
  }
  // The path of the last RPC, and whether it is served.
  std::string rpc_;
  bool is_served_ = false;
  FakeClock clock_;
  Health health_;
  ManualLoop loop_;
  FakeConnection connection_;
  ProbeApplication probe_{&health_,
                          [this](const RequestHead& head, Responder* responder, CallFactory* factory, Loop*) {
                            rpc_ = std::string(head.target);
                            is_served_ = factory->Find(head.target) != nullptr;
                            return std::unique_ptr<Exchange>(new Silent);
                          },
                          clock_};

 private:
  class Silent final : public Exchange {
    void OnBody(absl::string_view) override {}
    void OnEnd() override {}
    void OnWritable() override {}
    void OnClosed() override {}
  };
};

TEST_F(ProbeTest, LivesFromTheStartAndIsReadyWhileItServes) {
  EXPECT_EQ(Ask("GET", "/livez").status, 200);
  EXPECT_EQ(Ask("GET", "/readyz").status, 503);
  health_.Set("", true);
  const FakeResponder ready = Ask("GET", "/readyz?verbose");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.body, "ok\n");
  EXPECT_TRUE(ready.ended);
  health_.Drain();
  EXPECT_EQ(Ask("GET", "/readyz").status, 503);
  EXPECT_EQ(Ask("GET", "/livez").status, 200);
}

TEST_F(ProbeTest, HeadHasNoBodyAndOtherMethodsAreRefused) {
  const FakeResponder head = Ask("HEAD", "/livez");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(Ask("POST", "/livez").status, 405);
}

TEST_F(ProbeTest, ServesNothingElse) {
  for (const char* target : {"/", "/metrics", "/enlace.v1.CaseService/GetCaseStatus"}) {
    EXPECT_EQ(Ask("GET", target).status, 404) << target;
  }
  EXPECT_EQ(rpc_, "");
}

TEST_F(ProbeTest, HealthIsServedToAnybody) {
  EXPECT_EQ(Ask("POST", "/grpc.health.v1.Health/Check").status, 0);
  EXPECT_EQ(rpc_, "/grpc.health.v1.Health/Check");
  EXPECT_TRUE(is_served_);
}

}  // namespace
}  // namespace enlace::transport
