#include "gateway/transport/rpc/connect_unary.h"

#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/rpc/connect_error.h"
#include "gateway/transport/rpc/connect_get.h"
#include "gateway/transport/rpc/envelope_exchange.h"
#include "gateway/transport/rpc/gzip.h"
#include "gateway/transport/rpc/metadata.h"
#include "gateway/transport/rpc/status_encoding.h"

namespace enlace::transport {
namespace {

// Trailers of a unary answer travel as header fields of that prefix.
constexpr absl::string_view kTrailerPrefix = "trailer-";

class ConnectUnaryExchange : public CallExchange {
 public:
  ConnectUnaryExchange(const CallContext& context, MessageCodec codec, bool get)
      : CallExchange(context), codec_(codec), get_(get) {}

  // Reads the head. `encoding` is that of the body, or of the query's message.
  void Open(const RequestHead& head, absl::string_view encoding, const Method& method, absl::Status fault) {
    const absl::StatusOr<bool> compressed = IsCompressed(encoding, options().accept_gzip);
    gzip_ = compressed.ok() && *compressed;
    fault.Update(compressed.status());
    fault.Update(CheckConnectVersion(head.headers));
    // Refused before a byte of it is kept.
    uint64_t announced = 0;
    if (absl::SimpleAtoi(head.headers.Get("content-length"), &announced) &&
        announced > options().max_message_bytes) {
      fault.Update(MessageTooLarge(options().max_message_bytes));
    }
    Begin({"connect", method.path(), &method, head.headers,
           ParseConnectTimeout(head.headers.Get("connect-timeout-ms")), fault});
  }
  // The query's message.
  void TakeMessage(std::string message) {
    if (message.size() > options().max_message_bytes)
      return Refuse(MessageTooLarge(options().max_message_bytes));
    body_ = std::move(message);
  }

  void OnBody(absl::string_view bytes) override {
    if (over()) return;
    if (get_) return Refuse(absl::InvalidArgumentError("a GET has no body"));
    if (bytes.size() > options().max_message_bytes - body_.size()) {
      return Refuse(MessageTooLarge(options().max_message_bytes));
    }
    body_.append(bytes.data(), bytes.size());
  }
  void OnEnd() override {
    if (over()) return;
    const absl::Status taken = TakeBody();
    if (!taken.ok()) return Refuse(taken);
    HalfClose();
  }

 private:
  absl::Status TakeBody() {
    if (gzip_) {
      ASSIGN_OR_RETURN(body_, Gunzip(body_, options().max_message_bytes));
    }
    std::unique_ptr<google::protobuf::Message> message = NewRequest();
    RETURN_IF_ERROR(ParseMessage(codec_, body_, message.get()));
    std::string().swap(body_);
    return Deliver(std::move(message));
  }

  // The HTTP status depends on the end, so that all waits for it.
  void StartAnswer(absl::Span<const Header> metadata) override {
    for (const Header& field : metadata) metadata_.Add(field.name, field.value);
  }
  absl::Status WriteMessage(const google::protobuf::Message& message) override {
    return AppendMessage(codec_, message, &answer_);
  }
  void EndAnswer(const absl::Status& status, absl::Span<const Header> trailers) override {
    OutgoingFields fields;
    fields.Add("content-type",
               status.ok() && codec_ == MessageCodec::kProto ? "application/proto" : "application/json");
    if (get_) fields.Add("cache-control", "no-store");
    if (status.code() == absl::StatusCode::kUnimplemented) {
      fields.Add("accept-encoding", AcceptedEncodings(options().accept_gzip));
    }
    // Connect has no word of its own for it; RFC 9110 section 10.2.3 has, and
    // every HTTP client knows it beside 429 and 503.
    const absl::optional<absl::Duration> delay = RetryDelayOf(status);
    if (delay.has_value()) fields.AddOwned("retry-after", absl::StrCat(absl::ToInt64Seconds(*delay)));
    for (size_t i = 0; i < metadata_.size(); ++i) {
      const Header field = metadata_.at(i);
      fields.AddMetadata({&field, 1});
    }
    fields.AddMetadata(trailers, kTrailerPrefix);
    responder()->Start(HttpStatusOf(status.code()), fields.fields());
    responder()->Write(status.ok() ? std::move(answer_) : ConnectErrorJson(status));
    responder()->End({});
  }

  const MessageCodec codec_;
  const bool get_;
  bool gzip_ = false;
  std::string body_;
  HeaderList metadata_;
  std::string answer_;
};

}  // namespace

absl::optional<MessageCodec> ConnectUnaryCodec(absl::string_view media_type) {
  if (media_type == "application/json") return MessageCodec::kJson;
  if (media_type == "application/proto") return MessageCodec::kProto;
  return absl::nullopt;
}

std::unique_ptr<Exchange> BeginConnectPost(const CallContext& context, const RequestHead& head,
                                           MessageCodec codec, const Method& method) {
  auto exchange = std::make_unique<ConnectUnaryExchange>(context, codec, /*get=*/false);
  exchange->Open(head, head.headers.Get("content-encoding"), method, absl::OkStatus());
  return exchange;
}

std::unique_ptr<Exchange> BeginConnectGet(const CallContext& context, const RequestHead& head,
                                          absl::string_view query, const Method& method) {
  absl::StatusOr<ConnectQuery> parsed = ParseConnectQuery(query);
  ConnectQuery request;
  if (parsed.ok()) request = *std::move(parsed);
  auto exchange = std::make_unique<ConnectUnaryExchange>(context, request.codec, /*get=*/true);
  exchange->Open(head, request.compression, method, parsed.status());
  exchange->TakeMessage(std::move(request.message));
  return exchange;
}

}  // namespace enlace::transport
