#include "adapters/grpc/local_server.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/grpc/forwarding.h"
#include "gateway/base/files.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"

namespace enlace::adapters {
namespace {

constexpr char kSpool[] = "/spool";
constexpr mode_t kSocketMode = 0660;
constexpr std::chrono::seconds kGrace(5);

// gRPC takes over a socket file without asking; one that somebody listens on
// must not be taken away from them.
bool IsServed(const std::string& socket_path) {
  if (socket_path.empty()) return false;
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket_path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  const bool served =
      fd >= 0 && connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(fd);
  return served;
}

}  // namespace

LocalServer::LocalServer(const config::v1::AdapterConfig& config, GatewayParts gateway)
    : local_(gateway, config.mechanism_id(), config.state_folder() + kSpool, gateway.clock),
      forwarding_(NewForwardingServices(gateway.connection, gateway.case_log)) {}

absl::StatusOr<std::unique_ptr<LocalServer>> LocalServer::New(const config::v1::AdapterConfig& config,
                                                              GatewayParts gateway) {
  ASSIGN_OR_RETURN(const ListenAddress address, ParseListenAddress(config.grpc().listen()));
  RETURN_IF_ERROR(base::MakeFolders(config.state_folder() + kSpool));
  std::unique_ptr<LocalServer> server(new LocalServer(config, std::move(gateway)));
  RETURN_IF_ERROR(server->Listen(address));
  return server;
}

absl::Status LocalServer::Listen(const ListenAddress& address) {
  const absl::Status taken = absl::UnavailableError(absl::StrCat(
      "grpc.listen: cannot listen on ", address.target, "; another process may, or its folder is missing"));
  if (IsServed(address.socket_path)) return taken;
  grpc::ServerBuilder builder;
  // Two adapters on one port would take turns without anybody's noticing.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(client::kMaxMessageBytes);
  builder.AddListeningPort(address.target, grpc::InsecureServerCredentials(), &port_);
  builder.RegisterService(&local_);
  for (const auto& service : forwarding_) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) return taken;
  if (!address.socket_path.empty()) {
    port_ = 0;
    if (chmod(address.socket_path.c_str(), kSocketMode) != 0) {
      return absl::UnavailableError(
          absl::StrCat("grpc.listen: cannot set the mode of ", address.socket_path));
    }
  }
  base::Log(base::LogLevel::kInfo, "adapter.listening", {{"address", address.target}});
  return absl::OkStatus();
}

void LocalServer::Shutdown() {
  if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now() + kGrace);
}

}  // namespace enlace::adapters
