#include "gateway/transport/tls/server_tls.h"

#include <openssl/err.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/x509/peer_check.h"
#include "gateway/base/errors.h"
#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/tls/tls_files.h"

namespace enlace::transport {
namespace {

// X25519 first: it costs the least. The peer's order does not count.
constexpr char kGroups[] = "X25519:P-256";
constexpr char kCiphersuites[] = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
// A leaf and a few issuers; OpenSSL's own limit is 100 KiB.
constexpr long kMaxPeerChainBytes = 16 << 10;

struct ContextFree {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using ContextPtr = std::unique_ptr<SSL_CTX, ContextFree>;

// OpenSSL's first word on what went wrong; empties this thread's queue.
std::string TakeProblem() {
  const char* const words = ERR_reason_error_string(ERR_peek_error());
  ERR_clear_error();
  return words != nullptr ? words : "no detail";
}

bool SetRules(SSL_CTX* context) {
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  // What an idle connection would hold for its next record; and no search for
  // issuers in each handshake, since the file has the whole chain.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
  SSL_CTX_set_max_cert_list(context, kMaxPeerChainBytes);
  return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set1_groups_list(context, kGroups) == 1 &&
         SSL_CTX_set_ciphersuites(context, kCiphersuites) == 1 && SSL_CTX_set_num_tickets(context, 0) == 1 &&
         SSL_CTX_set_max_early_data(context, 0) == 1 && SSL_CTX_set_recv_max_early_data(context, 0) == 1;
}

}  // namespace

ServerTls::ServerTls(ServerTlsOptions options, PeerCheck check)
    : options_(std::move(options)), check_(std::move(check)) {}

absl::StatusOr<std::unique_ptr<ServerTls>> ServerTls::New(ServerTlsOptions options, PeerCheck check) {
  if (options.ask_certificate && check == nullptr) {
    return absl::InvalidArgumentError("a port that asks for certificates needs somebody to judge them");
  }
  std::unique_ptr<ServerTls> tls(new ServerTls(std::move(options), std::move(check)));
  RETURN_IF_ERROR(tls->Reload());
  return tls;
}

ServerTls::~ServerTls() { SSL_CTX_free(context_); }

absl::StatusOr<SSL_CTX*> ServerTls::Load() const {
  RETURN_IF_ERROR(CheckTlsFiles(options_.folder));
  ERR_clear_error();
  ContextPtr context(SSL_CTX_new(TLS_server_method()));
  if (context == nullptr || !SetRules(context.get())) {
    return base::InternalError(absl::StrCat("setting the rules of TLS: ", TakeProblem()));
  }
  if (SSL_CTX_use_certificate_chain_file(context.get(), TlsChainPath(options_.folder).c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), TlsKeyPath(options_.folder).c_str(), SSL_FILETYPE_PEM) !=
          1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    // The files were good a moment ago: they are being replaced.
    return absl::InvalidArgumentError(
        absl::StrCat(options_.folder, ": cannot take the pair: ", TakeProblem()));
  }
  SSL_CTX_set_alpn_select_cb(context.get(), &TlsStream::SelectAlpn, nullptr);
  if (options_.ask_certificate) {
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    certs::CheckPeersBy(context.get(), &TlsStream::Check);
  }
  return context.release();
}

absl::StatusOr<std::unique_ptr<TlsStream>> ServerTls::Accept() {
  SSL* ssl = nullptr;
  {
    base::MutexLock lock(&mu_);
    ssl = SSL_new(context_);
  }
  if (ssl == nullptr) return absl::ResourceExhaustedError(TakeProblem());
  return std::make_unique<TlsStream>(ssl, options_.ask_certificate ? &check_ : nullptr,
                                     options_.refuse_by_alert);
}

absl::Status ServerTls::Reload() {
  const Seen seen = Look();  // Before the files are read: a later change is seen.
  ASSIGN_OR_RETURN(SSL_CTX * loaded, Load());
  {
    base::MutexLock lock(&mu_);
    std::swap(context_, loaded);
    in_force_ = seen;
    logged_problem_.clear();
  }
  SSL_CTX_free(loaded);
  return absl::OkStatus();
}

ServerTls::Seen ServerTls::Look() const {
  const auto mark = [](const std::string& path) {
    struct stat info {};
    if (stat(path.c_str(), &info) != 0) return Seen::Mark{};
    return Seen::Mark{info.st_ino, info.st_size,
                      info.st_mtim.tv_sec * int64_t{1000000000} + info.st_mtim.tv_nsec};
  };
  return {mark(TlsKeyPath(options_.folder)), mark(TlsChainPath(options_.folder))};
}

void ServerTls::ReloadIfChanged() {
  const Seen seen = Look();
  {
    base::MutexLock lock(&mu_);
    if (seen == in_force_) return;
  }
  const absl::Status reloaded = Reload();
  if (reloaded.ok()) {
    base::Log(base::LogLevel::kInfo, "tls.certificate_reloaded", {{"folder", options_.folder}});
    return;
  }
  const std::string problem(reloaded.message());
  {
    base::MutexLock lock(&mu_);
    if (std::exchange(logged_problem_, problem) == problem) return;
  }
  base::Log(base::LogLevel::kError, "tls.certificate_not_reloaded",
            {{"folder", options_.folder}, {"problem", problem}, {"in_force", "the one before"}});
}

}  // namespace enlace::transport
