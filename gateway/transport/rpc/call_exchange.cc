#include "gateway/transport/rpc/call_exchange.h"

#include <algorithm>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/transport/rpc/metadata.h"

namespace enlace::transport {
namespace {

// Far enough to mean "never", near enough for a time in nanoseconds to hold it.
constexpr absl::Duration kLongestTimeout = absl::Hours(24 * 365 * 10);

absl::Status WrongNumberOfMessages() {
  return base::Told(absl::UnimplementedError("this method takes exactly one message"));
}

absl::Status FaultOf(const CallHead& head, HeaderList* metadata) {
  if (head.method == nullptr) return base::Told(absl::UnimplementedError("there is no such method"));
  if (!head.fault.ok()) return head.fault;
  if (!head.timeout.ok()) return head.timeout.status();
  return CollectMetadata(head.headers, metadata);
}

}  // namespace

template <typename Step>
void CallExchange::Run(Step step) {
  ++running_;
  step(call_.get());
  --running_;
  if (running_ == 0 && closed_) call_.reset();
}

void CallExchange::Begin(const CallHead& head) {
  protocol_ = head.protocol;
  path_ = head.method == nullptr ? head.path : head.method->path();
  method_ = head.method;
  const absl::Status fault = FaultOf(head, &metadata_);
  if (!fault.ok()) return Refuse(fault);
  const absl::optional<absl::Duration>& timeout = *head.timeout;
  if (timeout.has_value()) {
    deadline_ = context_.loop->now() + absl::ToChronoNanoseconds(std::min(*timeout, kLongestTimeout));
  }
  if (method_->client_streaming()) BeginCall();
}

void CallExchange::BeginCall() {
  begun_ = true;
  // Finish may come from within.
  ++running_;
  call_ = context_.factory->Begin(*method_, CallStart{deadline_, metadata_, protocol_}, this);
  --running_;
  metadata_.Clear();
}

absl::Status CallExchange::Deliver(std::unique_ptr<google::protobuf::Message> message) {
  if (over_) return absl::OkStatus();
  if (!method_->client_streaming()) {
    if (request_ != nullptr) return WrongNumberOfMessages();
    request_ = std::move(message);
    return absl::OkStatus();
  }
  Run([&](ServerCall* call) { call->OnMessage(std::move(message)); });
  return absl::OkStatus();
}

void CallExchange::HalfClose() {
  if (over_) return;
  if (!method_->client_streaming()) {
    if (request_ == nullptr) return Refuse(WrongNumberOfMessages());
    // Whoever asked has gone: a write would be kept without anybody's knowing.
    if (deadline_.has_value() && *deadline_ <= context_.loop->now()) {
      return Refuse(absl::DeadlineExceededError("the request was not complete before its deadline"));
    }
    BeginCall();
    if (over_) return;
    Run([&](ServerCall* call) { call->OnMessage(std::move(request_)); });
    if (over_) return;
  }
  Run([](ServerCall* call) { call->OnHalfClose(); });
}

void CallExchange::Refuse(const absl::Status& status) {
  if (over_) return;
  if (!begun_) context_.factory->Refused(path_, status);
  End(status, {});
  if (running_ == 0) call_.reset();
}

void CallExchange::OnWritable() {
  if (!over_ && call_ != nullptr) Run([](ServerCall* call) { call->OnWritable(); });
}

void CallExchange::OnClosed() {
  over_ = true;
  closed_ = true;
  context_.responder = nullptr;
  if (running_ == 0) call_.reset();
}

void CallExchange::Metadata(absl::Span<const Header> fields) {
  if (over_ || started_) return;
  started_ = true;
  StartAnswer(fields);
}

void CallExchange::Send(const google::protobuf::Message& message) {
  if (over_) return;
  ++sent_;
  // One too many is a defect, which Finish turns into its answer.
  if (sent_ > 1 && !method_->server_streaming()) return;
  if (!started_) Metadata({});
  const absl::Status written = WriteMessage(message);
  if (!written.ok()) End(written, {});
}

void CallExchange::Finish(const absl::Status& status, absl::Span<const Header> trailers) {
  if (over_) return;
  if (status.ok() && !method_->server_streaming() && sent_ != 1) {
    return End(base::InternalError("a method that does not stream must answer by one message"), {});
  }
  End(status, trailers);
}

void CallExchange::End(const absl::Status& status, absl::Span<const Header> trailers) {
  over_ = true;
  EndAnswer(status, trailers);
}

bool CallExchange::writable() const { return !over_ && context_.responder->writable(); }

}  // namespace enlace::transport
