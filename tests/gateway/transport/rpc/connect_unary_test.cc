#include "gateway/transport/rpc/connect_unary.h"

#include <nlohmann/json.hpp>

#include "gateway/transport/rpc/status_encoding.h"
#include "tests/gateway/transport/rpc/fake_rpc.h"
#include "tests/gateway/transport/rpc/gzip_input.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

const Fields kJson = {{"content-type", "application/json"}};
const Fields kProto = {{"content-type", "application/proto"}};
constexpr char kBody[] = R"({"key":{"caseId":"c1"}})";

std::string CodeOf(const FakeResponder& responder) {
  return nlohmann::json::parse(responder.body)["code"].get<std::string>();
}

TEST(ConnectUnaryTest, PlainCurlJustWorksOverEitherHttp) {
  for (const HttpVersion version : {HttpVersion::k11, HttpVersion::k2}) {
    RpcWorld world;
    Exchange& exchange = world.Begin("POST", "/t.S/Unary",
                                     {{"host", "hub"},
                                      {"user-agent", "curl/7.88.1"},
                                      {"content-type", "application/json"},
                                      {"accept", "application/json"},
                                      {"content-length", "2"}},
                                     version);
    exchange.OnBody("{}");
    exchange.OnEnd();
    EXPECT_EQ(world.responder.http_status, 200);
    EXPECT_EQ(world.responder.head, kJson);
    EXPECT_EQ(world.responder.body, R"({"status":{"caseId":"a1"}})");
    EXPECT_EQ(world.factory.record.protocol, "connect");
    EXPECT_TRUE(world.factory.record.metadata.empty());
  }
}

TEST(ConnectUnaryTest, BothCodecsMayBeSplitAtAnyByte) {
  const std::pair<Fields, std::string> rows[] = {{kJson, kBody},
                                                 {kProto, RequestFor("c1").SerializeAsString()}};
  for (const auto& [head, body] : rows) {
    for (size_t cut = 0; cut <= body.size(); ++cut) {
      RpcWorld world;
      world.Post("/t.S/Unary", head, body, cut);
      EXPECT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"}) << cut;
      EXPECT_EQ(world.responder.head, head);
    }
  }
}

TEST(ConnectUnaryTest, AnEmptyProtoBodyIsAnEmptyMessage) {
  RpcWorld world;
  world.Post("/t.S/Unary", kProto, "");
  EXPECT_EQ(world.responder.http_status, 200);
  EXPECT_EQ(world.responder.body, AnswerFor("a1").SerializeAsString());
}

TEST(ConnectUnaryTest, EveryErrorHasItsHttpStatusAndItsJson) {
  const int http[] = {0, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401};
  for (int code = 1; code <= 16; ++code) {
    RpcWorld world;
    world.factory.record.on_half_close = [code](CallSink* sink) {
      sink->Send(AnswerFor("never shown"));
      sink->Finish(absl::Status(static_cast<absl::StatusCode>(code), "why"));
    };
    world.Post("/t.S/Unary", kProto, "");
    EXPECT_EQ(world.responder.http_status, http[code]);
    EXPECT_EQ(ValueIn(world.responder.head, "content-type"), "application/json");
    EXPECT_TRUE(nlohmann::json::parse(world.responder.body).contains("message"));
    EXPECT_EQ(world.responder.body.find("never shown"), std::string::npos);
    EXPECT_EQ(world.responder.violations, 0);
  }
}

TEST(ConnectUnaryTest, RetryAfterStandsWhereWaitingHelps) {
  const std::pair<absl::Status, std::string> rows[] = {
      {absl::UnavailableError("x"), "2"}, {absl::ResourceExhaustedError("x"), "10"},
      {MessageTooLarge(100), ""},         {absl::NotFoundError("x"), ""},
      {absl::InternalError("x"), ""},
  };
  for (const auto& [status, retry_after] : rows) {
    RpcWorld world;
    world.factory.record.on_half_close = [&status = status](CallSink* sink) { sink->Finish(status); };
    world.Post("/t.S/Unary", kJson, "{}");
    EXPECT_EQ(ValueIn(world.responder.head, "retry-after"), retry_after) << status;
  }
}

TEST(ConnectUnaryTest, MetadataAreFieldsAndTrailersHaveAPrefix) {
  RpcWorld world;
  world.factory.record.on_half_close = [](CallSink* sink) {
    const Header head = {"x-a", "1"}, trailer = {"x-b-bin", "\x01"};
    sink->Metadata({&head, 1});
    sink->Send(AnswerFor("a1"));
    sink->Finish(absl::OkStatus(), {&trailer, 1});
  };
  world.Post("/t.S/Unary", kJson, "{}");
  EXPECT_EQ(world.responder.head,
            (Fields{{"content-type", "application/json"}, {"x-a", "1"}, {"trailer-x-b-bin", "AQ"}}));
  EXPECT_TRUE(world.responder.trailers.empty());
}

struct Fault {
  const char* name;
  Fields extra;
  std::string body;
  int http_status;
  const char* code;
};

