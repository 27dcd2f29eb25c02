#include "gateway/transport/call/call_port.h"

#include "tests/gateway/transport/call/call_fixture.h"
#include "tests/gateway/transport/call/fake_responder.h"

namespace enlace::transport {
namespace {

// Speaks the simplest of protocols: a request is an empty message, its answer is
// kept in `sink`.
class CallPortTest : public CallTest {
 protected:
  class Direct final : public Exchange {
   public:
    explicit Direct(std::unique_ptr<ServerCall> call) : call_(std::move(call)) {}
    void OnBody(absl::string_view) override {}
    void OnEnd() override {}
    void OnWritable() override {}
    void OnClosed() override { call_ = nullptr; }

   private:
    std::unique_ptr<ServerCall> call_;
  };
  std::unique_ptr<CallPort> Make() {
    return std::make_unique<CallPort>(
        CallOptions(), *MethodTable::New(PortKind::kMutual, services_.Handlers()),
        [this](const RequestHead& head, Responder*, CallFactory* factory, Loop*) {
          const Method* const method = factory->Find(head.target);
          auto call = factory->Begin(*method, CallStart{absl::nullopt, head.headers, "grpc"}, sink_.get());
          if (!sink_->finished) {
            call->OnMessage(method->NewRequest());
            call->OnHalfClose();
          }
          return std::make_unique<Direct>(std::move(call));
        },
        &identifier_, &roster_, clock_);
  }
  std::unique_ptr<Exchange> Ask(ExchangeFactory* factory, absl::string_view path) {
    sink_ = std::make_unique<FakeSink>();
    const HeaderList headers;
    return factory->Begin(RequestHead{HttpVersion::k2, "POST", path, "", headers}, &responder_);
  }
  std::unique_ptr<FakeSink> sink_;
  FakeResponder responder_;
  FakeConnection connection_;
  const TestAgency agency_ = Enrol("fgr");
  const PeerInfo peer_{"ipv4:127.0.0.1:1", agency_.tls.certificate.ToPem(), HttpVersion::k2};
};

TEST_F(CallPortTest, AnswersOnTheLoopAndFromItsWorkers) {
  const auto port = Make();
  const auto factory = port->Serve(peer_, &loop_, &connection_);
  const auto on_loop = Ask(factory.get(), kAsk);
  EXPECT_TRUE(sink_->status.ok());
  const auto on_worker = Ask(factory.get(), kAgencies);
  EXPECT_TRUE(RunUntil([&] { return sink_->finished; }));
  EXPECT_TRUE(sink_->status.ok());
}

TEST_F(CallPortTest, ARevocationReachesTheNextCallAndEveryOpenStream) {
  const auto port = Make();
  const auto factory = port->Serve(peer_, &loop_, &connection_);
  const auto stream = Ask(factory.get(), kWatch);
  EXPECT_EQ(port->open_streams(), 1);
  ASSERT_TRUE(services_.watch.AwaitOpen(1));
  Revoke(agency_.tls.certificate);
  EXPECT_TRUE(RunUntil([&] { return sink_->finished; }));
  EXPECT_EQ(sink_->reason(), v1::ERROR_REASON_CERTIFICATE_REVOKED);
  EXPECT_EQ(port->open_streams(), 0);
  const auto call = Ask(factory.get(), kAsk);
  EXPECT_EQ(sink_->reason(), v1::ERROR_REASON_CERTIFICATE_REVOKED);
}

TEST_F(CallPortTest, EndOfStreamsRefusesStreamsAndStillServesCalls) {
  const auto port = Make();
  const auto factory = port->Serve(peer_, &loop_, &connection_);
  const auto stream = Ask(factory.get(), kWatch);
  port->EndStreams();
  EXPECT_TRUE(RunUntil([&] { return sink_->finished; }));
  EXPECT_EQ(sink_->reason(), v1::ERROR_REASON_SHUTTING_DOWN);
  const auto another = Ask(factory.get(), kWatch);
  EXPECT_TRUE(RunUntil([&] { return sink_->finished; }));
  EXPECT_EQ(sink_->reason(), v1::ERROR_REASON_SHUTTING_DOWN);
  const auto call = Ask(factory.get(), kAsk);
  EXPECT_TRUE(sink_->status.ok());
}

// As at the end of the process: a report still runs when the port goes.
TEST_F(CallPortTest, AnAnswerAfterThePortIsGoneDoesNoHarm) {
  service::Done<v1::GetCaseStatusResponse> held;
  services_.get_case_status.behave = [&](const auto&, auto done) { held = std::move(done); };
  auto port = Make();
  auto factory = port->Serve(peer_, &loop_, &connection_);
  auto exchange = Ask(factory.get(), kAsk);
  exchange = nullptr;
  factory = nullptr;
  port = nullptr;
  held(v1::GetCaseStatusResponse());
  EXPECT_FALSE(sink_->finished);
}

}  // namespace
}  // namespace enlace::transport
