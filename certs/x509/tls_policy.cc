#include "certs/x509/tls_policy.h"

#include <openssl/err.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "certs/x509/certificate_builder.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"

namespace enlace::certs {
namespace {

// gRPC sets MinProtocol itself, after the defaults; it leaves Protocol alone.
constexpr char kPolicy[] = R"(enlace = enlace_modules
[enlace_modules]
ssl_conf = enlace_ssl
[enlace_ssl]
system_default = enlace_tls
[enlace_tls]
Protocol = ALL,-SSLv3,-TLSv1,-TLSv1.1,-TLSv1.2
Ciphersuites = TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256
NumTickets = 0
Options = -SessionTicket
)";

constexpr int kMaxRounds = 20;

struct Ends {
  SslCtxPtr server_context;
  SslCtxPtr client_context;
  SslPtr server;
  SslPtr client;
};

// A server as gRPC makes one: process defaults, 1.2 to 1.3 asked for.
absl::StatusOr<SslCtxPtr> MakeServerContext(const PrivateKey& key, const Certificate& certificate) {
  SslCtxPtr context(SSL_CTX_new(TLS_method()));
  if (context == nullptr || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_max_proto_version(context.get(), TLS1_3_VERSION) != 1 ||
      SSL_CTX_use_certificate(context.get(), static_cast<X509*>(certificate.native())) != 1 ||
      SSL_CTX_use_PrivateKey(context.get(), static_cast<EVP_PKEY*>(key.native())) != 1) {
    return OpensslFailure("making a TLS server");
  }
  return context;
}

// `only_tls12` makes a client that insists on the version that must fail.
absl::StatusOr<SslCtxPtr> MakeClientContext(bool only_tls12) {
  SslCtxPtr context(SSL_CTX_new(TLS_method()));
  if (context == nullptr) return OpensslFailure("making a TLS client");
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  SSL_CTX_clear_options(context.get(), SSL_OP_NO_TICKET);
  if (only_tls12) {
    SSL_CTX_clear_options(context.get(), SSL_OP_NO_TLSv1_2);
    if (SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1 ||
        SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION) != 1) {
      return OpensslFailure("making a TLS client");
    }
  }
  return context;
}

absl::StatusOr<Ends> MakeEnds(const PrivateKey& key, const Certificate& certificate, bool only_tls12) {
  Ends ends;
  ASSIGN_OR_RETURN(ends.server_context, MakeServerContext(key, certificate));
  ASSIGN_OR_RETURN(ends.client_context, MakeClientContext(only_tls12));
  ends.server.reset(SSL_new(ends.server_context.get()));
  ends.client.reset(SSL_new(ends.client_context.get()));
  BIO* server_bio = nullptr;
  BIO* client_bio = nullptr;
  if (ends.server == nullptr || ends.client == nullptr || BIO_new_bio_pair(&server_bio, 0, &client_bio, 0) != 1) {
    return OpensslFailure("connecting two TLS ends");
  }
  SSL_set_bio(ends.server.get(), server_bio, server_bio);
  SSL_set_bio(ends.client.get(), client_bio, client_bio);
  SSL_set_accept_state(ends.server.get());
  SSL_set_connect_state(ends.client.get());
  return ends;
}

// Whether both ends finish the handshake; then the client reads what follows it,
// which is where tickets would come.
bool Shake(const Ends& ends) {
  bool done = false;
  for (int i = 0; i < kMaxRounds && !done; ++i) {
    const int client = SSL_do_handshake(ends.client.get());
    const int server = SSL_do_handshake(ends.server.get());
    done = client == 1 && server == 1;
  }
  char byte = 0;
  if (done) SSL_read(ends.client.get(), &byte, 1);
  ERR_clear_error();
  return done;
}

}  // namespace

absl::Status ApplyTlsPolicy() {
  // The system's file first, so that it cannot come later and win.
  if (OPENSSL_init_ssl(OPENSSL_INIT_LOAD_CONFIG, nullptr) != 1) return OpensslFailure("starting OpenSSL");
  OPENSSL_load_builtin_modules();
  const ConfPtr conf(NCONF_new(nullptr));
  const BioPtr text = ReaderOf(kPolicy);
  long line = 0;
  if (conf == nullptr || text == nullptr || NCONF_load_bio(conf.get(), text.get(), &line) != 1) {
    return OpensslFailure("reading the TLS policy");
  }
  if (CONF_modules_load(conf.get(), "enlace", 0) != 1) return OpensslFailure("setting the TLS policy");
  return absl::OkStatus();
}

absl::Status CheckTlsPolicy() {
  ASSIGN_OR_RETURN(const PrivateKey key, PrivateKey::Generate());
  CertificateSpec spec;
  spec.profile = Profile::kTlsServer;
  spec.serial = "\x01";
  spec.common_name = "tls-policy-check";
  spec.not_before = absl::FromUnixSeconds(0);
  spec.not_after = absl::FromUnixSeconds(0) + absl::Hours(24);
  ASSIGN_OR_RETURN(const Certificate certificate, BuildCertificate(spec, key.spki_der(), key, nullptr));
  ASSIGN_OR_RETURN(const Ends modern, MakeEnds(key, certificate, false));
  if (!Shake(modern)) return base::InternalError("TLS policy check: two ends of this process cannot connect");
  if (SSL_version(modern.client.get()) != TLS1_3_VERSION) {
    return base::InternalError(absl::StrCat("TLS policy check: ", SSL_get_version(modern.client.get()),
                                            " was spoken instead of TLS 1.3"));
  }
  if (SSL_CTX_get_num_tickets(modern.server_context.get()) != 0 ||
      SSL_SESSION_is_resumable(SSL_get_session(modern.client.get())) != 0) {
    return base::InternalError("TLS policy check: the server issues session tickets");
  }
  ASSIGN_OR_RETURN(const Ends old, MakeEnds(key, certificate, true));
  if (Shake(old)) return base::InternalError("TLS policy check: TLS 1.2 is accepted");
  return absl::OkStatus();
}

}  // namespace enlace::certs
