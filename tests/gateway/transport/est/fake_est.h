// EST's neighbours, recorded: the wire below, the calls of EnrollmentService above.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_EST_FAKE_EST_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_EST_FAKE_EST_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "enlace/v1/enrollment_service.pb.h"
#include "gateway/transport/est/est_exchange.h"
#include "tests/gateway/transport/rpc/fake_rpc.h"

namespace enlace::transport {

template <typename Request>
class FakeEstMethod final : public Method {
 public:
  explicit FakeEstMethod(std::string path) : path_(std::move(path)) {}
  absl::string_view path() const override { return path_; }
  bool client_streaming() const override { return false; }
  bool server_streaming() const override { return false; }
  bool no_side_effects() const override { return false; }
  std::unique_ptr<google::protobuf::Message> NewRequest() const override {
    return std::make_unique<Request>();
  }

 private:
  const std::string path_;
};

// Notes the requests; `answer` ends each call.
class FakeEstFactory final : public CallFactory {
 public:
  const Method* Find(absl::string_view) const override { return nullptr; }
  std::unique_ptr<ServerCall> Begin(const Method& method, const CallStart& start, CallSink* sink) override {
    paths.emplace_back(method.path());
    metadata += start.metadata.size();
    protocol = std::string(start.protocol);
    return std::make_unique<OneCall>(this, sink);
  }
  void Refused(absl::string_view path, const absl::Status& status) override {
    refused.emplace_back(std::string(path), status);
  }

  std::function<void(const google::protobuf::Message&, CallSink*)> answer;
  std::vector<std::string> paths;
  std::vector<std::unique_ptr<google::protobuf::Message>> requests;
  std::vector<std::pair<std::string, absl::Status>> refused;
  size_t metadata = 0;
  std::string protocol;
  int alive = 0;

 private:
  class OneCall final : public ServerCall {
   public:
    OneCall(FakeEstFactory* owner, CallSink* sink) : owner_(owner), sink_(sink) { ++owner_->alive; }
    ~OneCall() override { --owner_->alive; }
    void OnMessage(std::unique_ptr<google::protobuf::Message> message) override {
      owner_->requests.push_back(std::move(message));
    }
    void OnHalfClose() override { owner_->answer(*owner_->requests.back(), sink_); }
    void OnWritable() override {}

   private:
    FakeEstFactory* const owner_;
    CallSink* const sink_;
  };
};

// One port and one request to it.
class EstWorld {
 public:
  enum class Port { kEnrollment, kMutual };
  explicit EstWorld(Port port) {
    methods.ca_certificates = &bundle_;
    (port == Port::kEnrollment ? methods.enroll : methods.renew) =
        port == Port::kEnrollment ? static_cast<const Method*>(&enroll_) : &renew_;
    factory.answer = [](const google::protobuf::Message&, CallSink* sink) {
      sink->Finish(absl::InternalError("no answer was set"));
    };
  }

  // The whole request, its body in pieces of `piece` bytes.
  void Send(const std::string& method, const std::string& target, const Fields& fields,
            const std::string& body = "", size_t piece = std::string::npos) {
    HeaderList headers;
    for (const auto& [name, value] : fields) headers.Add(name, value);
    exchange =
        BeginEst({HttpVersion::k11, method, target, "hub", headers}, &responder, &factory, &loop, methods);
    for (absl::string_view rest = body; !rest.empty();) {
      const absl::string_view part = rest.substr(0, piece);
      exchange->OnBody(part);
      rest.remove_prefix(part.size());
    }
    exchange->OnEnd();
  }
  static std::pair<std::string, std::string> Basic(const std::string& user, const std::string& password) {
    return {"authorization", absl::StrCat("Basic ", absl::Base64Escape(absl::StrCat(user, ":", password)))};
  }

  StillLoop loop;
  FakeResponder responder;
  FakeEstFactory factory;
  EstMethods methods;
  std::unique_ptr<Exchange> exchange;

 private:
  FakeEstMethod<v1::GetTrustBundleRequest> bundle_{"/enlace.v1.EnrollmentService/GetTrustBundle"};
  FakeEstMethod<v1::EnrollRequest> enroll_{"/enlace.v1.EnrollmentService/Enroll"};
  FakeEstMethod<v1::RenewRequest> renew_{"/enlace.v1.EnrollmentService/Renew"};
};

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_EST_FAKE_EST_H_