TEST(ConnectUnaryTest, FaultsOfTheRequestAreRefused) {
  const Fault faults[] = {
      {"version", {{"connect-protocol-version", "2"}}, "{}", 400, "invalid_argument"},
      {"timeout", {{"connect-timeout-ms", "soon"}}, "{}", 400, "invalid_argument"},
      {"encoding", {{"content-encoding", "br"}}, "{}", 501, "unimplemented"},
      {"no JSON", {}, "{", 400, "invalid_argument"},
      {"empty", {}, "", 400, "invalid_argument"},
      {"unknown field", {}, R"({"caseNumber":1})", 400, "invalid_argument"},
      {"too large", {}, std::string(101, ' '), 429, "resource_exhausted"},
      {"announced too large", {{"content-length", "101"}}, "", 429, "resource_exhausted"},
      {"bomb", {{"content-encoding", "gzip"}}, Gzip(std::string(5000, ' ')), 429, "resource_exhausted"},
      {"no gzip", {{"content-encoding", "gzip"}}, "{}", 400, "invalid_argument"},
      {"metadata", {{"x-bin", "***"}}, "{}", 400, "invalid_argument"},
  };
  for (const Fault& fault : faults) {
    RpcWorld world({.max_message_bytes = 100, .accept_gzip = true});
    Fields head = kJson;
    head.insert(head.end(), fault.extra.begin(), fault.extra.end());
    world.Post("/t.S/Unary", head, fault.body);
    EXPECT_EQ(world.responder.http_status, fault.http_status) << fault.name;
    EXPECT_EQ(CodeOf(world.responder), fault.code) << fault.name;
    EXPECT_EQ(world.factory.refused.size(), 1u) << fault.name;
    EXPECT_EQ(world.factory.record.begun, 0) << fault.name;
    EXPECT_EQ(world.responder.violations, 0) << fault.name;
  }
}

TEST(ConnectUnaryTest, AnUnknownEncodingIsAnsweredByThoseThatAreTaken) {
  RpcWorld world;
  world.Post("/t.S/Unary", {{"content-type", "application/json"}, {"content-encoding", "gzip"}}, Gzip("{}"));
  EXPECT_EQ(world.responder.http_status, 501);
  EXPECT_EQ(ValueIn(world.responder.head, "accept-encoding"), "identity");
}

TEST(ConnectUnaryTest, GzipIsTakenWhereItIsAccepted) {
  RpcWorld world({.accept_gzip = true});
  world.Post("/t.S/Unary", {{"content-type", "application/json"}, {"content-encoding", "gzip"}}, Gzip(kBody));
  EXPECT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"});
}

TEST(ConnectUnaryTest, TheTimeoutBecomesTheDeadline) {
  RpcWorld world;
  world.Post("/t.S/Unary", {{"content-type", "application/json"}, {"connect-timeout-ms", "40"}}, "{}");
  EXPECT_EQ(world.factory.record.deadline, SteadyTime() + std::chrono::milliseconds(40));
}

TEST(ConnectUnaryTest, GetReadsAndIsNeverKept) {
  RpcWorld world;
  world
      .Begin("GET", "/t.S/Unary?connect=v1&encoding=json&message=%7B%22key%22:%7B%22caseId%22:%22c1%22%7D%7D",
             {})
      .OnEnd();
  EXPECT_EQ(world.responder.http_status, 200);
  EXPECT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"});
  EXPECT_EQ(ValueIn(world.responder.head, "cache-control"), "no-store");
}

TEST(ConnectUnaryTest, GetTakesCompressedMessagesWithinTheLimit) {
  const std::string message = "CgQKAmMx";  // {"key":{"caseId":"c1"}} as bytes
  RpcWorld world;
  world.Begin("GET", "/t.S/Unary?encoding=proto&base64=1&message=" + message, {}).OnEnd();
  EXPECT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"});
  RpcWorld small({.max_message_bytes = 5});
  small.Begin("GET", "/t.S/Unary?encoding=proto&base64=1&message=" + message, {}).OnEnd();
  EXPECT_EQ(small.responder.http_status, 429);
}

TEST(ConnectUnaryTest, FaultsOfAGetAreRefusedAndNotKept) {
  for (const char* const target :
       {"/t.S/Unary", "/t.S/Unary?encoding=json", "/t.S/Unary?encoding=json&message=%7B",
        "/t.S/Unary?encoding=json&message=%7B%7D&connect=v2"}) {
    RpcWorld world;
    world.Begin("GET", target, {}).OnEnd();
    EXPECT_EQ(world.responder.http_status, 400) << target;
    EXPECT_EQ(ValueIn(world.responder.head, "cache-control"), "no-store");
    EXPECT_EQ(world.factory.refused.size(), 1u) << target;
  }
  RpcWorld world;
  world.Begin("GET", "/t.S/Unary?encoding=json&message=%7B%7D", {}).OnBody("{}");
  EXPECT_EQ(world.responder.http_status, 400);
}

TEST(ConnectUnaryTest, MediaTypes) {
  EXPECT_EQ(ConnectUnaryCodec("application/json"), MessageCodec::kJson);
  EXPECT_EQ(ConnectUnaryCodec("application/proto"), MessageCodec::kProto);
  EXPECT_FALSE(ConnectUnaryCodec("application/connect+json").has_value());
}

}  // namespace
}  // namespace enlace::transport
