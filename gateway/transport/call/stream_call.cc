#include "gateway/transport/call/stream_call.h"

#include <algorithm>
#include <utility>

#include "gateway/base/status_macros.h"

namespace enlace::transport {
namespace {

// How soon the end of a certificate's validity is noticed.
constexpr absl::Duration kValidityCheck = absl::Seconds(1);
// Messages that one stream sends before others get their turn.
constexpr int kMostAtOnce = 16;

}  // namespace

std::unique_ptr<ServerCall> StreamMethod::Begin(PeerCalls* peer, const CallStart& start,
                                                CallSink* sink) const {
  return std::make_unique<StreamCall>(*this, peer, start, sink);
}

StreamCall::StreamCall(const StreamMethod& method, PeerCalls* peer, const CallStart& start, CallSink* sink)
    : method_(method),
      peer_(peer),
      sink_(sink),
      caller_(peer->caller()),
      link_(std::make_shared<Link>(peer->gate(), this)),
      deadline_(start.deadline),
      last_sent_(peer->loop()->now()),
      tick_([this] { Tick(); }) {
  ArmTick();
}

StreamCall::~StreamCall() {
  if (over()) return;
  link_->call = nullptr;
  if (place_ != nullptr) peer_->StreamsChanged(-1);
  peer_->LogEnd(method_, absl::CancelledError("the peer ended the stream"));
}

void StreamCall::OnHalfClose() {
  if (over()) return;
  absl::StatusOr<std::unique_ptr<OpenStreams::Place>> place = peer_->environment().streams->Open(
      *peer_->key(), [link = link_] { Wake(link); }, method_.traits().while_ending);
  if (!place.ok()) return End(place.status());
  place_ = *std::move(place);
  peer_->StreamsChanged(1);
  if (!MayGoOn()) return;
  if (method_.traits().placement == Placement::kLoop)
    return Opened(Open(method_, *caller_, *request_, link_));
  peer_->environment().stream_workers->Run(
      [method = &method_, caller = caller_, request = std::move(request_), link = link_] {
        absl::StatusOr<Source> source = Open(*method, *caller, *request, link);
        link->gate->Post([link, source = std::move(source)]() mutable {
          if (link->call != nullptr) link->call->Opened(std::move(source));
        });
      });
}

void StreamCall::Wake(const std::shared_ptr<Link>& link) {
  if (link->woken.exchange(true, std::memory_order_acq_rel)) return;
  link->gate->Post([link] {
    link->woken.store(false, std::memory_order_release);
    if (link->call != nullptr) link->call->Look();
  });
}

absl::StatusOr<StreamCall::Source> StreamCall::Open(const StreamMethod& method,
                                                    const identity::Caller& caller,
                                                    const google::protobuf::Message& request,
                                                    const std::shared_ptr<Link>& link) {
  ASSIGN_OR_RETURN(std::unique_ptr<MessageStream> source, method.Open(caller, request));
  source->OnWake([link] { Wake(link); });
  return Source(std::move(source));
}

bool StreamCall::MayGoOn() {
  const CallEnvironment& environment = peer_->environment();
  absl::Status status = StillGood(environment.identity, *caller_, &seen_changes_);
  if (status.ok() && environment.streams->ending() && !method_.traits().while_ending) status = ShuttingDown();
  if (!status.ok()) End(status);
  return status.ok();
}

void StreamCall::Opened(absl::StatusOr<Source> source) {
  if (!source.ok()) return End(source.status());
  source_ = *std::move(source);
  if (MayGoOn()) Pull();
}

void StreamCall::Look() {
  if (!MayGoOn()) return;
  again_ = polling_;
  Pull();
}

void StreamCall::Tick() {
  if (!MayGoOn()) return;
  const SteadyTime now = peer_->loop()->now();
  if (deadline_.has_value() && now >= *deadline_) {
    return End(absl::DeadlineExceededError("the stream's deadline has come"));
  }
  const bool is_quiet = absl::FromChrono(now - last_sent_) >= peer_->environment().times.heartbeat;
  if (is_quiet && source_ != nullptr && sink_->writable() && method_.traits().heartbeats) {
    SendMessage(*method_.NewResponse());
  }
  ArmTick();
}

void StreamCall::ArmTick() {
  Loop* const loop = peer_->loop();
  const absl::Duration heartbeat = peer_->environment().times.heartbeat;
  absl::Duration wait = heartbeat - absl::FromChrono(loop->now() - last_sent_);
  // A peer that does not take its heartbeat is asked again a heartbeat later.
  if (wait <= absl::ZeroDuration()) wait = heartbeat;
  wait = std::min(wait, kValidityCheck);
  if (deadline_.has_value()) wait = std::min(wait, absl::FromChrono(*deadline_ - loop->now()));
  loop->Arm(&tick_, wait);
}

void StreamCall::Pull() {
  if (over() || polling_ || source_ == nullptr || !sink_->writable()) return;
  return method_.traits().placement == Placement::kLoop ? PullOnLoop() : PullOnWorker();
}

void StreamCall::PullOnLoop() {
  for (int i = 0; i < kMostAtOnce; ++i) {
    if (!Take(source_->Poll())) return;
    if (!sink_->writable()) return;
  }
  Wake(link_);
}

void StreamCall::PullOnWorker() {
  polling_ = true;
  again_ = false;
  peer_->environment().stream_workers->Run([source = source_, link = link_] {
    absl::StatusOr<MessagePtr> polled = source->Poll();
    link->gate->Post([link, polled = std::move(polled)]() mutable {
      StreamCall* const call = link->call;
      if (call == nullptr) return;
      call->polling_ = false;
      if (call->Take(std::move(polled)) || call->again_) call->Pull();
    });
  });
}

bool StreamCall::Take(absl::StatusOr<MessagePtr> polled) {
  if (!polled.ok()) {
    End(polled.status());
    return false;
  }
  if (*polled == nullptr) return false;
  SendMessage(**polled);
  return true;
}

void StreamCall::SendMessage(const google::protobuf::Message& message) {
  last_sent_ = peer_->loop()->now();
  sink_->Send(message);
}

void StreamCall::End(const absl::Status& status) {
  link_->call = nullptr;
  tick_.Disarm();
  source_ = nullptr;
  if (place_ != nullptr) peer_->StreamsChanged(-1);
  place_ = nullptr;
  peer_->LogEnd(method_, status);
  sink_->Finish(status);
}

}  // namespace enlace::transport
