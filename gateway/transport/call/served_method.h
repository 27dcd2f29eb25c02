// A Method that knows how to serve itself.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_SERVED_METHOD_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_SERVED_METHOD_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "gateway/transport/rpc/server_call.h"
#include "google/protobuf/descriptor.h"

namespace enlace::transport {

class PeerCalls;

// Where a handler runs.
enum class Placement {
  // On the loop: it computes little and hands the rest to the sequencer.
  kLoop,
  // On a worker: it reads the store, builds a report or signs.
  kWorker,
};

struct MethodTraits {
  Placement placement = Placement::kWorker;
  // A stream that goes on while the port drains: health.
  bool while_ending = false;
  // Whether an empty message means nothing to the client, so that quiet streams
  // may send one.
  bool heartbeats = true;
  // Whether some of its requests are urgent referrals, so that rate and lane are
  // chosen when the request has been read.
  bool urgent_lane = false;
};

// What all methods of ours say of themselves, from their descriptor. Thread-safe.
class ServedMethod : public Method {
 public:
  ServedMethod(const google::protobuf::MethodDescriptor* descriptor, const MethodTraits& traits);

  absl::string_view path() const final { return path_; }
  bool client_streaming() const final { return descriptor_->client_streaming(); }
  bool server_streaming() const final { return descriptor_->server_streaming(); }
  // idempotency_level = NO_SIDE_EFFECTS in the proto.
  bool no_side_effects() const final { return no_side_effects_; }

  // "GetCaseStatus", for the log.
  absl::string_view name() const { return descriptor_->name(); }
  const google::protobuf::MethodDescriptor& descriptor() const { return *descriptor_; }
  const MethodTraits& traits() const { return traits_; }

  // Begins a call of a peer that may call: identified and within its rate.
  virtual std::unique_ptr<ServerCall> Begin(PeerCalls* peer, const CallStart& start,
                                            CallSink* sink) const = 0;

 private:
  const google::protobuf::MethodDescriptor* const descriptor_;
  const MethodTraits traits_;
  const std::string path_;
  const bool no_side_effects_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_SERVED_METHOD_H_
