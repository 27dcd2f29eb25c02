#include "gateway/transport/rpc/connect_stream.h"

#include <nlohmann/json.hpp>

#include "gateway/transport/rpc/envelope.h"
#include "tests/gateway/transport/rpc/fake_rpc.h"
#include "tests/gateway/transport/rpc/gzip_input.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

const Fields kJson = {{"content-type", "application/connect+json"}};
const Fields kProto = {{"content-type", "application/connect+proto"}};
const std::string kRequest = R"({"key":{"caseId":"c1"}})";

// The error's code in the last envelope; empty if it has none.
std::string EndCode(const FakeResponder& responder) {
  const std::string& last = responder.writes.back();
  EXPECT_EQ(last[0], '\x02');
  const auto json = nlohmann::json::parse(last.substr(kEnvelopePrefixBytes));
  return json.contains("error") ? json["error"]["code"].get<std::string>() : "";
}

TEST(ConnectStreamTest, AnswersAreEnvelopesThatEndWithTheirStatus) {
  RpcWorld world;
  world.factory.record.on_half_close = [](CallSink* sink) {
    sink->Send(AnswerFor("a1"));
    sink->Send(AnswerFor("a2"));
    const Header trailer = {"x-a", "1"};
    sink->Finish(absl::OkStatus(), {&trailer, 1});
  };
  world.Post("/t.S/Down", kJson, Envelope(0, kRequest));
  EXPECT_EQ(world.responder.http_status, 200);
  EXPECT_EQ(ValueIn(world.responder.head, "content-type"), "application/connect+json");
  EXPECT_EQ(world.responder.body, Envelope(0, R"({"status":{"caseId":"a1"}})") +
                                      Envelope(0, R"({"status":{"caseId":"a2"}})") +
                                      Envelope(2, R"({"metadata":{"x-a":["1"]}})"));
}

TEST(ConnectStreamTest, ProtoMayBeSplitAtAnyByte) {
  const std::string body = Envelope(0, RequestFor("c1").SerializeAsString());
  for (size_t cut = 0; cut <= body.size(); ++cut) {
    RpcWorld world;
    world.Post("/t.S/Down", kProto, body, cut);
    EXPECT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"}) << cut;
    EXPECT_EQ(world.responder.body, Envelope(0, AnswerFor("a1").SerializeAsString()) + Envelope(2, "{}"));
  }
}

TEST(ConnectStreamTest, EveryCodeStandsInTheLastEnvelopeOfA200) {
  const char* const names[] = {
      "",          "canceled",       "unknown",           "invalid_argument",   "deadline_exceeded",
      "not_found", "already_exists", "permission_denied", "resource_exhausted", "failed_precondition",
      "aborted",   "out_of_range",   "unimplemented",     "internal",           "unavailable",
      "data_loss", "unauthenticated"};
  for (int code = 1; code <= 16; ++code) {
    RpcWorld world;
    world.factory.record.on_half_close = [code](CallSink* sink) {
      sink->Finish(absl::Status(static_cast<absl::StatusCode>(code), "why"));
    };
    world.Post("/t.S/Down", kProto, Envelope(0, ""));
    EXPECT_EQ(world.responder.http_status, 200);
    EXPECT_EQ(EndCode(world.responder), names[code]);
  }
}

struct Fault {
  const char* name;
  Fields extra;
  std::string body;
  const char* code;
};

TEST(ConnectStreamTest, FaultsOfTheRequestAreRefused) {
  const Fault faults[] = {
      {"version", {{"connect-protocol-version", "2"}}, Envelope(0, "{}"), "invalid_argument"},
      {"timeout", {{"connect-timeout-ms", "x"}}, Envelope(0, "{}"), "invalid_argument"},
      {"encoding", {{"connect-content-encoding", "br"}}, Envelope(0, "{}"), "unimplemented"},
      {"end of stream from the client", {}, Envelope(0, "{}") + Envelope(2, "{}"), "invalid_argument"},
      {"no message", {}, "", "unimplemented"},
      {"two messages", {}, Envelope(0, "{}") + Envelope(0, "{}"), "unimplemented"},
      {"no JSON", {}, Envelope(0, "["), "invalid_argument"},
      {"too large", {}, Envelope(0, std::string(101, ' ')), "resource_exhausted"},
      {"compressed without an encoding", {}, Envelope(1, Gzip("{}")), "internal"},
      {"cut off", {}, Envelope(0, "{}").substr(0, 6), "invalid_argument"},
  };
  for (const Fault& fault : faults) {
    RpcWorld world({.max_message_bytes = 100, .accept_gzip = true});
    Fields head = kJson;
    head.insert(head.end(), fault.extra.begin(), fault.extra.end());
    world.Post("/t.S/Down", head, fault.body);
    EXPECT_EQ(world.responder.http_status, 200) << fault.name;
    EXPECT_EQ(EndCode(world.responder), fault.code) << fault.name;
    EXPECT_EQ(world.factory.refused.size(), 1u) << fault.name;
    EXPECT_EQ(world.responder.violations, 0) << fault.name;
  }
}

TEST(ConnectStreamTest, GzipIsTakenWhereItIsAccepted) {
  RpcWorld world({.accept_gzip = true});
  world.Post("/t.S/Down",
             {{"content-type", "application/connect+json"}, {"connect-content-encoding", "gzip"}},
             Envelope(1, Gzip(kRequest)));
  EXPECT_EQ(world.factory.record.case_ids, std::vector<std::string>{"c1"});
}

TEST(ConnectStreamTest, MediaTypes) {
  EXPECT_EQ(ConnectStreamCodec("application/connect+json"), MessageCodec::kJson);
  EXPECT_EQ(ConnectStreamCodec("application/connect+proto"), MessageCodec::kProto);
  EXPECT_FALSE(ConnectStreamCodec("application/json").has_value());
}

}  // namespace
}  // namespace enlace::transport
