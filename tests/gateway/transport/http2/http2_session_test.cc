#include "gateway/transport/http2/http2_session.h"

#include <gtest/gtest.h>

#include "tests/gateway/transport/http2/http2_peer.h"

namespace enlace::transport {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Http2Session, AnswersAUnaryCall) {
  Wire wire;
  wire.factory.on_end = Echo;
  Client client;
  const int32_t id = client.Ask("POST", "ask");
  client.Run(&wire);
  EXPECT_EQ(wire.seen(0).body, "ask");
  EXPECT_EQ(wire.seen(0).method, "POST");
  EXPECT_EQ(wire.seen(0).target, "/echo");
  EXPECT_EQ(wire.seen(0).authority, "hub");
  const Client::Answer& answer = client.answers[id];
  EXPECT_TRUE(answer.closed);
  EXPECT_EQ(answer.fields.at(":status"), "200");
  EXPECT_EQ(answer.fields.at("grpc-status"), "0");
  EXPECT_EQ(answer.body, "hello");
  EXPECT_EQ(wire.session->open(), 0u);
  EXPECT_EQ(wire.session->why_closed(), "");
}

TEST(Http2Session, AnswerOfOneTurnIsThreeFrames) {
  Wire wire;
  wire.factory.on_end = Echo;
  wire.Preface();
  wire.Request(1);
  const auto frames = wire.Out();
  ASSERT_EQ(frames.size(), 3u);
  EXPECT_EQ(frames[0].type, NGHTTP2_HEADERS);
  EXPECT_EQ(frames[1].type, NGHTTP2_DATA);
  EXPECT_EQ(frames[1].payload, "hello");
  EXPECT_EQ(frames[2].type, NGHTTP2_HEADERS);
  EXPECT_EQ(frames[2].flags, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM);
}

TEST(Http2Session, AnswerWithoutBodyAndTrailersIsOneFrame) {
  Wire wire;
  wire.factory.on_end = [](Seen* seen) {
    seen->responder->Start(200, {{"grpc-status", "12"}});
    seen->responder->End({});
  };
  wire.Preface();
  wire.Request(1);
  const auto frames = wire.Out();
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].flags, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM);
}

TEST(Http2Session, AnswersLaterAndInParts) {
  Wire wire;
  Client client;
  const int32_t id = client.Ask("POST");
  client.Run(&wire);
  Responder* const responder = wire.seen(0).responder;
  responder->Start(200, {});
  EXPECT_GT(wire.host.wants, 0);
  client.Run(&wire);
  EXPECT_EQ(client.answers[id].fields.at(":status"), "200");
  responder->Write("one");
  client.Run(&wire);
  EXPECT_EQ(client.answers[id].body, "one");
  responder->Write("two");
  client.Run(&wire);
  responder->End({{"grpc-status", "0"}});
  client.Run(&wire);
  EXPECT_EQ(client.answers[id].body, "onetwo");
  EXPECT_EQ(client.answers[id].fields.at("grpc-status"), "0");
  EXPECT_TRUE(client.answers[id].closed);
  EXPECT_EQ(client.answers[id].error, 0u);
}

TEST(Http2Session, LargeAnswerFollowsTheWindow) {
  Wire wire;
  Client client;
  const std::string large(3 << 20, 'x');
  wire.factory.on_end = [&](Seen* seen) {
    seen->responder->Start(200, {});
    seen->responder->Write(large);
    seen->responder->End({{"grpc-status", "0"}});
  };
  const int32_t id = client.Ask("POST");
  client.Run(&wire);
  EXPECT_EQ(client.answers[id].body, large);
  EXPECT_TRUE(client.answers[id].closed);
}

TEST(Http2Session, LargeRequestPassesItsWindow) {
  Wire wire;
  wire.factory.on_end = Echo;
  Client client;
  client.Ask("POST", std::string(3 << 20, 'x'));
  client.Run(&wire);
  EXPECT_EQ(wire.seen(0).body.size(), size_t{3} << 20);
  EXPECT_TRUE(client.answers[1].closed);
}

