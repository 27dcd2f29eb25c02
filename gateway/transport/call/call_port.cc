#include "gateway/transport/call/call_port.h"

#include <algorithm>
#include <utility>

namespace enlace::transport {
namespace {

// A connection's calls, and the protocols that speak for them.
class PeerExchanges final : public ExchangeFactory {
 public:
  PeerExchanges(const CallEnvironment& environment, const Protocols& protocols, const PeerInfo& peer,
                Loop* loop, Connection* connection)
      : protocols_(protocols), loop_(loop), calls_(environment, peer, loop, connection) {}
  std::unique_ptr<Exchange> Begin(const RequestHead& head, Responder* responder) override {
    return protocols_(head, responder, &calls_, loop_);
  }

 private:
  const Protocols& protocols_;
  Loop* const loop_;
  PeerCalls calls_;
};

// As many run as there are threads: what waits, waits in turns.
FairQueueLimits TurnsOfWorkers(const CallOptions& options) {
  FairQueueLimits limits = options.turns;
  limits.max_running = options.workers;
  limits.reserved_for_urgent = 1;
  // One caller's reports leave a thread to the others.
  limits.max_running_per_caller = std::max(1, options.workers - 1);
  return limits;
}

}  // namespace

CallPort::CallPort(const CallOptions& options, std::unique_ptr<MethodTable> methods, Protocols protocols,
                   const identity::Identifier* identifier, identity::Roster* roster, const base::Clock& clock)
    : methods_(std::move(methods)),
      protocols_(std::move(protocols)),
      roster_(roster),
      log_(&clock),
      streams_(options.max_streams, options.max_streams_per_caller),
      rates_(options.rate),
      workers_(options.workers + 1),
      stream_workers_(options.stream_workers) {
  environment_.times = options.times;
  environment_.largest_on_loop = options.largest_on_loop;
  environment_.administrators_only = options.administrators_only;
  environment_.identity = {identifier, &changes_, &clock, roster};
  environment_.methods = methods_.get();
  environment_.log = &log_;
  environment_.streams = &streams_;
  environment_.rates = &rates_;
  environment_.on_loop = Admission::New(options.turns);
  environment_.on_workers = Admission::New(TurnsOfWorkers(options));
  environment_.workers = &workers_;
  environment_.stream_workers = &stream_workers_;
  if (roster_ == nullptr) return;
  listener_ = roster_->Listen([this] {
    changes_.fetch_add(1, std::memory_order_acq_rel);
    streams_.WakeAll();
  });
}

CallPort::~CallPort() {
  if (roster_ != nullptr) roster_->Unlisten(listener_);
  log_.TellLeftOut();
}

std::unique_ptr<ExchangeFactory> CallPort::Serve(const PeerInfo& peer, Loop* loop, Connection* connection) {
  return std::make_unique<PeerExchanges>(environment_, protocols_, peer, loop, connection);
}

}  // namespace enlace::transport
