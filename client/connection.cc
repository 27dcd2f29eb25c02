#include "client/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/identity_uri.h"
#include "gateway/base/errors.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::client {
namespace {

constexpr size_t kMaxPem = 1 << 20;

std::string ToPem(const std::vector<certs::Certificate>& certificates) {
  std::string pem;
  for (const certs::Certificate& certificate : certificates) absl::StrAppend(&pem, certificate.ToPem());
  return pem;
}

absl::Status CheckIdentity(const TlsIdentity& identity) {
  if (identity.roots_pem.empty()) return base::MissingField("roots");
  if (identity.key_pem.empty() != identity.chain_pem.empty()) {
    return base::InvalidField("identity", "key and certificate chain go together");
  }
  return absl::OkStatus();
}

// A line without its channel.
absl::StatusOr<Line> Signer(const TlsIdentity& identity) {
  Line line;
  if (identity.key_pem.empty()) return line;
  ASSIGN_OR_RETURN(line.key, certs::PrivateKey::FromPem(identity.key_pem));
  ASSIGN_OR_RETURN(const certs::Certificate leaf, certs::Certificate::FromPem(identity.chain_pem));
  if (leaf.uris().size() != 1)
    return base::InvalidField("identity", "the certificate must have one URI name");
  ASSIGN_OR_RETURN(const Identity name, ParseIdentity(leaf.uris().front()));
  line.agency_id = name.agency_id;
  return line;
}

grpc::ChannelArguments Arguments(const ConnectionOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  arguments.SetUserAgentPrefix("enlace-client");
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS,
                   static_cast<int>(options.keepalive_interval / absl::Milliseconds(1)));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                   static_cast<int>(options.keepalive_timeout / absl::Milliseconds(1)));
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // A feed may be quiet for days.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);                // client/session.h retries.
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5000);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  if (!options.server_name.empty()) arguments.SetSslTargetNameOverride(options.server_name);
  return arguments;
}

}  // namespace

absl::StatusOr<TlsIdentity> IdentityFromKeystore(const certs::Keystore& keystore) {
  if (!keystore.enrolled()) {
    return absl::FailedPreconditionError(
        absl::StrCat(keystore.folder(),
                     " holds no identity yet; ask the administrator of the gateway for a token and run "
                     "enlacectl enroll"));
  }
  TlsIdentity identity;
  ASSIGN_OR_RETURN(identity.key_pem, keystore.tls_key().ToPem());
  identity.chain_pem = ToPem(keystore.tls_chain());
  identity.roots_pem = ToPem(keystore.bundle());
  return identity;
}

absl::StatusOr<TlsIdentity> IdentityFromFiles(const std::string& key_path, const std::string& chain_path,
                                              const std::string& roots_path) {
  TlsIdentity identity;
  ASSIGN_OR_RETURN(std::string key, base::ReadFile(key_path, kMaxPem));
  identity.key_pem = base::Secret(std::move(key));
  ASSIGN_OR_RETURN(identity.chain_pem, base::ReadFile(chain_path, kMaxPem));
  ASSIGN_OR_RETURN(identity.roots_pem, base::ReadFile(roots_path, kMaxPem));
  if (!certs::PrivateKey::FromPem(identity.key_pem).ok()) {
    return absl::InvalidArgumentError(absl::StrCat(key_path, ": is not an unencrypted P-256 key in PEM"));
  }
  for (const auto& [path, pem] :
       {std::pair(chain_path, identity.chain_pem), {roots_path, identity.roots_pem}}) {
    if (!certs::Certificate::ChainFromPem(pem).ok()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": holds no certificate in PEM"));
    }
  }
  return identity;
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::New(ConnectionOptions options, TlsIdentity identity) {
  auto connection = std::unique_ptr<Connection>(new Connection(std::move(options)));
  RETURN_IF_ERROR(connection->Reopen(std::move(identity)));
  return connection;
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::NewServerOnly(ConnectionOptions options,
                                                                      const std::string& root_pem) {
  TlsIdentity identity;
  identity.roots_pem = root_pem;
  return New(std::move(options), std::move(identity));
}

Line Connection::line() const {
  base::MutexLock lock(&mu_);
  return line_;
}

absl::Status Connection::Reopen(TlsIdentity identity) {
  RETURN_IF_ERROR(CheckIdentity(identity));
  ASSIGN_OR_RETURN(Line line, Signer(identity));
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = identity.roots_pem;
  tls.pem_private_key = std::string(identity.key_pem.RevealSecret());
  tls.pem_cert_chain = identity.chain_pem;
  line.channel =
      grpc::CreateCustomChannel(options_.address.ToText(), grpc::SslCredentials(tls), Arguments(options_));
  const base::Secret wipe(std::move(tls.pem_private_key));
  base::MutexLock lock(&mu_);
  line_ = std::move(line);
  return absl::OkStatus();
}

}  // namespace enlace::client
