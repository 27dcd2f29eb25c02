#include "gateway/transport/rpc/rpc_exchange.h"

#include <nlohmann/json.hpp>

#include "tests/gateway/transport/rpc/fake_rpc.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

TEST(RpcExchangeTest, MediaTypesAreReadWithoutCaseAndParameters) {
  EXPECT_EQ(MediaTypeOf("Application/JSON"), "application/json");
  EXPECT_EQ(MediaTypeOf("application/json; charset=UTF-8"), "application/json");
  EXPECT_EQ(MediaTypeOf("application/json;x=y; charset=\"utf-8\""), "application/json");
  EXPECT_EQ(MediaTypeOf("application/json;"), "application/json");
  EXPECT_FALSE(MediaTypeOf("application/json; charset=latin1").has_value());
  EXPECT_EQ(MediaTypeOf(""), "");
}

struct Row {
  const char* method;
  const char* target;
  const char* content_type;
  HttpVersion version;
  int http_status;
  const char* field;
  const char* value;
};

constexpr char kUnaryTypes[] =
    "application/grpc, application/grpc-web, application/grpc-web-text, application/json, application/proto";

TEST(RpcExchangeTest, WhatIsNoRpcIsAnsweredAtOnceAndTold) {
  constexpr HttpVersion k2 = HttpVersion::k2, k11 = HttpVersion::k11;
  const Row rows[] = {
      {"POST", "/t.S/None", "application/json", k2, 404, "", ""},
      {"POST", "/t.S/None", "application/connect+proto", k11, 404, "", ""},
      {"GET", "/", "", k11, 404, "", ""},
      {"GET", "/favicon.ico?x=y", "", k2, 404, "", ""},
      {"OPTIONS", "*", "", k11, 404, "", ""},
      {"OPTIONS", "/t.S/Unary", "", k2, 405, "allow", "GET, POST"},
      {"PUT", "/t.S/Write", "application/grpc", k2, 405, "allow", "POST"},
      {"GET", "/t.S/Write?encoding=json&message=%7B%7D", "", k2, 405, "allow", "POST"},
      {"GET", "/t.S/Down", "", k2, 405, "allow", "POST"},
      {"HEAD", "/t.S/Unary", "", k2, 405, "allow", "GET, POST"},
      {"POST", "/t.S/Unary", "", k2, 415, "accept-post", kUnaryTypes},
      {"POST", "/t.S/Unary", "text/plain", k2, 415, "accept-post", kUnaryTypes},
      {"POST", "/t.S/Unary", "application/grpc+json", k2, 415, "accept-post", kUnaryTypes},
      {"POST", "/t.S/Unary", "application/json; charset=latin1", k2, 415, "accept-post", kUnaryTypes},
      {"POST", "/t.S/Unary", "application/connect+json", k2, 415, "accept-post", kUnaryTypes},
      {"POST", "/t.S/Down", "application/json", k2, 415, "", ""},
      {"POST", "/t.S/Unary", "application/grpc", k11, 505, "", ""},
      {"POST", "/t.S/Both", "application/connect+json", k11, 505, "", ""},
  };
  for (const Row& row : rows) {
    RpcWorld world;
    Exchange& exchange =
        world.Begin(row.method, row.target, {{"content-type", row.content_type}}, row.version);
    const std::string what = std::string(row.method) + " " + row.target + " " + row.content_type;
    EXPECT_EQ(world.responder.http_status, row.http_status) << what;
    EXPECT_TRUE(world.responder.ended) << what;
    EXPECT_EQ(ValueIn(world.responder.head, row.field), row.value) << what;
    EXPECT_EQ(nlohmann::json::parse(world.responder.body)["code"], "unimplemented") << what;
    ASSERT_EQ(world.factory.refused.size(), 1u) << what;
    exchange.OnBody("late");
    exchange.OnWritable();
    exchange.OnEnd();
    EXPECT_EQ(world.responder.violations, 0) << what;
    EXPECT_EQ(world.factory.record.begun, 0) << what;
  }
}

TEST(RpcExchangeTest, WhatIsNoRpcIsToldTheTimeWhereThereIsAClock) {
  const FakeClock clock(absl::FromUnixSeconds(1768478400));
  RpcWorld told({.clock = &clock});
  told.Begin("OPTIONS", "/t.S/Unary", {});
  EXPECT_EQ(ValueIn(told.responder.head, "date"), "Thu, 15 Jan 2026 12:00:00 GMT");
  EXPECT_EQ(ValueIn(told.responder.head, "allow"), "GET, POST");
  RpcWorld silent;
  silent.Begin("GET", "/", {});
  EXPECT_EQ(ValueIn(silent.responder.head, "date"), "");
}

TEST(RpcExchangeTest, ThePathIsToldWithoutItsQuery) {
  RpcWorld world;
  world.Begin("GET", "/nowhere?message=secret", {});
  EXPECT_EQ(world.factory.refused.at(0).first, "/nowhere");
  EXPECT_EQ(world.responder.body.find("secret"), std::string::npos);
}

TEST(RpcExchangeTest, EachProtocolReachesTheSameMethod) {
  const std::pair<const char*, const char*> rows[] = {{"application/grpc", "grpc"},
                                                      {"application/grpc+proto", "grpc"},
                                                      {"Application/GRPC; x=y", "grpc"},
                                                      {"application/grpc-web", "grpc-web"},
                                                      {"application/connect+proto", "connect"}};
  for (const auto& [type, protocol] : rows) {
    RpcWorld world;
    world.Begin("POST", "/t.S/Both", {{"content-type", type}});
    EXPECT_EQ(world.factory.record.begun, 1) << type;
    EXPECT_EQ(world.factory.record.protocol, protocol) << type;
  }
}

}  // namespace
}  // namespace enlace::transport
