#include "tests/revocation/tls_client.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"

namespace enlace::revocation {
namespace {

template <typename T, void (*kFree)(T*)>
struct Free {
  void operator()(T* object) const { kFree(object); }
};
using ContextPtr = std::unique_ptr<SSL_CTX, Free<SSL_CTX, SSL_CTX_free>>;
using SessionPtr = std::unique_ptr<SSL_SESSION, Free<SSL_SESSION, SSL_SESSION_free>>;
using BioPtr = std::unique_ptr<BIO, Free<BIO, BIO_free_all>>;

BioPtr Memory(absl::string_view text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

bool UseIdentity(SSL_CTX* context, const client::TlsIdentity& identity) {
  const BioPtr key_bio = Memory(identity.key_pem.RevealSecret());
  EVP_PKEY* const key = PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr);
  const BioPtr chain = Memory(identity.chain_pem);
  X509* const leaf = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr);
  bool good = key != nullptr && leaf != nullptr && SSL_CTX_use_certificate(context, leaf) == 1 &&
              SSL_CTX_use_PrivateKey(context, key) == 1;
  while (good) {
    X509* const above = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr);
    if (above == nullptr) break;
    good = SSL_CTX_add_extra_chain_cert(context, above) == 1;
  }
  X509_free(leaf);
  EVP_PKEY_free(key);
  return good;
}

}  // namespace

struct TlsClient::Impl {
  std::string address;
  ContextPtr context;
  SessionPtr last;
};

TlsClient::TlsClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsClient::~TlsClient() = default;

absl::StatusOr<std::unique_ptr<TlsClient>> TlsClient::New(const client::Address& address,
                                                          const client::TlsIdentity& identity) {
  auto impl = std::make_unique<Impl>();
  impl->address = address.ToText();
  impl->context.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_session_cache_mode(impl->context.get(), SSL_SESS_CACHE_CLIENT);
  // Whom it talks to is the other clients' business: it only tries to be let in.
  SSL_CTX_set_verify(impl->context.get(), SSL_VERIFY_NONE, nullptr);
  if (!UseIdentity(impl->context.get(), identity)) return absl::InvalidArgumentError("the identity");
  return std::unique_ptr<TlsClient>(new TlsClient(std::move(impl)));
}

absl::StatusOr<Handshake> TlsClient::Connect() {
  const BioPtr bio(BIO_new_ssl_connect(impl_->context.get()));
  SSL* ssl = nullptr;
  BIO_get_ssl(bio.get(), &ssl);
  if (ssl == nullptr) return absl::UnavailableError("no TLS");
  BIO_set_conn_hostname(bio.get(), impl_->address.c_str());
  if (impl_->last != nullptr) SSL_set_session(ssl, impl_->last.get());
  if (BIO_do_connect(bio.get()) <= 0) return absl::UnavailableError("no connection");
  if (BIO_do_handshake(bio.get()) <= 0) return absl::UnavailableError("the handshake failed");
  Handshake out;
  out.resumed = SSL_session_reused(ssl) == 1;
  // A refusal comes after our last message of the handshake; tickets come there too.
  const std::string request = absl::StrCat("GET / HTTP/1.1\r\nHost: ", impl_->address, "\r\n\r\n");
  BIO_write(bio.get(), request.data(), static_cast<int>(request.size()));
  char answer[512];
  out.served = BIO_read(bio.get(), answer, sizeof answer) > 0;
  impl_->last.reset(SSL_get1_session(ssl));
  out.resumable = impl_->last != nullptr && SSL_SESSION_is_resumable(impl_->last.get()) == 1;
  return out;
}

}  // namespace enlace::revocation
