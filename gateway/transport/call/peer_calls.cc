#include "gateway/transport/call/peer_calls.h"

#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace::transport {
namespace {

// A call that ended where it began.
class EndedCall final : public ServerCall {
 public:
  void OnMessage(std::unique_ptr<google::protobuf::Message>) override {}
  void OnHalfClose() override {}
  void OnWritable() override {}
};

// "ipv4:192.0.2.7:5000" without the port.
std::string HostOf(absl::string_view address) { return std::string(address.substr(0, address.rfind(':'))); }

}  // namespace

PeerCalls::PeerCalls(const CallEnvironment& environment, const PeerInfo& peer, Loop* loop,
                     Connection* connection)
    : environment_(environment),
      loop_(loop),
      connection_(connection),
      gate_(std::make_shared<LoopGate>(loop)),
      log_peer_{"anonymous", peer.address, peer.leaf_pem},
      check_(environment.identity, log_peer_.leaf_pem),
      key_(std::make_shared<const std::string>(HostOf(peer.address))),
      rate_(environment.rates->Of(*key_, loop->now())),
      closing_([this] { connection_->Close("refused peer"); }) {
  if (environment_.identity.identifier == nullptr) return;
  LookAtPeer().IgnoreError();
  connection_->WhenPeersChange([this] { LookAtPeer().IgnoreError(); });
}

PeerCalls::~PeerCalls() {
  if (environment_.identity.identifier != nullptr) connection_->WhenPeersChange(nullptr);
  gate_->Close();
}

std::unique_ptr<ServerCall> PeerCalls::Begin(const Method& method, const CallStart& start, CallSink* sink) {
  // Find returns nothing else, and EstBinding holds nothing else.
  const ServedMethod& served = static_cast<const ServedMethod&>(method);
  const absl::Status admitted = Admit(served);
  if (admitted.ok()) return served.Begin(this, start, sink);
  LogEnd(served, admitted);
  sink->Finish(admitted);
  return std::make_unique<EndedCall>();
}

void PeerCalls::Refused(absl::string_view path, const absl::Status& status) {
  // What is no method of ours is the peer's text, and stays out of the log.
  const ServedMethod* const method = environment_.methods->Find(path);
  environment_.log->Ended(method == nullptr ? absl::string_view() : method->name(), log_peer_, status);
}

absl::Status PeerCalls::Admit(const ServedMethod& method) {
  const absl::Status good = LookAtPeer();
  if (!good.ok()) {
    if (++refused_calls_ >= kMostRefusedCalls) connection_->Close("refused peer");
    return good;
  }
  if (environment_.administrators_only && caller()->kind != identity::Caller::Kind::kAdministrator) {
    return base::RoleNotPermitted("this port is for administrators");
  }
  RETURN_IF_ERROR(share_);
  return method.traits().urgent_lane ? absl::OkStatus() : TakeRate(/*urgent=*/false);
}

absl::Status PeerCalls::LookAtPeer() {
  const absl::Status& good = check_.Look();
  if (!good.ok()) {
    if (!closing_.armed()) loop_->Arm(&closing_, environment_.times.refused_stay);
    return good;
  }
  if (environment_.identity.identifier == nullptr) return good;
  refused_calls_ = 0;
  closing_.Disarm();
  if (!is_known_) BecomesKnown();
  return good;
}

void PeerCalls::BecomesKnown() {
  is_known_ = true;
  log_peer_.caller = caller()->name();
  key_ = std::make_shared<const std::string>(log_peer_.caller);
  rate_ = environment_.rates->Of(*key_, loop_->now());
  share_ = connection_->Identify(*key_, caller()->certificate_serial);
}

}  // namespace enlace::transport
