#include "gateway/transport/call/unary_call.h"

#include <utility>

#include "gateway/base/status_macros.h"

namespace enlace::transport {

std::unique_ptr<ServerCall> UnaryMethod::Begin(PeerCalls* peer, const CallStart& start,
                                               CallSink* sink) const {
  return std::make_unique<UnaryCall>(*this, peer, start, sink);
}

UnaryCall::UnaryCall(const UnaryMethod& method, PeerCalls* peer, const CallStart& start, CallSink* sink)
    : method_(method),
      peer_(peer),
      sink_(sink),
      caller_(peer->caller()),
      link_(std::make_shared<Link>(Link{peer->gate(), this})),
      deadline_([this] { End(absl::DeadlineExceededError("no answer before the deadline")); }) {
  Loop* const loop = peer->loop();
  loop->Arm(&deadline_, start.deadline.has_value() ? absl::FromChrono(*start.deadline - loop->now())
                                                   : peer->environment().times.default_deadline);
}

UnaryCall::~UnaryCall() {
  if (link_->call == nullptr) return;
  link_->call = nullptr;
  if (waits_at_ != nullptr) waits_at_->Withdraw(ticket_);
  peer_->LogEnd(method_, absl::CancelledError("the peer cancelled the call"));
}

void UnaryCall::OnHalfClose() {
  if (link_->call == nullptr) return;  // The deadline was earlier than the request.
  const absl::Status entered = Enter();
  if (!entered.ok()) End(entered);
}

absl::Status UnaryCall::Enter() {
  const CallEnvironment& environment = peer_->environment();
  const bool urgent = method_.IsUrgent(*request_);
  if (method_.traits().urgent_lane) RETURN_IF_ERROR(peer_->TakeRate(urgent));
  on_worker_ = method_.traits().placement == Placement::kWorker ||
               request_->ByteSizeLong() > environment.largest_on_loop;
  const std::shared_ptr<Admission>& admission = on_worker_ ? environment.on_workers : environment.on_loop;
  // Always by a post, so that calls that end each other's wait do not nest.
  auto start = [link = link_](Admission::Slot slot) {
    link->gate->Post([link, slot = std::move(slot)]() mutable {
      if (link->call != nullptr) link->call->Run(std::move(slot));
    });
  };
  ASSIGN_OR_RETURN(
      Admission::Entry entry,
      admission->Enter(peer_->key(), urgent ? Lane::kUrgent : Lane::kOrdinary, std::move(start)));
  if (entry.slot.held()) {
    Run(std::move(entry.slot));
  } else {
    waits_at_ = admission;
    ticket_ = entry.ticket;
  }
  return absl::OkStatus();
}

void UnaryCall::Run(Admission::Slot slot) {
  waits_at_ = nullptr;
  if (on_worker_) {
    peer_->environment().workers->Run([method = &method_, caller = caller_, request = std::move(request_),
                                       link = link_, slot = std::move(slot)]() mutable {
      method->Handle(*caller, *request,
                     [link](absl::StatusOr<MessagePtr> answer) { Answer(link, std::move(answer)); });
    });
    return;
  }
  const MessagePtr request = std::move(request_);
  method_.Handle(*caller_, *request,
                 [link = link_, slot = std::move(slot)](absl::StatusOr<MessagePtr> answer) mutable {
                   slot.Release();
                   Answer(link, std::move(answer));
                 });
}

void UnaryCall::Answer(const std::shared_ptr<Link>& link, absl::StatusOr<MessagePtr> answer) {
  if (link->gate->OnLoop()) {
    if (link->call != nullptr) link->call->End(std::move(answer));
    return;
  }
  link->gate->Post([link, answer = std::move(answer)]() mutable {
    if (link->call != nullptr) link->call->End(std::move(answer));
  });
}

void UnaryCall::End(absl::StatusOr<MessagePtr> answer) {
  link_->call = nullptr;
  deadline_.Disarm();
  if (waits_at_ != nullptr) waits_at_->Withdraw(ticket_);
  if (answer.ok()) {
    sink_->Send(**answer);
    sink_->Finish(absl::OkStatus());
    return;
  }
  peer_->LogEnd(method_, answer.status());
  sink_->Finish(answer.status());
}

}  // namespace enlace::transport
