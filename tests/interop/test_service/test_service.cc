#include "tests/interop/test_service/test_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/interop/test_service/testing.pb.h"

namespace enlace::interop {
namespace {

using google::protobuf::Message;
using ::grpc::testing::EchoStatus;
using transport::CallSink;
using transport::CallStart;
using transport::Header;

constexpr absl::string_view kInitial = "x-grpc-test-echo-initial";
constexpr absl::string_view kTrailing = "x-grpc-test-echo-trailing-bin";

::grpc::testing::Payload PayloadOf(int size) {
  ::grpc::testing::Payload payload;
  payload.set_body(std::string(size, '\0'));
  return payload;
}

// What all calls do: give back the metadata that they are asked to.
class TestCall : public transport::ServerCall {
 public:
  TestCall(const CallStart& start, CallSink* sink) : sink_(sink), trailing_(start.metadata.Get(kTrailing)) {
    if (start.metadata.Has(kInitial)) {
      const Header header = {kInitial, start.metadata.Get(kInitial)};
      sink_->Metadata({&header, 1});
    }
  }
  void OnHalfClose() override { End(absl::OkStatus()); }
  void OnWritable() override {}

 protected:
  CallSink& sink() { return *sink_; }
  bool ended() const { return ended_; }
  void End(const absl::Status& status) {
    if (ended_) return;
    ended_ = true;
    const Header header = {kTrailing, trailing_};
    sink_->Finish(status, trailing_.empty() ? absl::Span<const Header>() : absl::MakeConstSpan(&header, 1));
  }
  // Ends the call if it is to end with a status; the client compares the text.
  void EndAs(const EchoStatus& asked) {
    absl::Status status(static_cast<absl::StatusCode>(asked.code()), asked.message());
    status.SetPayload("enlace/told", absl::Cord("1"));
    End(status);
  }

 private:
  CallSink* const sink_;
  const std::string trailing_;
  bool ended_ = false;
};

class EmptyCall final : public TestCall {
 public:
  using TestCall::TestCall;
  void OnMessage(std::unique_ptr<Message>) override { sink().Send(::grpc::testing::Empty()); }
};

class UnaryCall final : public TestCall {
 public:
  using TestCall::TestCall;
  void OnMessage(std::unique_ptr<Message> message) override {
    const auto& request = static_cast<const ::grpc::testing::SimpleRequest&>(*message);
    if (request.has_response_status()) return EndAs(request.response_status());
    ::grpc::testing::SimpleResponse response;
    *response.mutable_payload() = PayloadOf(request.response_size());
    sink().Send(response);
  }
};

class StreamingInputCall final : public TestCall {
 public:
  using TestCall::TestCall;
  void OnMessage(std::unique_ptr<Message> message) override {
    total_ += static_cast<const ::grpc::testing::StreamingInputCallRequest&>(*message).payload().body().size();
  }
  void OnHalfClose() override {
    ::grpc::testing::StreamingInputCallResponse response;
    response.set_aggregated_payload_size(static_cast<int>(total_));
    sink().Send(response);
    End(absl::OkStatus());
  }

 private:
  size_t total_ = 0;
};

// StreamingOutputCall as well, which asks once. No client here asks for
// intervals.
class FullDuplexCall final : public TestCall {
 public:
  using TestCall::TestCall;
  void OnMessage(std::unique_ptr<Message> message) override {
    if (ended()) return;
    const auto& request = static_cast<const ::grpc::testing::StreamingOutputCallRequest&>(*message);
    for (const auto& parameters : request.response_parameters()) {
      ::grpc::testing::StreamingOutputCallResponse response;
      *response.mutable_payload() = PayloadOf(parameters.size());
      sink().Send(response);
    }
    if (request.has_response_status()) EndAs(request.response_status());
  }
};

template <typename Call>
std::unique_ptr<transport::ServerCall> Make(const CallStart& start, CallSink* sink) {
  return std::make_unique<Call>(start, sink);
}

template <typename Request>
std::unique_ptr<Message> NewMessage() {
  return std::make_unique<Request>();
}

}  // namespace

class TestService::TestMethod final : public transport::Method {
 public:
  using Maker = std::unique_ptr<transport::ServerCall> (*)(const CallStart&, CallSink*);
  TestMethod(absl::string_view name, bool asks_often, bool answers_often, std::unique_ptr<Message> (*request)(),
             Maker make)
      : path_(absl::StrCat("/grpc.testing.TestService/", name)),
        asks_often_(asks_often),
        answers_often_(answers_often),
        request_(request),
        make_(make) {}
  absl::string_view path() const override { return path_; }
  bool client_streaming() const override { return asks_often_; }
  bool server_streaming() const override { return answers_often_; }
  bool no_side_effects() const override { return false; }
  std::unique_ptr<Message> NewRequest() const override { return request_(); }
  std::unique_ptr<transport::ServerCall> Begin(const CallStart& start, CallSink* sink) const {
    return make_(start, sink);
  }

 private:
  const std::string path_;
  const bool asks_often_, answers_often_;
  std::unique_ptr<Message> (*const request_)();
  const Maker make_;
};

TestService::TestService() {
  const auto add = [this](auto... arguments) {
    methods_.push_back(std::make_unique<TestMethod>(arguments...));
  };
  add("EmptyCall", false, false, &NewMessage<::grpc::testing::Empty>, &Make<EmptyCall>);
  add("UnaryCall", false, false, &NewMessage<::grpc::testing::SimpleRequest>, &Make<UnaryCall>);
  add("StreamingInputCall", true, false, &NewMessage<::grpc::testing::StreamingInputCallRequest>,
      &Make<StreamingInputCall>);
  add("StreamingOutputCall", false, true, &NewMessage<::grpc::testing::StreamingOutputCallRequest>,
      &Make<FullDuplexCall>);
  add("FullDuplexCall", true, true, &NewMessage<::grpc::testing::StreamingOutputCallRequest>,
      &Make<FullDuplexCall>);
}

TestService::~TestService() = default;

const transport::Method* TestService::Find(absl::string_view path) const {
  for (const auto& method : methods_) {
    if (method->path() == path) return method.get();
  }
  return nullptr;
}

std::unique_ptr<transport::ServerCall> TestService::Begin(const transport::Method& method,
                                                          const CallStart& start, CallSink* sink) {
  return static_cast<const TestMethod&>(method).Begin(start, sink);
}

}  // namespace enlace::interop