TEST(Http2Session, OutputStopsAboutWhereItIsTold) {
  Wire wire;
  wire.factory.on_end = [](Seen* seen) {
    seen->responder->Start(200, {});
    seen->responder->Write(std::string(60000, 'x'));
    seen->responder->End({});
  };
  wire.Preface();
  wire.Request(1);
  std::string out;
  wire.session->Output(1000, &out);
  EXPECT_GE(out.size(), 1000u);
  EXPECT_LT(out.size(), 1000u + 16384u + 9u);
  size_t total = out.size();
  for (out.clear();; out.clear()) {
    wire.session->Output(1000, &out);
    if (out.empty()) break;
    total += out.size();
  }
  EXPECT_GT(total, 60000u);
}

TEST(Http2Session, SlowReaderIsNotWritableUntilHalfHasGone) {
  Wire wire;
  wire.Preface();
  wire.Request(1);
  Responder* const responder = wire.seen(0).responder;
  responder->Start(200, {});
  responder->Write(std::string(300 << 10, 'x'));
  EXPECT_FALSE(responder->writable());
  wire.Out();  // 64 KiB leave, the window is shut.
  EXPECT_EQ(wire.seen(0).writable_calls, 0);
  wire.Window(0, 1 << 20);
  wire.Window(1, 110 << 10);
  wire.Out();
  EXPECT_EQ(wire.seen(0).writable_calls, 1);
  EXPECT_TRUE(responder->writable());
}

TEST(Http2Session, FullConnectionHoldsBackEveryStream) {
  Http2Options options;
  options.connection_queue = 100 << 10;
  Wire wire(options);
  wire.Preface();
  wire.Request(1);
  wire.Request(3);
  wire.seen(0).responder->Start(200, {});
  wire.seen(0).responder->Write(std::string(200 << 10, 'x'));
  EXPECT_FALSE(wire.seen(1).responder->writable());
  wire.Out();
  EXPECT_EQ(wire.seen(1).writable_calls, 0);
  wire.ResetStream(1);
  wire.Out();
  EXPECT_EQ(wire.seen(1).writable_calls, 1) << "what the first stream held is dropped";
}

TEST(Http2Session, ShutWindowIsResetAfterTheStallLimit) {
  Wire wire;
  wire.Preface(std::string("\0\4", 2) + Number(0));  // INITIAL_WINDOW_SIZE 0
  wire.Request(1);
  wire.Pass(minutes(5));  // A quiet stream is not a stalled one.
  wire.Window(0, 1);
  wire.seen(0).responder->Start(200, {});
  wire.seen(0).responder->Write("never seen");
  wire.Out();
  wire.TickAfter(seconds(29));
  EXPECT_EQ(Count(wire.Out(), NGHTTP2_RST_STREAM), 0u);
  wire.TickAfter(seconds(1));
  wire.TickAfter(seconds(1));
  EXPECT_EQ(Count(wire.Out(), NGHTTP2_RST_STREAM), 1u);
  EXPECT_TRUE(wire.seen(0).closed);
}

TEST(Http2Session, SlowBodyIsReset) {
  Wire wire;
  wire.Preface();
  wire.Request(1, NGHTTP2_FLAG_END_HEADERS);
  wire.TickAfter(seconds(30));
  EXPECT_EQ(Count(wire.Out(), NGHTTP2_RST_STREAM), 1u);
  EXPECT_TRUE(wire.seen(0).closed);
  EXPECT_EQ(wire.session->open(), 0u);
}

TEST(Http2Session, SlowHeaderBlockEndsTheConnection) {
  Wire wire;
  wire.Preface();
  wire.Request(1, NGHTTP2_FLAG_END_STREAM);  // END_HEADERS does not come.
  wire.TickAfter(seconds(30));
  EXPECT_EQ(Last(wire.Out(), NGHTTP2_GOAWAY).Word(4), uint32_t{NGHTTP2_ENHANCE_YOUR_CALM});
  EXPECT_EQ(wire.session->why_closed(), "slow header");
  EXPECT_TRUE(wire.session->done());
}

TEST(Http2Session, MissingPrefaceIsGivenUp) {
  Wire wire;
  wire.In("PRI *");
  wire.TickAfter(seconds(30));
  EXPECT_TRUE(wire.session->done());
  EXPECT_EQ(wire.session->why_closed(), "no preface");
}

