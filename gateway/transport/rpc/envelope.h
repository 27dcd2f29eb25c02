// Length-prefixed messages: one byte of flags, four of length (big-endian), then
// the message. gRPC (PROTOCOL-HTTP2), gRPC-Web and Connect's streams share them.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_ENVELOPE_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_ENVELOPE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace enlace::transport {

inline constexpr size_t kEnvelopePrefixBytes = 5;
// The message is compressed.
inline constexpr uint8_t kEnvelopeCompressed = 0x01;

// Writes flags and length to the five bytes at `prefix`.
void PutEnvelopePrefix(uint8_t flags, uint32_t size, char* prefix);

// `payload` with its prefix. At most 4 GiB.
std::string Envelope(uint8_t flags, absl::string_view payload);

// Cuts a body into its messages, wherever it was split. Copies only a message
// that does not come in one piece, and never keeps more than the limit. Not
// thread-safe.
class EnvelopeReader {
 public:
  // OK to go on. The view is good during the call.
  using Visitor = absl::FunctionRef<absl::Status(uint8_t flags, absl::string_view payload)>;

  // Messages of up to `max_bytes` as they stand on the wire.
  explicit EnvelopeReader(size_t max_bytes) : max_bytes_(max_bytes) {}

  // Hands every message that `bytes` completes to `visit`. After an error the
  // reader is not to be used again.
  //   RESOURCE_EXHAUSTED  a prefix announces more than the limit; nothing of
  //                       that message has been kept.
  //   what `visit` says.
  absl::Status Feed(absl::string_view bytes, Visitor visit);

  // Whether the body may end here: no message has begun that is not complete.
  bool at_boundary() const { return kept_.empty(); }

 private:
  const size_t max_bytes_;
  // The beginning of a message, prefix included.
  std::string kept_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_ENVELOPE_H_
