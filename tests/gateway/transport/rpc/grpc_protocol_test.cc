#include "gateway/transport/rpc/grpc_protocol.h"

#include "absl/strings/escaping.h"
#include "gateway/base/errors.h"
#include "gateway/transport/rpc/envelope.h"
#include "gateway/transport/rpc/status_encoding.h"
#include "tests/gateway/transport/rpc/fake_rpc.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

const Fields kGrpc = {{"content-type", "application/grpc"}};

std::string Body() { return Envelope(0, RequestFor("c1").SerializeAsString()); }

TEST(GrpcProtocolTest, TimeoutsInEveryUnit) {
  const std::pair<const char*, absl::Duration> rows[] = {
      {"1H", absl::Hours(1)},        {"2M", absl::Minutes(2)},
      {"3S", absl::Seconds(3)},      {"4m", absl::Milliseconds(4)},
      {"5u", absl::Microseconds(5)}, {"6n", absl::Nanoseconds(6)},
      {"0S", absl::ZeroDuration()},  {"99999999H", absl::Hours(99999999)}};
  for (const auto& [text, duration] : rows) {
    const auto parsed = ParseGrpcTimeout(text);
    ASSERT_THAT(parsed, IsOk()) << text;
    EXPECT_EQ(**parsed, duration) << text;
  }
  EXPECT_FALSE(ParseGrpcTimeout("")->has_value());
}

