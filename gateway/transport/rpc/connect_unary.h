// Connect's unary form: a plain HTTP request and its answer, so that curl will
// do (connectrpc.com/docs/protocol).
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_UNARY_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_UNARY_H_

#include <memory>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/rpc/call_exchange.h"
#include "gateway/transport/rpc/message_codec.h"

namespace enlace::transport {

// The codec of application/proto and application/json; none for other types.
absl::optional<MessageCodec> ConnectUnaryCodec(absl::string_view media_type);

// A call by POST of a method that does not stream.
std::unique_ptr<Exchange> BeginConnectPost(const CallContext& context, const RequestHead& head,
                                           MessageCodec codec, const Method& method);

// The same by GET, of a method without side effects.
std::unique_ptr<Exchange> BeginConnectGet(const CallContext& context, const RequestHead& head,
                                          absl::string_view query, const Method& method);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_UNARY_H_
