// What a handler is: it takes a caller and a message and completes, now or
// later, exactly once. It knows no transport.
#ifndef ENLACE_GATEWAY_SERVICE_HANDLER_H_
#define ENLACE_GATEWAY_SERVICE_HANDLER_H_

#include <functional>
#include <memory>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "gateway/identity/caller.h"

namespace enlace::service {

// Receives the answer. May run on any thread and must return soon.
template <typename Response>
using Done = absl::AnyInvocable<void(absl::StatusOr<Response>)>;

// One unary RPC. Implementations are thread-safe and stateless but for what they
// borrow. `request` need not outlive the call of Handle.
template <typename Request, typename Response>
class Handler {
 public:
  virtual ~Handler() = default;
  virtual void Handle(const identity::Caller& caller, const Request& request, Done<Response> done) = 0;
};

// An open server stream, pulled by the transport. Not thread-safe, but for the
// wake callback.
template <typename Response>
class Stream {
 public:
  virtual ~Stream() = default;
  // What there is to send now; nullptr if nothing. An error ends the stream.
  virtual absl::StatusOr<std::unique_ptr<Response>> Poll() = 0;
  // `wake` is called, on any thread, when Poll may have something or an error.
  // Spurious calls are allowed. Never called after the stream is destroyed.
  virtual void OnWake(std::function<void()> wake) = 0;
};

// One server-streaming RPC.
template <typename Request, typename Response>
class StreamHandler {
 public:
  virtual ~StreamHandler() = default;
  virtual absl::StatusOr<std::unique_ptr<Stream<Response>>> Open(const identity::Caller& caller,
                                                                 const Request& request) = 0;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_HANDLER_H_
