#include "gateway/transport/rpc/call_exchange.h"

#include "gateway/transport/rpc/envelope.h"
#include "tests/gateway/transport/rpc/fake_rpc.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

const Fields kGrpc = {{"content-type", "application/grpc"}};

std::string Wire(const std::string& case_id) { return Envelope(0, RequestFor(case_id).SerializeAsString()); }

TEST(CallExchangeTest, ACallWithOneMessageBeginsWhenTheRequestIsComplete) {
  RpcWorld world;
  Exchange& exchange = world.Begin("POST", "/t.S/Unary", kGrpc);
  exchange.OnBody(Wire("c1"));
  EXPECT_EQ(world.factory.record.begun, 0);
  exchange.OnEnd();
  EXPECT_EQ(world.factory.record.begun, 1);
  EXPECT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"});
  EXPECT_TRUE(world.responder.ended);
  EXPECT_EQ(world.responder.violations, 0);
}

TEST(CallExchangeTest, ACallThatTakesAStreamBeginsWithItsHead) {
  RpcWorld world;
  Exchange& exchange = world.Begin("POST", "/t.S/Both", kGrpc);
  EXPECT_EQ(world.factory.record.begun, 1);
  exchange.OnBody(Wire("c1") + Wire("c2"));
  EXPECT_EQ(world.factory.record.case_ids, (std::vector<std::string>{"c1", "c2"}));
  EXPECT_FALSE(world.factory.record.half_closed);
  exchange.OnEnd();
  EXPECT_TRUE(world.factory.record.half_closed);
}

TEST(CallExchangeTest, AFinishedCallLivesUntilItsExchangeGoes) {
  RpcWorld world;
  world.Post("/t.S/Unary", kGrpc, Wire("c1"));
  EXPECT_EQ(world.factory.record.alive, 1);
  world.exchange.reset();
  EXPECT_EQ(world.factory.record.alive, 0);
}

TEST(CallExchangeTest, CancellationDestroysTheCall) {
  RpcWorld world;
  world.factory.record.on_half_close = nullptr;
  world.Post("/t.S/Unary", kGrpc, Wire("c1"));
  ASSERT_EQ(world.factory.record.alive, 1);
  world.exchange->OnClosed();
  EXPECT_EQ(world.factory.record.alive, 0);
  EXPECT_EQ(world.responder.http_status, 0);
  EXPECT_TRUE(world.factory.refused.empty());
}

TEST(CallExchangeTest, ACloseWithinACallDestroysItAfterwards) {
  RpcWorld world;
  int alive_within = -1;
  world.factory.record.on_half_close = [&](CallSink* sink) {
    world.exchange->OnClosed();
    sink->Send(AnswerFor("a1"));
    sink->Finish(absl::OkStatus());
    alive_within = world.factory.record.alive;
  };
  world.Post("/t.S/Unary", kGrpc, Wire("c1"));
  EXPECT_EQ(alive_within, 1);
  EXPECT_EQ(world.factory.record.alive, 0);
  EXPECT_EQ(world.responder.http_status, 0);
}

TEST(CallExchangeTest, ACallMayFinishWhileItBegins) {
  for (const char* const path : {"/t.S/Unary", "/t.S/Both"}) {
    RpcWorld world;
    world.factory.record.on_begin = [](CallSink* sink) { sink->Finish(absl::UnavailableError("full")); };
    world.Post(path, kGrpc, Wire("c1"));
    EXPECT_EQ(ValueIn(world.responder.head, "grpc-status"), "14");
    EXPECT_TRUE(world.factory.record.case_ids.empty());
    EXPECT_FALSE(world.factory.record.half_closed);
    EXPECT_EQ(world.responder.violations, 0);
  }
}

TEST(CallExchangeTest, MissingAndSecondMessagesAreACardinalityViolation) {
  for (const std::string& body : {std::string(), Wire("c1") + Wire("c2")}) {
    RpcWorld world;
    world.Post("/t.S/Down", kGrpc, body);
    EXPECT_EQ(ValueIn(world.responder.head, "grpc-status"), "12");
    EXPECT_EQ(ValueIn(world.responder.head, "grpc-message"), "this method takes exactly one message");
    EXPECT_EQ(world.factory.record.begun, 0);
    ASSERT_EQ(world.factory.refused.size(), 1u);
    EXPECT_EQ(world.factory.refused[0].first, "/t.S/Down");
  }
}

