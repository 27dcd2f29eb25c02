// The echo on our own door.
#ifndef ENLACE_BENCH_DOOR_ECHO_H_
#define ENLACE_BENCH_DOOR_ECHO_H_

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"
#include "bench/completer.h"
#include "bench/echo.pb.h"
#include "certs/x509/verifier.h"
#include "gateway/base/mutex.h"
#include "gateway/transport/connection/application.h"
#include "gateway/transport/rpc/server_call.h"

namespace enlace::bench {

// A deferred call on its way to the other thread and back. `sink` is the loop's,
// and nullptr once the call is gone.
struct Deferred {
  transport::CallSink* sink;
  transport::Loop* loop;
};

// All of the bench's methods. For a port with one loop, as the baseline has one
// queue: what is below belongs to that loop's thread, but for CheckPeer.
class DoorEcho final : public transport::Application {
 public:
  // Lets in who `verifier` lets in; nullptr: everybody. Borrowed.
  explicit DoorEcho(const certs::Verifier* verifier);
  ~DoorEcho() override;

  // Remembers the verdict on a certificate by its bytes, as the gateway does.
  absl::Status CheckPeer(absl::string_view leaf_pem) override;
  std::unique_ptr<transport::ExchangeFactory> Welcome(const transport::PeerInfo& peer, transport::Loop* loop,
                                                      transport::Connection* connection) override;

  // What calls need.
  const v1::EchoReply& Reply();
  // Answers `call` from the other thread, which gets what a turn brought at once.
  void Defer(std::shared_ptr<Deferred> call);
  // Streams, until they are gone.
  void Add(transport::CallSink* stream) { streams_.insert(stream); }
  void Remove(transport::CallSink* stream) { streams_.erase(stream); }
  // One event to every stream; says how many there are.
  uint32_t Publish(bool each);

 private:
  void Complete(std::vector<std::shared_ptr<Deferred>>& batch);

  const certs::Verifier* const verifier_;
  base::Mutex mu_;
  // SHA-256 of the certificates that were let in.
  std::unordered_set<std::string> known_ ABSL_GUARDED_BY(mu_);
  const std::string body_;
  v1::EchoReply reply_;
  v1::Event event_;
  std::unordered_set<transport::CallSink*> streams_;
  std::vector<std::shared_ptr<Deferred>> deferred_;
  Completer<std::shared_ptr<Deferred>> completer_;
};

}  // namespace enlace::bench

#endif  // ENLACE_BENCH_DOOR_ECHO_H_
