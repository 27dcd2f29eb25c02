// Both neighbours of a protocol, recorded: the wire below, the calls above.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_RPC_FAKE_RPC_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_RPC_FAKE_RPC_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "enlace/v1/case_service.pb.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/http/loop.h"
#include "gateway/transport/rpc/rpc_exchange.h"
#include "gateway/transport/rpc/server_call.h"

namespace enlace::transport {

using Fields = std::vector<std::pair<std::string, std::string>>;

inline Fields Copy(absl::Span<const Header> headers) {
  Fields out;
  for (const Header& header : headers) out.emplace_back(std::string(header.name), std::string(header.value));
  return out;
}

// The first value of that name; empty if there is none.
inline std::string ValueIn(const Fields& fields, absl::string_view name) {
  for (const auto& [field, value] : fields) {
    if (field == name) return value;
  }
  return "";
}

// Keeps what is sent, and counts what the contract forbids.
class FakeResponder : public Responder {
 public:
  void Start(int status, absl::Span<const Header> headers) override {
    if (http_status != 0 || ended) ++violations;
    http_status = status;
    head = Copy(headers);
  }
  void Write(std::string bytes) override {
    if (http_status == 0 || ended) ++violations;
    body += bytes;
    writes.push_back(std::move(bytes));
  }
  void End(absl::Span<const Header> fields) override {
    if (http_status == 0 || ended) ++violations;
    ended = true;
    trailers = Copy(fields);
  }
  void Abort(AbortReason) override { ++violations; }
  bool writable() const override { return takes_more; }

  int http_status = 0;
  Fields head, trailers;
  std::string body;
  std::vector<std::string> writes;
  bool ended = false;
  bool takes_more = true;
  int violations = 0;
};

// A thread that stands still at its epoch.
class StillLoop : public Loop {
 public:
  void Post(absl::AnyInvocable<void()> work) override { work(); }
  bool OnLoop() const override { return true; }
  SteadyTime now() const override { return SteadyTime(); }

 private:
  void Insert(Timer*) override {}
  void Remove(Timer*) override {}
};

class FakeMethod : public Method {
 public:
  FakeMethod(std::string path, bool client_streaming, bool server_streaming, bool no_side_effects)
      : path_(std::move(path)),
        client_streaming_(client_streaming),
        server_streaming_(server_streaming),
        no_side_effects_(no_side_effects) {}
  absl::string_view path() const override { return path_; }
  bool client_streaming() const override { return client_streaming_; }
  bool server_streaming() const override { return server_streaming_; }
  bool no_side_effects() const override { return no_side_effects_; }
  std::unique_ptr<google::protobuf::Message> NewRequest() const override {
    return std::make_unique<v1::GetCaseStatusRequest>();
  }

 private:
  const std::string path_;
  const bool client_streaming_, server_streaming_, no_side_effects_;
};

// What calls do, and what they saw.
struct CallRecord {
  // Run at the points of a call that their names say.
  std::function<void(CallSink*)> on_begin, on_message, on_half_close, on_writable;
  std::vector<std::string> case_ids;
  bool half_closed = false;
  int alive = 0;
  int begun = 0;
  Fields metadata;
  absl::optional<SteadyTime> deadline;
  std::string protocol;
};

class FakeCall : public ServerCall {
 public:
  FakeCall(CallRecord* record, CallSink* sink) : record_(record), sink_(sink) {
    ++record_->alive;
    if (record_->on_begin) record_->on_begin(sink_);
  }
  ~FakeCall() override { --record_->alive; }
  void OnMessage(std::unique_ptr<google::protobuf::Message> message) override {
    record_->case_ids.push_back(static_cast<v1::GetCaseStatusRequest&>(*message).key().case_id());
    if (record_->on_message) record_->on_message(sink_);
  }
  void OnHalfClose() override {
    record_->half_closed = true;
    if (record_->on_half_close) record_->on_half_close(sink_);
  }
  void OnWritable() override {
    if (record_->on_writable) record_->on_writable(sink_);
  }

 private:
  CallRecord* const record_;
  CallSink* const sink_;
};

// Serves /t.S/{Unary,Write,Up,Down,Both}; Unary is the one without side effects.
class FakeFactory : public CallFactory {
 public:
  const Method* Find(absl::string_view path) const override {
    for (const FakeMethod& method : methods_) {
      if (method.path() == path) return &method;
    }
    return nullptr;
  }
  std::unique_ptr<ServerCall> Begin(const Method& method, const CallStart& start, CallSink* sink) override {
    ++record.begun;
    for (size_t i = 0; i < start.metadata.size(); ++i) {
      const Header field = start.metadata.at(i);
      record.metadata.emplace_back(std::string(field.name), std::string(field.value));
    }
    record.deadline = start.deadline;
    record.protocol = std::string(start.protocol);
    return std::make_unique<FakeCall>(&record, sink);
  }
  void Refused(absl::string_view path, const absl::Status& status) override {
    refused.emplace_back(std::string(path), status);
  }

  CallRecord record;
  std::vector<std::pair<std::string, absl::Status>> refused;

 private:
  const FakeMethod methods_[5] = {{"/t.S/Unary", false, false, true},
                                  {"/t.S/Write", false, false, false},
                                  {"/t.S/Up", true, false, false},
                                  {"/t.S/Down", false, true, false},
                                  {"/t.S/Both", true, true, false}};
};

inline v1::GetCaseStatusRequest RequestFor(const std::string& case_id) {
  v1::GetCaseStatusRequest request;
  request.mutable_key()->set_case_id(case_id);
  return request;
}

inline v1::GetCaseStatusResponse AnswerFor(const std::string& case_id) {
  v1::GetCaseStatusResponse response;
  response.mutable_status()->set_case_id(case_id);
  return response;
}

// A request and its answer over the fakes.
class RpcWorld {
 public:
  explicit RpcWorld(RpcOptions options = {}) : options_(options) {
    factory.record.on_half_close = [](CallSink* sink) {
      sink->Send(AnswerFor("a1"));
      sink->Finish(absl::OkStatus());
    };
  }
  Exchange& Begin(const std::string& method, const std::string& target, const Fields& fields,
                  HttpVersion version = HttpVersion::k2) {
    HeaderList headers;
    for (const auto& [name, value] : fields) headers.Add(name, value);
    exchange = BeginRpc({version, method, target, "hub", headers}, &responder, &factory, &loop, options_);
    return *exchange;
  }
  // The whole request, its body cut at `cut`.
  void Post(const std::string& target, const Fields& fields, const std::string& body,
            size_t cut = std::string::npos) {
    Exchange& begun = Begin("POST", target, fields);
    const std::string first = body.substr(0, cut);
    if (!first.empty()) begun.OnBody(first);
    if (first.size() < body.size()) begun.OnBody(absl::string_view(body).substr(first.size()));
    begun.OnEnd();
  }

  StillLoop loop;
  FakeResponder responder;
  FakeFactory factory;
  std::unique_ptr<Exchange> exchange;

 private:
  const RpcOptions options_;
};

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_RPC_FAKE_RPC_H_
