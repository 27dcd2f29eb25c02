// One unary call: waits for its turn, runs its handler, answers once.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_UNARY_CALL_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_UNARY_CALL_H_

#include <memory>

#include "absl/status/statusor.h"
#include "gateway/transport/call/bound_method.h"
#include "gateway/transport/call/peer_calls.h"
#include "gateway/transport/rpc/server_call.h"

namespace enlace::transport {

// On the loop's thread only. The handler may answer on any thread and at any time:
// an answer that comes when the call is over is dropped. The call ends
//   DEADLINE_EXCEEDED  at the peer's deadline, or after the default one;
//   RESOURCE_EXHAUSTED QUOTA_EXCEEDED  if too many wait already.
class UnaryCall final : public ServerCall {
 public:
  // Borrows `method`, `peer` and `sink`.
  UnaryCall(const UnaryMethod& method, PeerCalls* peer, const CallStart& start, CallSink* sink);
  // A call that has not ended was taken back by the peer.
  ~UnaryCall() override;

  void OnMessage(MessagePtr message) override { request_ = std::move(message); }
  void OnHalfClose() override;
  void OnWritable() override {}

 private:
  // What is left of the call for those who answer it.
  struct Link {
    const std::shared_ptr<LoopGate> gate;
    // nullptr once the call is over. On the loop only.
    UnaryCall* call;
  };
  static void Answer(const std::shared_ptr<Link>& link, absl::StatusOr<MessagePtr> answer);
  absl::Status Enter();
  void Run(Admission::Slot slot);
  void End(absl::StatusOr<MessagePtr> answer);

  const UnaryMethod& method_;
  PeerCalls* const peer_;
  CallSink* const sink_;
  // At its arrival: what the certificate said then is whose call it is.
  const std::shared_ptr<const identity::Caller> caller_;
  const std::shared_ptr<Link> link_;
  MessagePtr request_;
  bool on_worker_ = false;
  // Where it waits; nullptr: it does not.
  std::shared_ptr<Admission> waits_at_;
  uint64_t ticket_ = 0;
  Timer deadline_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_UNARY_CALL_H_
