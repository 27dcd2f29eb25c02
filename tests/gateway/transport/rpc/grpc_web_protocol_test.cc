#include "gateway/transport/rpc/grpc_web_protocol.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "gateway/transport/rpc/envelope.h"
#include "tests/gateway/transport/rpc/fake_rpc.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

constexpr char kOkTrailers[] = "grpc-status: 0\r\n";

std::string Body() { return Envelope(0, RequestFor("c1").SerializeAsString()); }
Fields Type(const std::string& type) { return {{"content-type", type}}; }

TEST(GrpcWebProtocolTest, MediaTypes) {
  for (const char* const type : {"application/grpc-web", "application/grpc-web+proto",
                                 "application/grpc-web-text", "application/grpc-web-text+proto"}) {
    EXPECT_TRUE(IsGrpcWeb(type)) << type;
  }
  EXPECT_FALSE(IsGrpcWeb("application/grpc"));
  EXPECT_FALSE(IsGrpcWeb("application/grpc-web+json"));
}

TEST(GrpcWebProtocolTest, TrailersAreTheLastFrameOfTheBodyOverEitherHttp) {
  for (const HttpVersion version : {HttpVersion::k11, HttpVersion::k2}) {
    RpcWorld world;
    Exchange& exchange = world.Begin("POST", "/t.S/Unary", Type("application/grpc-web+proto"), version);
    exchange.OnBody(Body());
    exchange.OnEnd();
    EXPECT_EQ(world.responder.http_status, 200);
    EXPECT_EQ(ValueIn(world.responder.head, "content-type"), "application/grpc-web+proto");
    EXPECT_EQ(world.responder.body,
              Envelope(0, AnswerFor("a1").SerializeAsString()) + Envelope(0x80, kOkTrailers));
    EXPECT_TRUE(world.responder.trailers.empty());
    EXPECT_EQ(world.factory.record.protocol, "grpc-web");
  }
}

TEST(GrpcWebProtocolTest, ClientsThatRetryByThemselvesAreToldWhen) {
  RpcWorld world;
  world.factory.record.on_half_close = [](CallSink* sink) { sink->Finish(absl::UnavailableError("x")); };
  world.Post("/t.S/Unary", Type("application/grpc-web+proto"), Body());
  EXPECT_TRUE(absl::StrContains(world.responder.body, "\r\ngrpc-retry-pushback-ms: 2000\r\n"));
}

TEST(GrpcWebProtocolTest, TextIsBase64BothWaysWhereverItIsSplit) {
  const std::string text = absl::Base64Escape(Body());
  for (size_t cut = 0; cut <= text.size(); ++cut) {
    RpcWorld world;
    world.Post("/t.S/Unary", Type("application/grpc-web-text"), text, cut);
    ASSERT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"}) << cut;
    ASSERT_EQ(world.responder.writes.size(), 2u);
    std::string trailers;
    ASSERT_TRUE(absl::Base64Unescape(world.responder.writes[1], &trailers));
    EXPECT_EQ(trailers, Envelope(0x80, kOkTrailers));
  }
}

TEST(GrpcWebProtocolTest, PaddedPiecesMayFollowEachOther) {
  const std::string body = Body();
  for (size_t cut = 1; cut < body.size(); ++cut) {
    RpcWorld world;
    world.Post("/t.S/Unary", Type("application/grpc-web-text"),
               absl::Base64Escape(body.substr(0, cut)) + absl::Base64Escape(body.substr(cut)));
    EXPECT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"}) << cut;
  }
}

TEST(GrpcWebProtocolTest, WhatIsNoBase64IsRefused) {
  for (const char* const bad : {"AAA", "A===", "AA=A", "A*AA", "AA A", "====", "AAAA====", "AA==A"}) {
    RpcWorld world;
    world.Post("/t.S/Unary", Type("application/grpc-web-text"), bad);
    std::string frame;
    ASSERT_TRUE(absl::Base64Unescape(world.responder.body, &frame));
    EXPECT_TRUE(absl::StrContains(frame, "grpc-status: 3\r\n")) << bad;
    EXPECT_EQ(world.factory.refused.size(), 1u);
    EXPECT_EQ(world.responder.violations, 0);
  }
}

TEST(GrpcWebProtocolTest, WhatStandsBeforeAFaultCountsHoweverTheTextIsSplit) {
  for (const size_t cut : {size_t{4}, std::string::npos}) {
    RpcWorld world;
    world.Post("/t.S/Unary", Type("application/grpc-web-text"), "AIAAAAY*AAA=", cut);
    std::string frame;
    ASSERT_TRUE(absl::Base64Unescape(world.responder.body, &frame));
    EXPECT_TRUE(absl::StrContains(frame, "grpc-message: the body is not base64")) << frame;
  }
  std::string bytes;
  Base64Reader reader;
  EXPECT_THAT(reader.Feed("AQIDBAUG....", &bytes), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(bytes, "\x01\x02\x03\x04\x05\x06");
}

TEST(GrpcWebProtocolTest, ErrorsStandInTheTrailersFrame) {
  RpcWorld world;
  world.factory.record.on_half_close = [](CallSink* sink) { sink->Finish(absl::NotFoundError("x")); };
  world.Post("/t.S/Unary", Type("application/grpc-web"), Body());
  EXPECT_EQ(world.responder.body[0], '\x80');
  EXPECT_TRUE(absl::StrContains(world.responder.body, "grpc-status: 5\r\ngrpc-message: "));
  EXPECT_TRUE(absl::StrContains(world.responder.body, "grpc-status-details-bin: "));
}

TEST(GrpcWebProtocolTest, ARequestHasNoTrailers) {
  RpcWorld world;
  world.Post("/t.S/Unary", Type("application/grpc-web"), Body() + Envelope(0x80, "x: y\r\n"));
  EXPECT_TRUE(absl::StrContains(world.responder.body, "grpc-status: 3\r\n"));
}

TEST(GrpcWebProtocolTest, AnUnknownPathIsUnimplemented) {
  RpcWorld world;
  world.Post("/nowhere", Type("application/grpc-web"), Body());
  EXPECT_EQ(world.responder.http_status, 200);
  EXPECT_TRUE(absl::StrContains(world.responder.body, "grpc-status: 12\r\n"));
}

}  // namespace
}  // namespace enlace::transport