TEST(Http2Session, SilentPeerIsPingedAndGivenUp) {
  Wire wire;
  wire.Preface();
  wire.TickAfter(seconds(30));
  EXPECT_EQ(Count(wire.Out(), NGHTTP2_PING), 1u);
  wire.TickAfter(seconds(9));
  EXPECT_FALSE(wire.session->done());
  wire.TickAfter(seconds(1));
  EXPECT_TRUE(wire.session->done());
  EXPECT_EQ(wire.session->why_closed(), "no answer to a ping");
}

TEST(Http2Session, AnsweredPingKeepsTheConnection) {
  Wire wire;
  wire.Preface();
  wire.TickAfter(seconds(30));
  const Frame ping = Last(wire.Out(), NGHTTP2_PING);
  wire.In(RawFrame(NGHTTP2_PING, NGHTTP2_FLAG_ACK, 0, ping.payload));
  wire.TickAfter(seconds(29));
  EXPECT_FALSE(wire.session->done());
}

TEST(Http2Session, IdleConnectionIsDrained) {
  Http2Options options;
  options.idle_limit = absl::Seconds(5);
  Wire wire(options);
  wire.Preface();
  wire.TickAfter(seconds(5));
  EXPECT_EQ(Last(wire.Out(), NGHTTP2_GOAWAY).Word(), 0x7fffffffu);
  wire.TickAfter(seconds(1));
  wire.Out();
  EXPECT_TRUE(wire.session->done());
  EXPECT_EQ(wire.session->why_closed(), "");
}

// RFC 9113 section 6.8.
TEST(Http2Session, DrainFinishesWhatIsOpenAndRefusesWhatIsLate) {
  Wire wire;
  wire.Preface();
  wire.Request(1);
  wire.session->Drain();
  auto frames = wire.Out();
  EXPECT_EQ(Last(frames, NGHTTP2_GOAWAY).Word(), 0x7fffffffu);
  wire.Request(3);
  EXPECT_EQ(wire.session->open(), 2u) << "it crossed the notice";
  wire.In(RawFrame(NGHTTP2_PING, NGHTTP2_FLAG_ACK, 0, Last(frames, NGHTTP2_PING).payload));
  frames = wire.Out();
  EXPECT_EQ(Last(frames, NGHTTP2_GOAWAY).Word(), 3u);
  wire.Request(5);
  frames = wire.Out();
  EXPECT_EQ(Last(frames, NGHTTP2_RST_STREAM).stream, 5u);
  EXPECT_EQ(Last(frames, NGHTTP2_RST_STREAM).Word(), uint32_t{NGHTTP2_REFUSED_STREAM});
  EXPECT_EQ(wire.factory.all.size(), 2u);
  EXPECT_FALSE(wire.session->done());
  Echo(&wire.seen(0));
  Echo(&wire.seen(1));
  EXPECT_EQ(Count(wire.Out(), NGHTTP2_DATA), 2u);
  EXPECT_TRUE(wire.session->done());
}

TEST(Http2Session, DestructionClosesWhatIsOpen) {
  Wire wire;
  wire.Preface();
  wire.Request(1);
  wire.Request(3);
  Echo(&wire.seen(1));
  wire.session.reset();
  EXPECT_TRUE(wire.seen(0).closed);
  EXPECT_FALSE(wire.seen(1).closed) << "it had ended";
  EXPECT_TRUE(wire.seen(0).destroyed);
  EXPECT_TRUE(wire.seen(1).destroyed);
}

TEST(Http2Session, ExchangeDiesInALaterTurn) {
  Wire wire;
  wire.factory.on_end = Echo;
  wire.Preface();
  wire.Request(1);
  wire.Out();
  wire.In("");
  EXPECT_EQ(wire.session->open(), 0u);
  EXPECT_FALSE(wire.seen(0).destroyed);
  wire.TickAfter(milliseconds(1));
  EXPECT_TRUE(wire.seen(0).destroyed);
}

TEST(Http2Session, ThousandStreamsAtOnce) {
  Http2Options options;
  options.max_streams = 1000;
  Wire wire(options);
  wire.Preface();
  for (uint32_t i = 0; i < 1000; ++i) ASSERT_TRUE(wire.Request(2 * i + 1));
  EXPECT_EQ(wire.session->open(), 1000u);
  for (auto& seen : wire.factory.all) Echo(seen.get());
  EXPECT_EQ(Count(wire.Out(), NGHTTP2_DATA), 1000u);
  EXPECT_EQ(wire.session->open(), 0u);
}

}  // namespace
}  // namespace enlace::transport
