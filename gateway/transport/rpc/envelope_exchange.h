// An exchange whose request is a row of envelopes: gRPC, gRPC-Web, Connect's
// streams.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_ENVELOPE_EXCHANGE_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_ENVELOPE_EXCHANGE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transport/rpc/call_exchange.h"
#include "gateway/transport/rpc/envelope.h"
#include "gateway/transport/rpc/message_codec.h"

namespace enlace::transport {

// Whether messages of that encoding (a value of grpc-encoding,
// connect-content-encoding or content-encoding) come compressed.
//   UNIMPLEMENTED  the encoding is not taken. Told.
absl::StatusOr<bool> IsCompressed(absl::string_view encoding, bool accept_gzip);

// The encodings that are taken, as an answer lists them.
inline absl::string_view AcceptedEncodings(bool accept_gzip) {
  return accept_gzip ? "identity,gzip" : "identity";
}

// Reads the envelopes of the request. On the loop's thread only.
class EnvelopeExchange : public CallExchange {
 public:
  void OnBody(absl::string_view bytes) override;
  void OnEnd() override;

 protected:
  EnvelopeExchange(const CallContext& context, MessageCodec codec)
      : CallExchange(context), codec_(codec), reader_(context.options.max_message_bytes) {}

  // Says that the messages of the request may be compressed.
  void ExpectGzip() { gzip_ = true; }
  // `message` in an envelope.
  absl::StatusOr<std::string> InEnvelope(const google::protobuf::Message& message) const;

 private:
  absl::Status Take(uint8_t flags, absl::string_view payload);

  const MessageCodec codec_;
  EnvelopeReader reader_;
  bool gzip_ = false;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_ENVELOPE_EXCHANGE_H_
