// gRPC-Web, binary and text, as grpc/doc/PROTOCOL-WEB.md has it, over HTTP/1.1
// and HTTP/2. No CORS: agencies' systems are no pages of other origins.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_GRPC_WEB_PROTOCOL_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_GRPC_WEB_PROTOCOL_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/rpc/call_exchange.h"

namespace enlace::transport {

// Whether `media_type` (lower case, no parameters) is gRPC-Web with protobuf.
bool IsGrpcWeb(absl::string_view media_type);

// Base64 that comes in pieces: groups of four characters, padding allowed at the
// end of any group, since a sender may encode each message by itself. Not
// thread-safe.
class Base64Reader {
 public:
  // Appends the bytes of all groups that `text` completes, in an error those
  // before the fault, so that it makes no difference how the text was split.
  //   INVALID_ARGUMENT  it is no base64; Feed no more.
  absl::Status Feed(absl::string_view text, std::string* bytes);
  // Whether the text may end here.
  bool at_boundary() const { return kept_.empty(); }

 private:
  std::string kept_;
};

// Trailers as the last frame of an answer (flag 0x80).
std::string GrpcWebTrailers(absl::Span<const Header> trailers);

// A call by gRPC-Web. `media_type` is one that IsGrpcWeb knows; `method` is
// nullptr where nothing is served.
std::unique_ptr<Exchange> BeginGrpcWeb(const CallContext& context, const RequestHead& head,
                                       absl::string_view media_type, absl::string_view path,
                                       const Method* method);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_GRPC_WEB_PROTOCOL_H_
