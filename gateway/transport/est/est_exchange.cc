#include "gateway/transport/est/est_exchange.h"

#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "enlace/v1/enrollment_service.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/est/est_answer.h"
#include "gateway/transport/est/est_request.h"
#include "gateway/transport/rpc/call_exchange.h"
#include "gateway/transport/rpc/rpc_exchange.h"
#include "gateway/transport/rpc/status_encoding.h"

namespace enlace::transport {
namespace {

constexpr absl::string_view kRequestType = "application/pkcs10";

bool IsRead(EstOperation operation) {
  return operation == EstOperation::kCaCerts || operation == EstOperation::kCsrAttrs;
}

// Whoever asks for a sealing certificate shows a TLS certificate, even the first time.
bool TakesToken(const EstTarget& target) {
  return target.operation == EstOperation::kSimpleEnroll && !target.sealing;
}

class EstExchange final : public CallExchange {
 public:
  EstExchange(const CallContext& context, const EstTarget& target) : CallExchange(context), target_(target) {}

  void Open(const RequestHead& head, const Method& method) {
    absl::Status fault;
    if (TakesToken(target_)) {
      absl::StatusOr<std::string> password = ReadBasicPassword(head.headers.Get("authorization"));
      if (password.ok()) token_ = *std::move(password);
      fault = password.status();
    }
    // Refused before a byte of it is kept.
    uint64_t announced = 0;
    if (absl::SimpleAtoi(head.headers.Get("content-length"), &announced) && announced > kMostEstBytes) {
      fault.Update(MessageTooLarge(kMostEstBytes));
    }
    // No field of EST's is a method's business.
    static const HeaderList* const no_fields = new HeaderList;
    Begin({"est", method.path(), &method, *no_fields, absl::optional<absl::Duration>(), fault});
  }

  void OnBody(absl::string_view bytes) override {
    if (over()) return;
    if (bytes.size() > kMostEstBytes - body_.size()) return Refuse(MessageTooLarge(kMostEstBytes));
    body_.append(bytes.data(), bytes.size());
  }
  void OnEnd() override {
    if (over()) return;
    std::unique_ptr<google::protobuf::Message> request = NewRequest();
    absl::Status taken = IsRead(target_.operation) ? absl::OkStatus() : FillIn(request.get());
    if (taken.ok()) taken = Deliver(std::move(request));
    if (!taken.ok()) return Refuse(taken);
    HalfClose();
  }

 private:
  absl::Status FillIn(google::protobuf::Message* message) {
    ASSIGN_OR_RETURN(std::string der, ReadEstBody(body_));
    if (TakesToken(target_)) {
      auto* request = static_cast<v1::EnrollRequest*>(message);
      request->set_token(std::move(token_));
      request->set_tls_csr_der(std::move(der));
      return absl::OkStatus();
    }
    auto* request = static_cast<v1::RenewRequest*>(message);
    *(target_.sealing ? request->mutable_sealing_csr_der() : request->mutable_tls_csr_der()) = std::move(der);
    return absl::OkStatus();
  }

  // The HTTP status depends on the end, so that all waits for it.
  void StartAnswer(absl::Span<const Header>) override {}
  absl::Status WriteMessage(const google::protobuf::Message& message) override {
    ASSIGN_OR_RETURN(answer_, EstBody(target_, message));
    return absl::OkStatus();
  }
  void EndAnswer(const absl::Status& status, absl::Span<const Header>) override {
    if (!status.ok()) return RefuseEst(EstHttpStatus(status), status, "", responder());
    // RFC 8951 makes the second field superfluous; older clients insist on it.
    const Header fields[] = {{"content-type", EstContentType(target_.operation)},
                             {"content-transfer-encoding", "base64"}};
    responder()->Start(200, fields);
    responder()->Write(std::move(answer_));
    responder()->End({});
  }

  const EstTarget target_;
  std::string token_;
  std::string body_;
  std::string answer_;
};

// Has been answered; what still comes is dropped.
class RefusedExchange final : public Exchange {
 public:
  void OnBody(absl::string_view) override {}
  void OnEnd() override {}
  void OnWritable() override {}
  void OnClosed() override {}
};

absl::Status NotServed(absl::string_view message) { return base::Told(absl::UnimplementedError(message)); }

const Method* MethodOf(const EstTarget& target, const EstMethods& methods) {
  if (IsRead(target.operation)) return methods.ca_certificates;
  return TakesToken(target) ? methods.enroll : methods.renew;
}

absl::string_view WhereElse(const EstTarget& target) {
  if (TakesToken(target)) {
    return "simpleenroll is served on the enrolment port, by token; here a certificate is renewed by "
           "simplereenroll";
  }
  return "this is served on the mutual port, to whoever shows a TLS certificate of this gateway";
}

}  // namespace

std::unique_ptr<Exchange> BeginEst(const RequestHead& head, Responder* responder, CallFactory* factory,
                                   Loop* loop, const EstMethods& methods) {
  const absl::string_view path = head.target.substr(0, head.target.find('?'));
  const auto refuse = [&](int http_status, const absl::Status& status, absl::string_view allow) {
    factory->Refused(path, status);
    RefuseEst(http_status, status, allow, responder);
    return std::make_unique<RefusedExchange>();
  };
  const absl::optional<EstTarget> target = ParseEstTarget(path);
  if (!target.has_value()) {
    return refuse(404,
                  NotServed("EST has no such operation here; there are cacerts, csrattrs, simpleenroll and "
                            "simplereenroll, and the label sealing"),
                  "");
  }
  const absl::string_view http_method = IsRead(target->operation) ? "GET" : "POST";
  if (head.method != http_method) {
    return refuse(405, NotServed("this operation is not called by that method of HTTP"), http_method);
  }
  const Method* const method = MethodOf(*target, methods);
  if (method == nullptr) return refuse(404, NotServed(WhereElse(*target)), "");
  if (http_method == "POST" && MediaTypeOf(head.headers.Get("content-type")) != kRequestType) {
    return refuse(415, NotServed("the body must be of the type application/pkcs10"), "");
  }
  auto exchange = std::make_unique<EstExchange>(CallContext{responder, factory, loop, RpcOptions()}, *target);
  exchange->Open(head, *method);
  return exchange;
}

}  // namespace enlace::transport
