#include "gateway/transport/rpc/connect_stream.h"

#include <string>
#include <utility>

#include "gateway/base/status_macros.h"
#include "gateway/transport/rpc/connect_error.h"
#include "gateway/transport/rpc/envelope.h"
#include "gateway/transport/rpc/envelope_exchange.h"
#include "gateway/transport/rpc/metadata.h"

namespace enlace::transport {
namespace {

constexpr uint8_t kEndStreamFlag = 0x02;

class ConnectStreamExchange : public EnvelopeExchange {
 public:
  ConnectStreamExchange(const CallContext& context, MessageCodec codec)
      : EnvelopeExchange(context, codec), json_(codec == MessageCodec::kJson) {}

  void Open(const RequestHead& head, const Method& method) {
    const absl::StatusOr<bool> compressed =
        IsCompressed(head.headers.Get("connect-content-encoding"), options().accept_gzip);
    if (compressed.ok() && *compressed) ExpectGzip();
    absl::Status fault = compressed.status();
    fault.Update(CheckConnectVersion(head.headers));
    Begin({"connect", method.path(), &method, head.headers,
           ParseConnectTimeout(head.headers.Get("connect-timeout-ms")), fault});
  }

 private:
  void StartAnswer(absl::Span<const Header> metadata) override {
    OutgoingFields fields;
    fields.Add("content-type", json_ ? "application/connect+json" : "application/connect+proto");
    fields.Add("connect-accept-encoding", AcceptedEncodings(options().accept_gzip));
    fields.AddMetadata(metadata);
    responder()->Start(200, fields.fields());
  }
  absl::Status WriteMessage(const google::protobuf::Message& message) override {
    ASSIGN_OR_RETURN(std::string bytes, InEnvelope(message));
    responder()->Write(std::move(bytes));
    return absl::OkStatus();
  }
  void EndAnswer(const absl::Status& status, absl::Span<const Header> trailers) override {
    if (!started()) StartAnswer({});
    responder()->Write(Envelope(kEndStreamFlag, EndStreamJson(status, trailers)));
    responder()->End({});
  }

  const bool json_;
};

}  // namespace

absl::optional<MessageCodec> ConnectStreamCodec(absl::string_view media_type) {
  if (media_type == "application/connect+json") return MessageCodec::kJson;
  if (media_type == "application/connect+proto") return MessageCodec::kProto;
  return absl::nullopt;
}

std::unique_ptr<Exchange> BeginConnectStream(const CallContext& context, const RequestHead& head,
                                             MessageCodec codec, const Method& method) {
  auto exchange = std::make_unique<ConnectStreamExchange>(context, codec);
  exchange->Open(head, method);
  return exchange;
}

}  // namespace enlace::transport
