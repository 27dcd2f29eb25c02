// From an HTTP request to a call: which protocol it is, and whether it is one.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_RPC_EXCHANGE_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_RPC_EXCHANGE_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/http/loop.h"
#include "gateway/transport/rpc/call_exchange.h"
#include "gateway/transport/rpc/server_call.h"

namespace enlace::transport {

// The media type of a Content-Type in lower case without its parameters; none if
// it names a charset other than UTF-8.
absl::optional<std::string> MediaTypeOf(absl::string_view content_type);

// Serves a request as gRPC, gRPC-Web or Connect; borrows all but `head` for the
// life of what it returns, which is never nullptr. On the loop's thread only.
// What is none of them is answered at once, by a short JSON like Connect's
// errors with the date where options.clock is given, and told to `factory`:
//   404  no such method; gRPC and gRPC-Web say UNIMPLEMENTED instead
//   405  a method of HTTP that this method does not take, with Allow
//   415  a body of another type, with Accept-Post
//   505  gRPC, or streams both ways, over HTTP/1.1
std::unique_ptr<Exchange> BeginRpc(const RequestHead& head, Responder* responder, CallFactory* factory,
                                   Loop* loop, const RpcOptions& options);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_RPC_EXCHANGE_H_
