// One server stream: pulls its source while the peer takes what it gets.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_STREAM_CALL_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_STREAM_CALL_H_

#include <atomic>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/transport/call/bound_method.h"
#include "gateway/transport/call/peer_calls.h"
#include "gateway/transport/rpc/server_call.h"

namespace enlace::transport {

// On the loop's thread only; its source is polled there or on a worker, as the
// method says, one poll at a time. It ends because the source says so, or
//   UNAUTHENTICATED                    certificate or agency are not good any more;
//   UNAVAILABLE SHUTTING_DOWN          the port drains;
//   DEADLINE_EXCEEDED                  the peer gave a deadline, and it has come;
//   RESOURCE_EXHAUSTED QUOTA_EXCEEDED  too many streams are open.
// A peer that does not read is not polled for; cutting it off is up to the wire.
class StreamCall final : public ServerCall {
 public:
  // Borrows `method`, `peer` and `sink`.
  StreamCall(const StreamMethod& method, PeerCalls* peer, const CallStart& start, CallSink* sink);
  ~StreamCall() override;

  void OnMessage(MessagePtr message) override { request_ = std::move(message); }
  void OnHalfClose() override;
  void OnWritable() override { Pull(); }

 private:
  // What is left of the call for those who wake it.
  struct Link {
    explicit Link(std::shared_ptr<LoopGate> gate, StreamCall* call) : gate(std::move(gate)), call(call) {}
    const std::shared_ptr<LoopGate> gate;
    // nullptr once the call is over. On the loop only.
    StreamCall* call;
    // A look is on its way: a hundred wake-ups are one.
    std::atomic<bool> woken{false};
  };
  using Source = std::shared_ptr<MessageStream>;
  static void Wake(const std::shared_ptr<Link>& link);
  static absl::StatusOr<Source> Open(const StreamMethod& method, const identity::Caller& caller,
                                     const google::protobuf::Message& request,
                                     const std::shared_ptr<Link>& link);

  bool over() const { return link_->call == nullptr; }
  // Whether the stream may go on; ends it if not.
  bool MayGoOn();
  void Opened(absl::StatusOr<Source> source);
  // After a wake-up: may it go on, and is there anything?
  void Look();
  void Tick();
  void ArmTick();
  void Pull();
  void PullOnLoop();
  void PullOnWorker();
  // Returns whether there may be more.
  bool Take(absl::StatusOr<MessagePtr> polled);
  void SendMessage(const google::protobuf::Message& message);
  void End(const absl::Status& status);

  const StreamMethod& method_;
  PeerCalls* const peer_;
  CallSink* const sink_;
  const std::shared_ptr<const identity::Caller> caller_;
  const std::shared_ptr<Link> link_;
  const absl::optional<SteadyTime> deadline_;
  uint64_t seen_changes_ = 0;
  MessagePtr request_;
  std::unique_ptr<OpenStreams::Place> place_;
  Source source_;
  bool polling_ = false;
  // Woken while polling: the poll may have looked too early.
  bool again_ = false;
  SteadyTime last_sent_;
  Timer tick_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_STREAM_CALL_H_
