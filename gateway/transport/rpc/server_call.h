// One RPC, whichever protocol carries it (gRPC, gRPC-Web, Connect): the seam
// between the protocols and what the methods do.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_SERVER_CALL_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_SERVER_CALL_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "gateway/transport/http/header_list.h"
#include "gateway/transport/http/loop.h"
#include "google/protobuf/message.h"

namespace enlace::transport {

// The answering side of a call, implemented by the protocol. On the loop's
// thread only. Dies with the ServerCall's destruction.
class CallSink {
 public:
  virtual ~CallSink() = default;
  // Header fields that go before the first message; before any Send, once.
  virtual void Metadata(absl::Span<const Header> fields) = 0;
  // One message: exactly one before an OK of a method that does not stream.
  virtual void Send(const google::protobuf::Message& message) = 0;
  // The end, once. `status` is shown to the peer as StatusEncoding says: what
  // may not be told stays here. `trailers` are custom metadata.
  virtual void Finish(const absl::Status& status, absl::Span<const Header> trailers = {}) = 0;
  // Whether the peer takes what is sent; if not, OnWritable comes later.
  virtual bool writable() const = 0;
};

// The doing side of a call, made by a Method. On the loop's thread only.
// Destroyed when the call is over, for whatever reason: finished, cancelled by
// the peer, cut off, its connection lost. Never destroyed inside one of its own
// functions.
class ServerCall {
 public:
  virtual ~ServerCall() = default;
  // A message of the peer's, already parsed. A method that does not stream gets
  // exactly one before OnHalfClose, or is not called at all.
  virtual void OnMessage(std::unique_ptr<google::protobuf::Message> message) = 0;
  // The peer has sent all.
  virtual void OnHalfClose() = 0;
  virtual void OnWritable() = 0;
};

// What a call brings besides its messages. Views are good during Begin only.
struct CallStart {
  // When the answer must be there, by the peer's own word; none if it said none.
  absl::optional<SteadyTime> deadline;
  // Custom metadata, without what HTTP or the protocol itself needs. Values of
  // names that end in -bin are decoded.
  const HeaderList& metadata;
  // "grpc", "grpc-web", "connect", "est"; for logs and counts.
  absl::string_view protocol;
};

// What serves one path. Thread-safe, outlives its calls.
class Method {
 public:
  virtual ~Method() = default;
  // "/enlace.v1.CaseService/GetCaseStatus"
  virtual absl::string_view path() const = 0;
  virtual bool client_streaming() const = 0;
  virtual bool server_streaming() const = 0;
  // Whether it may be called by GET: reads that change nothing but the record.
  virtual bool no_side_effects() const = 0;
  // An empty request.
  virtual std::unique_ptr<google::protobuf::Message> NewRequest() const = 0;
};

// What a connection may call; one per connection, made when its peer is known.
class CallFactory {
 public:
  virtual ~CallFactory() = default;
  // The method at that path; nullptr: UNIMPLEMENTED.
  virtual const Method* Find(absl::string_view path) const = 0;
  // Begins a call of a method that Find returned, or that the application bound for
  // a protocol of its own (est/). May Finish at once. Never nullptr.
  virtual std::unique_ptr<ServerCall> Begin(const Method& method, const CallStart& start, CallSink* sink) = 0;
  // A call that never began: no such method, a message that does not parse or is
  // too large, a bad header. For the log and the counts.
  virtual void Refused(absl::string_view path, const absl::Status& status) = 0;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_SERVER_CALL_H_
