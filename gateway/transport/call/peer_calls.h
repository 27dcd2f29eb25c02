// What one connection may call, and what its calls need.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_PEER_CALLS_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_PEER_CALLS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/transport/call/call_log.h"
#include "gateway/transport/call/caller_check.h"
#include "gateway/transport/call/loop_gate.h"
#include "gateway/transport/call/method_table.h"
#include "gateway/transport/call/workers.h"
#include "gateway/transport/connection/application.h"
#include "gateway/transport/limits/admission.h"
#include "gateway/transport/limits/open_streams.h"
#include "gateway/transport/limits/rate_limit.h"
#include "gateway/transport/rpc/server_call.h"

namespace enlace::transport {

struct CallTimes {
  // For a unary call that sets no deadline itself.
  absl::Duration default_deadline = absl::Seconds(30);
  // How often a quiet stream sends an empty message.
  absl::Duration heartbeat = absl::Seconds(30);
  // How long a refused peer may stay to read why.
  absl::Duration refused_stay = absl::Seconds(10);
};

// What all calls of a port have in common; borrowed but for the admissions.
struct CallEnvironment {
  CallTimes times;
  // Requests above it are worked on by a worker, whatever their method.
  size_t largest_on_loop = 64 << 10;
  bool administrators_only = false;
  IdentitySource identity;
  const MethodTable* methods = nullptr;
  CallLog* log = nullptr;
  OpenStreams* streams = nullptr;
  RateLimiter* rates = nullptr;
  // The turns of what runs on loops and of what runs on `workers`.
  std::shared_ptr<Admission> on_loop;
  std::shared_ptr<Admission> on_workers;
  Workers* workers = nullptr;
  // Apart, so that a long report holds no feed back.
  Workers* stream_workers = nullptr;
};

// Calls of a refused peer that are answered before its connection is closed.
inline constexpr int kMostRefusedCalls = 16;

// One per connection, on its loop's thread only. Its calls die before it does.
class PeerCalls final : public CallFactory {
 public:
  // Borrows all; `environment` and the connection outlive it.
  PeerCalls(const CallEnvironment& environment, const PeerInfo& peer, Loop* loop, Connection* connection);
  ~PeerCalls() override;
  PeerCalls(const PeerCalls&) = delete;
  PeerCalls& operator=(const PeerCalls&) = delete;

  const Method* Find(absl::string_view path) const override { return environment_.methods->Find(path); }
  // A call that may not be made ends at once:
  //   UNAVAILABLE SHUTTING_DOWN          a stream, and the port drains.
  //   UNAUTHENTICATED                    as Identifier::Identify says.
  //   PERMISSION_DENIED ROLE_NOT_PERMITTED  the port is for administrators.
  //   RESOURCE_EXHAUSTED QUOTA_EXCEEDED  too many calls or connections.
  std::unique_ptr<ServerCall> Begin(const Method& method, const CallStart& start, CallSink* sink) override;
  void Refused(absl::string_view path, const absl::Status& status) override;

  // For the calls.
  const CallEnvironment& environment() const { return environment_; }
  Loop* loop() const { return loop_; }
  const std::shared_ptr<LoopGate>& gate() const { return gate_; }
  const std::shared_ptr<const identity::Caller>& caller() const { return check_.caller(); }
  // By whom turns, rates and streams are counted: the caller's name, or the
  // address of an anonymous one.
  const std::shared_ptr<const std::string>& key() const { return key_; }
  // A stream of the connection began (1) or ended (-1).
  void StreamsChanged(int by) { connection_->StreamsChanged(by); }
  absl::Status TakeRate(bool urgent) { return rate_->Take(urgent, loop_->now()); }
  void LogEnd(const ServedMethod& method, const absl::Status& status) {
    environment_.log->Ended(method.name(), log_peer_, status);
  }

 private:
  absl::Status Admit(const ServedMethod& method);
  // Whether the peer is good now; keeps name and closing time up to date.
  absl::Status LookAtPeer();
  void BecomesKnown();

  const CallEnvironment& environment_;
  Loop* const loop_;
  Connection* const connection_;
  const std::shared_ptr<LoopGate> gate_;
  CallPeer log_peer_;
  CallerCheck check_;
  bool is_known_ = false;
  // What Connection::Identify said.
  absl::Status share_;
  std::shared_ptr<const std::string> key_;
  std::shared_ptr<CallerRate> rate_;
  int refused_calls_ = 0;
  Timer closing_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_PEER_CALLS_H_
