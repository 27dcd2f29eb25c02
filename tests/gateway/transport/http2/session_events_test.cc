// What peers do wrong or in bad faith, and what a reset meets.
#include <gtest/gtest.h>

#include "gateway/transport/http2/session_core.h"
#include "tests/gateway/transport/http2/http2_peer.h"

namespace enlace::transport {
namespace {

constexpr uint8_t kWhole = NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM;

// Sends `make(i)` until the session has enough; returns how many it took.
size_t Flood(Wire* wire, const std::function<std::string(uint32_t)>& make, size_t at_most = 200'000) {
  size_t count = 0;
  while (count < at_most && wire->In(make(static_cast<uint32_t>(count)))) {
    ++count;
    wire->Out();
  }
  return count;
}

struct FloodCase {
  const char* why;
  std::string (*make)(uint32_t);
};

class Floods : public testing::TestWithParam<FloodCase> {};

// RFC 9113 section 10.5.
TEST_P(Floods, EndInEnhanceYourCalm) {
  Wire wire;
  wire.Preface();
  EXPECT_LE(Flood(&wire, GetParam().make), 10'000u);
  EXPECT_EQ(wire.session->why_closed(), GetParam().why);
  wire.Out();
  EXPECT_EQ(wire.goaway_code, uint32_t{NGHTTP2_ENHANCE_YOUR_CALM});
  EXPECT_TRUE(wire.session->done());
  EXPECT_FALSE(wire.In("more"));
}

INSTANTIATE_TEST_SUITE_P(
    Each, Floods,
    testing::Values(
        FloodCase{"ping budget", [](uint32_t) { return RawFrame(NGHTTP2_PING, 0, 0, "12345678"); }},
        FloodCase{"settings budget", [](uint32_t) { return RawFrame(NGHTTP2_SETTINGS, 0, 0, ""); }},
        FloodCase{"window update budget",
                  [](uint32_t) { return RawFrame(NGHTTP2_WINDOW_UPDATE, 0, 0, Number(1)); }},
        FloodCase{"priority budget",
                  [](uint32_t i) { return RawFrame(NGHTTP2_PRIORITY, 0, 2 * i + 1, Number(0) + "x"); }},
        FloodCase{"unknown frame budget", [](uint32_t) { return RawFrame(0x77, 0, 0, "?"); }},
        FloodCase{"empty frame budget",
                  [](uint32_t i) {
                    if (i == 0) return RawFrame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, 1, RequestBlock());
                    return RawFrame(NGHTTP2_DATA, 0, 1, "");
                  }},
        // CVE-2023-44487.
        FloodCase{"reset budget",
                  [](uint32_t i) {
                    return RawFrame(NGHTTP2_HEADERS, kWhole, 2 * i + 1, RequestBlock()) +
                           RawFrame(NGHTTP2_RST_STREAM, 0, 2 * i + 1, Number(8));
                  }},
        // CVE-2025-8671: a window above 2^31-1 is a stream error (section 6.9.1).
        FloodCase{"reset budget", [](uint32_t i) {
                    return RawFrame(NGHTTP2_HEADERS, kWhole, 2 * i + 1, RequestBlock()) +
                           RawFrame(NGHTTP2_WINDOW_UPDATE, 0, 2 * i + 1, Number(0x7fffffff));
                  }}));

TEST(Http2Events, ContinuationFloodEndsTheConnection) {
  Wire wire;
  wire.Preface();
  wire.Request(1, 0);
  EXPECT_LE(Flood(&wire, [](uint32_t) { return RawFrame(NGHTTP2_CONTINUATION, 0, 1, Literal("a", "b")); }),
            500u);
  EXPECT_NE(wire.session->why_closed(), "");
  EXPECT_EQ(Count(wire.Out(), NGHTTP2_GOAWAY), 1u);
  EXPECT_TRUE(wire.session->done());
}

TEST(Http2Events, ClientThatCancelsEveryOtherCallIsServed) {
  Wire wire;
  wire.factory.on_end = [](Seen* seen) {
    if (seen->target == "/echo") Echo(seen);
  };
  wire.Preface();
  for (uint32_t i = 0; i < 10'000; ++i) {
    const uint32_t stream = 4 * i + 1;
    ASSERT_TRUE(wire.Request(stream));
    ASSERT_TRUE(wire.In(RawFrame(NGHTTP2_HEADERS, kWhole, stream + 2, RequestBlock("POST", "/wait"))));
    ASSERT_TRUE(wire.ResetStream(stream + 2));
    wire.Out();
    wire.factory.all.clear();
  }
}

TEST(Http2Events, BusyClientMaySendThreeControlFramesPerAnswer) {
  Wire wire;
  wire.factory.on_end = Echo;
  wire.Preface();
  for (uint32_t i = 0; i < 10'000; ++i) {
    ASSERT_TRUE(wire.Request(2 * i + 1));
    wire.Out();
    ASSERT_TRUE(wire.In(RawFrame(NGHTTP2_PING, 0, 0, "12345678")));
    ASSERT_TRUE(wire.Window(0, 5));
    ASSERT_TRUE(wire.Window(0, 1));
    wire.factory.all.clear();
  }
}

TEST(Http2Events, OneByteWindowsEarnNothing) {
  Wire wire;
  wire.Preface(std::string("\0\4", 2) + Number(0));
  wire.Request(1);
  wire.seen(0).responder->Start(200, {});
  wire.seen(0).responder->Write(std::string(200'000, 'x'));
  EXPECT_LE(Flood(&wire, [](uint32_t) { return RawFrame(NGHTTP2_WINDOW_UPDATE, 0, 1, Number(1)); }), 10'000u);
  EXPECT_EQ(wire.session->why_closed(), "window update budget");
}

// RFC 6585 section 5; RFC 9113 section 10.5.1.
TEST(Http2Events, HeaderListOverTheLimitIsAnsweredAndTheConnectionLives) {
  Wire wire;
  wire.factory.on_end = Echo;
  Client client;
  std::vector<std::pair<std::string, std::string>> fields = {
      {":method", "GET"}, {":scheme", "https"}, {":path", "/echo"}, {":authority", "hub"}};
  for (int i = 0; i < 20; ++i) fields.push_back({"x-" + std::to_string(i), std::string(1000, 'v')});
  const int32_t large = client.Ask(fields);
  const int32_t next = client.Ask("POST");
  client.Run(&wire);
  EXPECT_EQ(client.answers[large].fields.at(":status"), "431");
  EXPECT_EQ(client.answers[next].fields.at(":status"), "200") << "the table of fields is in step";
  EXPECT_EQ(wire.factory.all.size(), 1u);
}

TEST(Http2Events, HeaderBombEndsTheConnection) {
  Wire wire;
  wire.Preface();
  // One entry of 2 KiB for the table, then a byte for each further use of it
  // (RFC 7541 section 6.1, index 62).
  std::string block = RequestBlock();
  block += std::string("\x40\x01", 2) + "a" + std::string("\x7f\x81\x0f", 3) + std::string(2048, 'v');
  ASSERT_FALSE(wire.In(RawFrame(NGHTTP2_HEADERS, kWhole, 1, block + std::string(1000, '\xbe'))));
  EXPECT_EQ(wire.session->why_closed(), "header list");
  EXPECT_EQ(Count(wire.Out(), NGHTTP2_GOAWAY), 1u);
  EXPECT_EQ(wire.factory.all.size(), 0u);
}

// RFC 9113 section 8.1.1 and 8.3.1.
TEST(Http2Events, MalformedRequestsAreReset) {
  const std::vector<std::string> blocks = {
      Literal(":method", "GET") + Literal(":scheme", "https"),  // no :path
      RequestBlock() + Literal(":method", "GET"),               // twice
      RequestBlock() + Literal("Upper", "x"),                   // upper case
      RequestBlock() + Literal("connection", "close"),          // section 8.2.2
      Literal("a", "b") + RequestBlock(),                       // pseudo fields after others
      RequestBlock() + Literal(":weird", "x"),                  // unknown
      Literal(":method", "CONNECT") + Literal(":path", "/x"),   // section 8.5
  };
  for (const std::string& block : blocks) {
    Wire wire;
    wire.Preface();
    wire.In(RawFrame(NGHTTP2_HEADERS, kWhole, 1, block));
    EXPECT_EQ(Last(wire.Out(), NGHTTP2_RST_STREAM).Word(), uint32_t{NGHTTP2_PROTOCOL_ERROR});
    EXPECT_EQ(wire.factory.all.size(), 0u);
  }
}

TEST(Http2Events, WrongContentLengthIsAStreamError) {
  Wire wire;
  wire.factory.on_end = Echo;
  wire.Preface();
  wire.In(RawFrame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, 1,
                   RequestBlock() + Literal("content-length", "5")));
  wire.In(RawFrame(NGHTTP2_DATA, NGHTTP2_FLAG_END_STREAM, 1, "abc"));
  EXPECT_EQ(Last(wire.Out(), NGHTTP2_RST_STREAM).Word(), uint32_t{NGHTTP2_PROTOCOL_ERROR});
  EXPECT_FALSE(wire.seen(0).ended);
  EXPECT_TRUE(wire.seen(0).closed);
}

TEST(Http2Events, TrailersOfARequestEndItAndAreDropped) {
  Wire wire;
  wire.Preface();
  wire.Request(1, NGHTTP2_FLAG_END_HEADERS);
  wire.In(RawFrame(NGHTTP2_HEADERS, kWhole, 1, Literal("late", "x")));
  EXPECT_TRUE(wire.seen(0).ended);
  EXPECT_TRUE(wire.seen(0).headers.empty());
}

TEST(Http2Events, HostStandsInForAuthority) {
  Wire wire;
  wire.Preface();
  wire.In(RawFrame(NGHTTP2_HEADERS, kWhole, 1,
                   Literal(":path", "/p") + Literal(":scheme", "https") + Literal(":method", "PUT") +
                       Literal("host", "old")));
  EXPECT_EQ(wire.seen(0).authority, "old");
  EXPECT_EQ(wire.seen(0).method, "PUT");
  EXPECT_EQ(wire.seen(0).target, "/p");
}

TEST(Http2Events, AnswerToHeadHasNoBody) {
  Wire wire;
  wire.factory.on_end = Echo;
  wire.Preface();
  wire.In(RawFrame(NGHTTP2_HEADERS, kWhole, 1, RequestBlock("HEAD")));
  const auto frames = wire.Out();
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].flags, kWhole);
}

// A request that was answered before it was complete.
struct EarlyAnswer {
  EarlyAnswer() {
    wire.factory.on_begin = Echo;
    wire.Preface();
    wire.Request(1, NGHTTP2_FLAG_END_HEADERS);
    frames = wire.Out();
  }
  Wire wire;
  std::vector<Frame> frames;
};

TEST(Http2Events, AnEarlyAnswerIsNotCutOffByAReset) {
  EarlyAnswer early;
  for (const Frame& frame : early.frames) EXPECT_NE(frame.type, NGHTTP2_RST_STREAM);
  early.wire.In(RawFrame(NGHTTP2_DATA, NGHTTP2_FLAG_END_STREAM, 1, "unwanted"));
  EXPECT_EQ(early.wire.seen(0).body, "");
  EXPECT_FALSE(early.wire.seen(0).ended);
  EXPECT_FALSE(early.wire.seen(0).closed);
  EXPECT_EQ(early.wire.session->open(), 0u);
  for (const Frame& frame : early.wire.Out()) EXPECT_NE(frame.type, NGHTTP2_RST_STREAM);
}

TEST(Http2Events, ARequestThatGoesOnAfterItsAnswerIsStoppedInTime) {
  EarlyAnswer early;
  early.wire.In(RawFrame(NGHTTP2_DATA, 0, 1, "unwanted"));
  EXPECT_EQ(early.wire.session->open(), 1u);
  early.wire.TickAfter(std::chrono::seconds(2));
  // RFC 9113 section 8.1: NO_ERROR after a whole answer.
  EXPECT_EQ(Last(early.wire.Out(), NGHTTP2_RST_STREAM).Word(), uint32_t{NGHTTP2_NO_ERROR});
  EXPECT_EQ(early.wire.session->open(), 0u);
  EXPECT_FALSE(early.wire.seen(0).closed);
}

TEST(Http2Events, ARequestThatGoesOnAfterItsAnswerIsStoppedByItsSize) {
  EarlyAnswer early;
  const std::string block(16 << 10, 'x');
  std::vector<Frame> frames;
  for (uint32_t sent = 0; sent <= Http2Options().stream_window; sent += block.size()) {
    early.wire.In(RawFrame(NGHTTP2_DATA, 0, 1, block));
    frames = early.wire.Out();  // Window updates let the next block in.
  }
  EXPECT_EQ(Last(frames, NGHTTP2_RST_STREAM).Word(), uint32_t{NGHTTP2_NO_ERROR});
  EXPECT_EQ(early.wire.session->open(), 0u);
}

TEST(Http2Events, AbortCarriesItsCode) {
  const std::vector<std::pair<AbortReason, uint32_t>> codes = {
      {AbortReason::kCancelled, NGHTTP2_CANCEL},
      {AbortReason::kInternal, NGHTTP2_INTERNAL_ERROR},
      {AbortReason::kRefused, NGHTTP2_REFUSED_STREAM},
      {AbortReason::kCalm, NGHTTP2_ENHANCE_YOUR_CALM}};
  for (const auto& [reason, code] : codes) {
    Wire wire;
    wire.Preface();
    wire.Request(1);
    wire.seen(0).responder->Abort(reason);
    EXPECT_EQ(Last(wire.Out(), NGHTTP2_RST_STREAM).Word(), code);
    EXPECT_FALSE(wire.seen(0).closed);
  }
}

// Netty does so when a call is taken back while its body is under way.
TEST(Http2Events, DataAfterThePeersResetIsAnErrorOfItsStreamAlone) {
  Wire wire;
  wire.Preface();
  wire.Request(1, NGHTTP2_FLAG_END_HEADERS);
  wire.Request(3, NGHTTP2_FLAG_END_HEADERS);
  wire.ResetStream(1);
  EXPECT_TRUE(wire.In(RawFrame(NGHTTP2_DATA, 0, 1, "belated") +
                      RawFrame(NGHTTP2_DATA, NGHTTP2_FLAG_END_STREAM, 3, "body")));
  const std::vector<Frame> frames = wire.Out();
  EXPECT_EQ(Count(frames, NGHTTP2_GOAWAY), 0u);
  const Frame reset = Last(frames, NGHTTP2_RST_STREAM);
  EXPECT_EQ(reset.stream, 1u);
  EXPECT_EQ(reset.Word(), uint32_t{NGHTTP2_STREAM_CLOSED});
  // What the connection's window lost comes back.
  const Frame window = Last(frames, NGHTTP2_WINDOW_UPDATE);
  EXPECT_EQ(window.stream, 0u);
  EXPECT_EQ(window.Word(), 7u);
  EXPECT_EQ(wire.seen(0).body, "");
  EXPECT_EQ(wire.seen(1).body, "body");
  EXPECT_TRUE(wire.seen(1).ended);
  EXPECT_FALSE(wire.session->done());
}

TEST(Http2Events, AFloodOfDataAfterAResetEndsTheConnection) {
  Wire wire;
  wire.Preface();
  wire.Request(1, NGHTTP2_FLAG_END_HEADERS);
  wire.ResetStream(1);
  bool goes_on = true;
  for (int i = 0; i < 1000 && goes_on; ++i) {
    goes_on = wire.In(RawFrame(NGHTTP2_DATA, 0, 1, "belated"));
    wire.Out();
  }
  EXPECT_FALSE(goes_on);
  EXPECT_EQ(wire.goaway_code, uint32_t{NGHTTP2_ENHANCE_YOUR_CALM});
}

// gRPC C++ does so when a call is taken back before it went out.
TEST(Http2Events, AResetOfAStreamThatNeverBeganLeavesTheOtherCallsAlone) {
  Wire wire;
  wire.Preface();
  wire.Request(1, NGHTTP2_FLAG_END_HEADERS);
  EXPECT_TRUE(wire.In(RawFrame(NGHTTP2_RST_STREAM, 0, 3, std::string("\0\0\0\x8", 4)) +
                      RawFrame(NGHTTP2_DATA, NGHTTP2_FLAG_END_STREAM, 1, "body")));
  wire.Request(5);
  EXPECT_EQ(Count(wire.Out(), NGHTTP2_GOAWAY), 0u);
  EXPECT_EQ(wire.seen(0).body, "body");
  EXPECT_FALSE(wire.seen(0).closed);
  EXPECT_TRUE(wire.seen(1).ended);
  EXPECT_FALSE(wire.session->done());
}

TEST(Http2Events, AStreamThatWasResetBeforeItBeganIsServedIfItBeginsAfterAll) {
  Wire wire;
  wire.Preface();
  EXPECT_TRUE(wire.In(RawFrame(NGHTTP2_RST_STREAM, 0, 1, std::string("\0\0\0\x8", 4))));
  wire.Request(1, NGHTTP2_FLAG_END_HEADERS);
  EXPECT_TRUE(wire.In(RawFrame(NGHTTP2_DATA, NGHTTP2_FLAG_END_STREAM, 1, "body")));
  EXPECT_EQ(wire.seen(0).body, "body");
  EXPECT_TRUE(wire.seen(0).ended);
}

TEST(Http2Events, OtherResetsOfStreamsThatNeverBeganEndTheConnection) {
  const std::string code("\0\0\0\x8", 4);
  for (const std::string& wrong : {RawFrame(NGHTTP2_RST_STREAM, 0, 2, code), RawFrame(NGHTTP2_RST_STREAM, 0, 0, code),
                                   RawFrame(NGHTTP2_RST_STREAM, 0, 3, code + "?")}) {
    Wire wire;
    wire.Preface();
    wire.In(wrong);
    EXPECT_EQ(Count(wire.Out(), NGHTTP2_GOAWAY), 1u);
  }
}

TEST(Http2Events, AFloodOfResetsOfStreamsThatNeverBeganEndsTheConnection) {
  Wire wire;
  wire.Preface();
  bool goes_on = true;
  for (uint32_t stream = 1; stream < 8000 && goes_on; stream += 2) {
    goes_on = wire.In(RawFrame(NGHTTP2_RST_STREAM, 0, stream, std::string("\0\0\0\x8", 4)));
    wire.Out();
  }
  EXPECT_FALSE(goes_on);
  EXPECT_EQ(wire.goaway_code, uint32_t{NGHTTP2_ENHANCE_YOUR_CALM});
}

TEST(Http2Events, PeerResetAtEveryPointOfAnAnswerIsSafe) {
  for (int point = 0; point < 6; ++point) {
    Wire wire;
    wire.Preface(std::string("\0\4", 2) + Number(3));
    wire.Request(1);
    Responder* const responder = wire.seen(0).responder;
    if (point >= 1) responder->Start(200, {{"a", "b"}});
    if (point >= 2) responder->Write("hello");
    if (point >= 3) wire.Out(1);
    if (point >= 4) wire.Out();
    if (point >= 5) responder->End({{"grpc-status", "0"}});
    wire.ResetStream(1);
    EXPECT_EQ(wire.session->open(), 0u);
    EXPECT_EQ(wire.seen(0).closed, point < 5);
    wire.Out();
    wire.TickAfter(std::chrono::milliseconds(1));
    EXPECT_TRUE(wire.seen(0).destroyed);
    // The recycled stream serves the next request.
    wire.factory.on_end = Echo;
    EXPECT_TRUE(wire.Request(3));
    EXPECT_EQ(wire.Out().size(), 2u) << "3 bytes of the body fit the window";
  }
}

TEST(Http2Events, AbortInsideOnBodyAndOnWritable) {
  Wire wire;
  wire.Preface();
  wire.Request(1, NGHTTP2_FLAG_END_HEADERS);
  wire.seen(0).on_body = [](Seen* seen) { seen->responder->Abort(AbortReason::kCancelled); };
  wire.In(RawFrame(NGHTTP2_DATA, 0, 1, "a") + RawFrame(NGHTTP2_DATA, 0, 1, "b"));
  EXPECT_EQ(wire.seen(0).body, "a");
  wire.Request(3);
  wire.seen(1).on_writable = [](Seen* seen) { seen->responder->Abort(AbortReason::kCancelled); };
  wire.seen(1).responder->Start(200, {});
  wire.seen(1).responder->Write(std::string(260 << 10, 'x'));
  wire.Window(0, 1 << 20);
  wire.Window(3, 150 << 10);
  EXPECT_EQ(Count(wire.Out(), NGHTTP2_RST_STREAM), 2u);
  EXPECT_EQ(wire.session->open(), 0u);
}

// RFC 9113 section 3.4 and 5.4.1.
TEST(Http2Events, BrokenProtocolEndsWithGoaway) {
  Wire wire;
  EXPECT_FALSE(wire.In("GET / HTTP/1.1\r\nHost: hub\r\n\r\n"));
  EXPECT_EQ(wire.session->why_closed(), "bad preface");
  Wire other;
  other.Preface();
  other.In(RawFrame(NGHTTP2_DATA, 0, 0, "on stream 0"));
  EXPECT_EQ(Last(other.Out(), NGHTTP2_GOAWAY).Word(4), uint32_t{NGHTTP2_PROTOCOL_ERROR});
  EXPECT_TRUE(other.session->done());
  EXPECT_FALSE(other.In("more"));
  EXPECT_EQ(other.session->why_closed(), "protocol error");
}

TEST(Http2Events, PeersGoawayEndsTheSessionWhenNothingIsOpen) {
  Wire wire;
  wire.Preface();
  wire.Request(1);
  wire.In(RawFrame(NGHTTP2_GOAWAY, 0, 0, Number(0) + Number(0)));
  EXPECT_FALSE(wire.session->done());
  Echo(&wire.seen(0));
  wire.Out();
  EXPECT_TRUE(wire.session->done());
}

}  // namespace
}  // namespace enlace::transport