TEST(GrpcProtocolTest, MalformedTimeoutsAreRefused) {
  for (const char* const bad :
       {"S", "1", "1s", "1X", "-1S", "+1S", " 1S", "1 S", "123456789S", "1.5S", "1SS"}) {
    EXPECT_THAT(ParseGrpcTimeout(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
    RpcWorld world;
    world.Post("/t.S/Unary", {{"content-type", "application/grpc"}, {"grpc-timeout", bad}}, Body());
    EXPECT_EQ(ValueIn(world.responder.head, "grpc-status"), "3") << bad;
    EXPECT_EQ(world.factory.refused.size(), 1u);
  }
}

TEST(GrpcProtocolTest, AnAnswerIsHeadMessageAndTrailers) {
  RpcWorld world;
  world.Post("/t.S/Unary", kGrpc, Body());
  EXPECT_EQ(world.responder.http_status, 200);
  EXPECT_EQ(world.responder.head, kGrpc);
  EXPECT_EQ(world.responder.body, Envelope(0, AnswerFor("a1").SerializeAsString()));
  EXPECT_EQ(world.responder.trailers, (Fields{{"grpc-status", "0"}}));
}

TEST(GrpcProtocolTest, EveryCodeTravelsAsTrailersOnly) {
  for (int code = 1; code <= 16; ++code) {
    RpcWorld world;
    const absl::Status status(static_cast<absl::StatusCode>(code), "why");
    world.factory.record.on_half_close = [&](CallSink* sink) { sink->Finish(status); };
    world.Post("/t.S/Unary", kGrpc, Body());
    const google::rpc::Status encoded = EncodeStatus(status);
    EXPECT_EQ(world.responder.http_status, 200);
    EXPECT_EQ(ValueIn(world.responder.head, "content-type"), "application/grpc");
    EXPECT_EQ(ValueIn(world.responder.head, "grpc-status"), std::to_string(code));
    EXPECT_EQ(ValueIn(world.responder.head, "grpc-message"), encoded.message());
    const std::string details = ValueIn(world.responder.head, "grpc-status-details-bin");
    EXPECT_EQ(details.find('='), std::string::npos);
    std::string bytes;
    ASSERT_TRUE(absl::Base64Unescape(details, &bytes));
    EXPECT_EQ(bytes, encoded.SerializeAsString());
    EXPECT_TRUE(world.responder.body.empty());
    EXPECT_TRUE(world.responder.trailers.empty());
  }
}

TEST(GrpcProtocolTest, MessagesOfStatusesArePercentEncoded) {
  OutgoingFields fields;
  AddGrpcStatus(base::InvalidField("nombre", "falta la ñ, 100%"), &fields);
  EXPECT_EQ(ValueIn(Copy(fields.fields()), "grpc-message"), "nombre: falta la %C3%B1, 100%25");
}

TEST(GrpcProtocolTest, AnErrorAfterMessagesIsInTheTrailers) {
  RpcWorld world;
  world.factory.record.on_half_close = [](CallSink* sink) {
    sink->Send(AnswerFor("a1"));
    sink->Send(AnswerFor("a2"));
    const Header trailer = {"x-t-bin", "\x01"};
    sink->Finish(absl::AbortedError("x"), {&trailer, 1});
  };
  world.Post("/t.S/Down", kGrpc, Body());
  EXPECT_EQ(world.responder.writes.size(), 2u);
  EXPECT_EQ(ValueIn(world.responder.trailers, "grpc-status"), "10");
  EXPECT_EQ(ValueIn(world.responder.trailers, "x-t-bin"), "AQ");
}

TEST(GrpcProtocolTest, MetadataGoesBeforeTheMessages) {
  RpcWorld world;
  world.factory.record.on_half_close = [](CallSink* sink) {
    const Header fields[] = {{"x-a", "1"}, {"grpc-status", "0"}};
    sink->Metadata(fields);
    sink->Finish(absl::OkStatus());
  };
  world.Post("/t.S/Down", kGrpc, Body());
  EXPECT_EQ(ValueIn(world.responder.head, "x-a"), "1");
  EXPECT_EQ(ValueIn(world.responder.head, "grpc-status"), "");
  EXPECT_EQ(ValueIn(world.responder.trailers, "grpc-status"), "0");
}

TEST(GrpcProtocolTest, ClientsThatRetryByThemselvesAreToldWhenAndWhenNot) {
  const std::pair<absl::Status, std::string> rows[] = {
      {absl::UnavailableError("x"), "2000"}, {absl::ResourceExhaustedError("x"), "10000"},
      {MessageTooLarge(100), "-1"},          {absl::NotFoundError("x"), ""},
      {absl::InternalError("x"), ""},
  };
  for (const auto& [status, pushback] : rows) {
    RpcWorld world;
    world.factory.record.on_half_close = [&status = status](CallSink* sink) { sink->Finish(status); };
    world.Post("/t.S/Unary", kGrpc, Body());
    EXPECT_EQ(ValueIn(world.responder.head, "grpc-retry-pushback-ms"), pushback) << status;
  }
}

TEST(GrpcProtocolTest, AnUnknownPathIsUnimplemented) {
  RpcWorld world;
  world.Post("/t.S/None", kGrpc, Body());
  EXPECT_EQ(world.responder.http_status, 200);
  EXPECT_EQ(ValueIn(world.responder.head, "grpc-status"), "12");
  ASSERT_EQ(world.factory.refused.size(), 1u);
  EXPECT_EQ(world.factory.refused[0].first, "/t.S/None");
}

TEST(GrpcProtocolTest, AnUnknownEncodingIsAnsweredByThoseThatAreTaken) {
  for (const bool gzip : {false, true}) {
    RpcWorld world({.accept_gzip = gzip});
    world.Post("/t.S/Unary", {{"content-type", "application/grpc"}, {"grpc-encoding", "snappy"}}, Body());
    EXPECT_EQ(ValueIn(world.responder.head, "grpc-status"), "12");
    EXPECT_EQ(ValueIn(world.responder.head, "grpc-accept-encoding"), gzip ? "identity,gzip" : "identity");
  }
}

TEST(GrpcProtocolTest, MediaTypes) {
  EXPECT_TRUE(IsGrpc("application/grpc"));
  EXPECT_TRUE(IsGrpc("application/grpc+proto"));
  EXPECT_FALSE(IsGrpc("application/grpc+json"));
  EXPECT_FALSE(IsGrpc("application/grpc-web"));
}

}  // namespace
}  // namespace enlace::transport