TEST(CallExchangeTest, ABrokenMessageBreaksOffACallThatHadBegun) {
  RpcWorld world;
  world.Begin("POST", "/t.S/Both", kGrpc).OnBody(Wire("c1") + Envelope(0, "\xff\xff"));
  EXPECT_EQ(ValueIn(world.responder.head, "grpc-status"), "3");
  EXPECT_EQ(world.factory.record.alive, 0);
  EXPECT_TRUE(world.factory.refused.empty());
  world.exchange->OnBody(Wire("c2"));
  world.exchange->OnEnd();
  EXPECT_EQ(world.factory.record.case_ids.size(), 1u);
}

TEST(CallExchangeTest, OkWithoutExactlyOneAnswerIsADefect) {
  for (const int answers : {0, 2}) {
    RpcWorld world;
    world.factory.record.on_half_close = [answers](CallSink* sink) {
      for (int i = 0; i < answers; ++i) sink->Send(AnswerFor("a1"));
      sink->Finish(absl::OkStatus());
    };
    world.Post("/t.S/Unary", kGrpc, Wire("c1"));
    const Fields& last = answers == 0 ? world.responder.head : world.responder.trailers;
    EXPECT_EQ(ValueIn(last, "grpc-status"), "13") << answers;
    EXPECT_LE(world.responder.writes.size(), 1u);
  }
}

TEST(CallExchangeTest, WritabilityPassesBothWays) {
  RpcWorld world;
  int woken = 0;
  CallSink* kept = nullptr;
  world.factory.record.on_half_close = [&](CallSink* sink) { kept = sink; };
  world.factory.record.on_writable = [&](CallSink*) { ++woken; };
  world.Post("/t.S/Down", kGrpc, Wire("c1"));
  EXPECT_TRUE(kept->writable());
  world.responder.takes_more = false;
  EXPECT_FALSE(kept->writable());
  world.exchange->OnWritable();
  EXPECT_EQ(woken, 1);
  kept->Finish(absl::OkStatus());
  world.exchange->OnWritable();
  EXPECT_EQ(woken, 1);
  EXPECT_FALSE(kept->writable());
}

TEST(CallExchangeTest, NothingIsSentAfterTheEnd) {
  RpcWorld world;
  world.factory.record.on_half_close = [](CallSink* sink) {
    sink->Finish(absl::OkStatus());
    sink->Metadata({});
    sink->Send(AnswerFor("late"));
    sink->Finish(absl::InternalError("again"));
  };
  world.Post("/t.S/Down", kGrpc, Wire("c1"));
  EXPECT_EQ(ValueIn(world.responder.head, "grpc-status"), "0");
  EXPECT_EQ(world.responder.violations, 0);
}

TEST(CallExchangeTest, DeadlineAndMetadataReachTheCall) {
  RpcWorld world;
  world.Post("/t.S/Unary",
             {{"content-type", "application/grpc"},
              {"grpc-timeout", "250m"},
              {"te", "trailers"},
              {"traceparent", "00-1-2-00"},
              {"x-bin", "AQI"}},
             Wire("c1"));
  ASSERT_TRUE(world.factory.record.deadline.has_value());
  EXPECT_EQ(*world.factory.record.deadline, SteadyTime() + std::chrono::milliseconds(250));
  EXPECT_EQ(world.factory.record.metadata, (Fields{{"traceparent", "00-1-2-00"}, {"x-bin", "\x01\x02"}}));
  EXPECT_EQ(world.factory.record.protocol, "grpc");
}

TEST(CallExchangeTest, ARequestThatIsCompleteTooLateIsNotExecuted) {
  RpcWorld world;
  // The clock of the loop stands still, so that only this deadline can be over.
  world.Post("/t.S/Write", {{"content-type", "application/grpc"}, {"grpc-timeout", "0m"}}, Wire("c1"));
  EXPECT_EQ(ValueIn(world.responder.head, "grpc-status"), "4");
  EXPECT_EQ(world.factory.record.begun, 0);
  ASSERT_EQ(world.factory.refused.size(), 1u);
  EXPECT_THAT(world.factory.refused[0].second, StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST(CallExchangeTest, ATimeoutOfCenturiesDoesNotOverflow) {
  RpcWorld world;
  world.Post("/t.S/Unary", {{"content-type", "application/grpc"}, {"grpc-timeout", "99999999H"}}, Wire("c1"));
  ASSERT_TRUE(world.factory.record.deadline.has_value());
  EXPECT_GT(*world.factory.record.deadline, SteadyTime() + std::chrono::hours(24 * 365));
}

}  // namespace
}  // namespace enlace::transport
