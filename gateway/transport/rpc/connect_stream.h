// Connect's streaming form: envelopes, of which the last says how the call ended
// (connectrpc.com/docs/protocol).
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_STREAM_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_STREAM_H_

#include <memory>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/rpc/call_exchange.h"
#include "gateway/transport/rpc/message_codec.h"

namespace enlace::transport {

// The codec of application/connect+proto and application/connect+json; none for
// other types.
absl::optional<MessageCodec> ConnectStreamCodec(absl::string_view media_type);

// A call of a method that streams, either way or both.
std::unique_ptr<Exchange> BeginConnectStream(const CallContext& context, const RequestHead& head,
                                             MessageCodec codec, const Method& method);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_STREAM_H_
