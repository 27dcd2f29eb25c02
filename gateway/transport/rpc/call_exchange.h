// What the protocols have in common: one exchange that carries one call.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_CALL_EXCHANGE_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_CALL_EXCHANGE_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "gateway/base/clock.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/http/loop.h"
#include "gateway/transport/rpc/server_call.h"

namespace enlace::transport {

// Limits of what is taken from a peer.
struct RpcOptions {
  // Of one message, on the wire and inflated.
  size_t max_message_bytes = 2 << 20;
  // Whether messages may come compressed; answers never are.
  bool accept_gzip = false;
  // Tells the Date of answers that no call made (RFC 9110, 6.6.1), by which a client
  // sees that its clock or ours is wrong before it has a certificate; nullptr: none.
  const base::Clock* clock = nullptr;
};

// Whom a call belongs to. Borrowed for the life of the exchange.
struct CallContext {
  Responder* responder;
  CallFactory* factory;
  Loop* loop;
  RpcOptions options;
};

// What the request's head says of the call, as its protocol reads it.
struct CallHead {
  absl::string_view protocol;
  // Good during Begin only, unless there is a method.
  absl::string_view path;
  // Of a path that is not served: nullptr.
  const Method* method;
  const HeaderList& headers;
  // None if the peer named none; an error refuses the call.
  absl::StatusOr<absl::optional<absl::Duration>> timeout;
  // What else is wrong with the head.
  absl::Status fault;
};

// Steps between an exchange and its ServerCall: begins the call when its request
// is there, counts messages, ends it once. The ServerCall lives until the
// exchange is destroyed, is closed, or breaks the call off. On the loop's thread
// only.
class CallExchange : public Exchange, protected CallSink {
 public:
  // Takes the head: refuses the call, or begins it if its method takes a stream.
  // Once, before all else; may answer.
  void Begin(const CallHead& head);
  void OnWritable() final;
  void OnClosed() final;

 protected:
  explicit CallExchange(const CallContext& context) : context_(context) {}

  // The answer is complete or nobody waits for it: what still comes is dropped.
  bool over() const { return over_; }
  // Whether any part of the answer is with the responder.
  bool started() const { return started_; }
  Responder* responder() const { return context_.responder; }
  const RpcOptions& options() const { return context_.options; }
  // There is one in all functions but after an unknown path.
  const Method* method() const { return method_; }
  // An empty message, as the method takes it.
  std::unique_ptr<google::protobuf::Message> NewRequest() const { return method_->NewRequest(); }

  // A message has come. UNIMPLEMENTED if it is one too many
  // (gRPC's statuscodes.md: cardinality).
  absl::Status Deliver(std::unique_ptr<google::protobuf::Message> message);
  // The request is complete.
  void HalfClose();
  // Ends the call by a fault of the peer's: `status` is its answer. A call that
  // had not begun is told to the factory, another is destroyed.
  void Refuse(const absl::Status& status);

 private:
  // The answer in the protocol's own form. Start comes once, before the others.
  virtual void StartAnswer(absl::Span<const Header> metadata) = 0;
  virtual absl::Status WriteMessage(const google::protobuf::Message& message) = 0;
  virtual void EndAnswer(const absl::Status& status, absl::Span<const Header> trailers) = 0;

  // CallSink.
  void Metadata(absl::Span<const Header> fields) final;
  void Send(const google::protobuf::Message& message) final;
  void Finish(const absl::Status& status, absl::Span<const Header> trailers) final;
  bool writable() const final;

  void BeginCall();
  void End(const absl::Status& status, absl::Span<const Header> trailers);
  // Runs one function of the call's; destroys the call afterwards if it was
  // closed meanwhile.
  template <typename Step>
  void Run(Step step);

  CallContext context_;
  absl::string_view protocol_;
  absl::string_view path_;
  const Method* method_ = nullptr;
  HeaderList metadata_;
  absl::optional<SteadyTime> deadline_;
  // Of a method that takes one: kept until the request is known to be complete.
  std::unique_ptr<google::protobuf::Message> request_;
  bool started_ = false;
  bool over_ = false;
  bool closed_ = false;
  bool begun_ = false;
  int sent_ = 0;
  int running_ = 0;
  // Last, so that it goes first.
  std::unique_ptr<ServerCall> call_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_CALL_EXCHANGE_H_
