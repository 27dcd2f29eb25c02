#include "gateway/transport/rpc/envelope_exchange.h"

#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/rpc/gzip.h"

namespace enlace::transport {

absl::StatusOr<bool> IsCompressed(absl::string_view encoding, bool accept_gzip) {
  if (encoding.empty() || encoding == "identity") return false;
  if (encoding == "gzip" && accept_gzip) return true;
  return base::Told(absl::UnimplementedError(accept_gzip
                                                 ? "messages are taken in the encodings identity and gzip"
                                                 : "messages are taken in the encoding identity"));
}

void EnvelopeExchange::OnBody(absl::string_view bytes) {
  if (over()) return;
  const absl::Status status =
      reader_.Feed(bytes, [this](uint8_t flags, absl::string_view payload) { return Take(flags, payload); });
  if (!status.ok()) Refuse(status);
}

absl::Status EnvelopeExchange::Take(uint8_t flags, absl::string_view payload) {
  if (over()) return absl::OkStatus();
  if ((flags & ~kEnvelopeCompressed) != 0) {
    return absl::InvalidArgumentError("a message has flags that a request may not have");
  }
  std::string inflated;
  if (flags == kEnvelopeCompressed) {
    // gRPC's compression.md asks for INTERNAL here.
    if (!gzip_)
      return base::Told(absl::InternalError("a message is flagged as compressed, but no encoding was named"));
    ASSIGN_OR_RETURN(inflated, Gunzip(payload, options().max_message_bytes));
    payload = inflated;
  }
  std::unique_ptr<google::protobuf::Message> message = NewRequest();
  RETURN_IF_ERROR(ParseMessage(codec_, payload, message.get()));
  return Deliver(std::move(message));
}

void EnvelopeExchange::OnEnd() {
  if (over()) return;
  if (!reader_.at_boundary()) return Refuse(absl::InvalidArgumentError("the body ends within a message"));
  HalfClose();
}

absl::StatusOr<std::string> EnvelopeExchange::InEnvelope(const google::protobuf::Message& message) const {
  std::string out(kEnvelopePrefixBytes, '\0');
  RETURN_IF_ERROR(AppendMessage(codec_, message, &out));
  PutEnvelopePrefix(0, static_cast<uint32_t>(out.size() - kEnvelopePrefixBytes), out.data());
  return out;
}

}  // namespace enlace::transport
