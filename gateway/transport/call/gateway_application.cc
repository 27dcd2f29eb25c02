#include "gateway/transport/call/gateway_application.h"

#include <string>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/call/reflection.h"

namespace enlace::transport {

absl::StatusOr<std::unique_ptr<GatewayApplication>> GatewayApplication::New(
    PortKind kind, const CallOptions& options, const service::Services& handlers, Health* health,
    Protocols protocols, const identity::Identifier* identifier, identity::Roster* roster,
    const base::Clock& clock, std::vector<Page> pages) {
  const bool mutual = kind != PortKind::kEnrollment;
  if (mutual && (identifier == nullptr || roster == nullptr)) {
    return absl::InvalidArgumentError("the mutual port needs an identifier and a roster");
  }
  ASSIGN_OR_RETURN(std::unique_ptr<MethodTable> methods, MethodTable::New(kind, handlers));
  std::unique_ptr<GatewayApplication> application(
      new GatewayApplication(health, mutual ? identifier : nullptr, std::move(pages)));
  if (mutual) {
    AddHealth(&application->check_, &application->watch_, methods.get());
    if (kind == PortKind::kAdministration) AddReflection(methods.get());
    for (const std::string& service : methods->services()) health->Set(service, true);
  }
  CallOptions of_port = options;
  of_port.administrators_only = kind == PortKind::kAdministration;
  application->port_ = std::make_unique<CallPort>(of_port, std::move(methods), std::move(protocols),
                                                  application->identifier_, mutual ? roster : nullptr, clock);
  return application;
}

absl::Status GatewayApplication::CheckPeer(absl::string_view leaf_pem) {
  return identifier_ == nullptr ? absl::OkStatus() : identifier_->Identify(leaf_pem).status();
}

std::unique_ptr<ExchangeFactory> GatewayApplication::Welcome(const PeerInfo& peer, Loop* loop,
                                                             Connection* connection) {
  std::unique_ptr<ExchangeFactory> rpcs = port_->Serve(peer, loop, connection);
  if (pages_.empty()) return rpcs;
  return std::make_unique<PageExchanges>(
      &pages_, [this, pem = peer.leaf_pem] { return CheckReader(pem); }, std::move(rpcs));
}

absl::Status GatewayApplication::CheckReader(absl::string_view leaf_pem) const {
  if (identifier_ == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const identity::Caller caller, identifier_->Identify(leaf_pem));
  if (caller.kind == identity::Caller::Kind::kAdministrator) return absl::OkStatus();
  return base::RoleNotPermitted("this page is for administrators");
}

}  // namespace enlace::transport
