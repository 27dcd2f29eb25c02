#include "gateway/transport/rpc/envelope_exchange.h"

#include "tests/gateway/transport/rpc/fake_rpc.h"
#include "tests/gateway/transport/rpc/gzip_input.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

const Fields kGrpc = {{"content-type", "application/grpc"}};
const Fields kGrpcGzip = {{"content-type", "application/grpc"}, {"grpc-encoding", "gzip"}};
const RpcOptions kWithGzip = {.accept_gzip = true};

std::string Request() { return RequestFor("c1").SerializeAsString(); }

TEST(EnvelopeExchangeTest, EncodingsThatAreTaken) {
  EXPECT_EQ(*IsCompressed("", false), false);
  EXPECT_EQ(*IsCompressed("identity", true), false);
  EXPECT_EQ(*IsCompressed("gzip", true), true);
  EXPECT_THAT(IsCompressed("gzip", false), StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(IsCompressed("snappy", true), StatusIs(absl::StatusCode::kUnimplemented));
}

TEST(EnvelopeExchangeTest, ARequestMayBeSplitAtAnyByte) {
  const std::string body = Envelope(0, Request());
  for (size_t cut = 0; cut <= body.size(); ++cut) {
    RpcWorld world;
    world.Post("/t.S/Unary", kGrpc, body, cut);
    EXPECT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"}) << cut;
    EXPECT_EQ(ValueIn(world.responder.trailers, "grpc-status"), "0");
  }
}

TEST(EnvelopeExchangeTest, GzipIsInflatedWhereItIsAccepted) {
  RpcWorld world(kWithGzip);
  world.Post("/t.S/Unary", kGrpcGzip, Envelope(kEnvelopeCompressed, Gzip(Request())));
  EXPECT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"});
}

TEST(EnvelopeExchangeTest, AnEncodingMayBeNamedAndNotUsed) {
  RpcWorld world(kWithGzip);
  world.Post("/t.S/Unary", kGrpcGzip, Envelope(0, Request()));
  EXPECT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"});
}

struct Fault {
  const char* name;
  Fields head;
  RpcOptions options;
  std::string body;
  const char* status;
};

TEST(EnvelopeExchangeTest, FaultsOfTheBodyAreRefused) {
  RpcOptions small = kWithGzip;
  small.max_message_bytes = 100;
  const Fault faults[] = {
      {"too large", kGrpc, small, std::string("\0\0\0\0\x65", 5), "8"},
      {"bomb", kGrpcGzip, small, Envelope(1, Gzip(std::string(5000, 'x'))), "8"},
      {"compressed without an encoding", kGrpc, {}, Envelope(1, Request()), "13"},
      {"no gzip", kGrpcGzip, kWithGzip, Envelope(1, Request()), "3"},
      {"unknown flag", kGrpc, {}, Envelope(0x80, Request()), "3"},
      {"does not parse", kGrpc, {}, Envelope(0, "\xff\xff"), "3"},
      {"cut off", kGrpc, {}, Envelope(0, Request()).substr(0, 7), "3"},
      {"cut off in its prefix", kGrpc, {}, std::string(3, '\0'), "3"},
      {"encoding not accepted", kGrpcGzip, {}, Envelope(1, Gzip(Request())), "12"},
  };
  for (const Fault& fault : faults) {
    RpcWorld world(fault.options);
    world.Post("/t.S/Unary", fault.head, fault.body);
    EXPECT_EQ(ValueIn(world.responder.head, "grpc-status"), fault.status) << fault.name;
    EXPECT_EQ(world.factory.record.begun, 0) << fault.name;
    EXPECT_EQ(world.factory.refused.size(), 1u) << fault.name;
    EXPECT_EQ(world.responder.violations, 0) << fault.name;
  }
}

}  // namespace
}  // namespace enlace::transport
