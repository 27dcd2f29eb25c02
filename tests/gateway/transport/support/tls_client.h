// The other end of TLS for tests: OpenSSL over memory, or over a socket.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_SUPPORT_TLS_CLIENT_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_SUPPORT_TLS_CLIENT_H_

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/support/test_pki.h"

namespace enlace::transport {

struct TlsClientOptions {
  // None: no certificate is presented.
  const TestCredential* credential = nullptr;
  std::vector<std::string> alpn = {};
  int version = TLS1_3_VERSION;
  std::string groups = "X25519:P-256";
  std::string ciphersuites = "TLS_AES_128_GCM_SHA256";
};

// A client that trusts every server. Not thread-safe.
class TlsClient {
 public:
  explicit TlsClient(const TlsClientOptions& options) : context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_security_level(context_, 1);
    SSL_CTX_set_min_proto_version(context_, options.version);
    SSL_CTX_set_max_proto_version(context_, options.version);
    SSL_CTX_set1_groups_list(context_, options.groups.c_str());
    SSL_CTX_set_ciphersuites(context_, options.ciphersuites.c_str());
    if (options.credential != nullptr) Present(*options.credential);
    std::string alpn;
    for (const std::string& protocol : options.alpn) alpn += static_cast<char>(protocol.size()) + protocol;
    if (!alpn.empty()) {
      SSL_CTX_set_alpn_protos(context_, reinterpret_cast<const unsigned char*>(alpn.data()),
                              static_cast<unsigned>(alpn.size()));
    }
    ssl_ = SSL_new(context_);
    SSL_set_connect_state(ssl_);
    read_ = BIO_new(BIO_s_mem());
    write_ = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(read_, -1);
    SSL_set_bio(ssl_, read_, write_);
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  // Over a connected, blocking socket instead of memory; borrows it.
  void UseSocket(int fd) { SSL_set_fd(ssl_, fd); }

  // Takes what came from the server, appends what it says to plain(), and returns
  // what must go to the server.
  std::string Step(absl::string_view from_server) {
    BIO_write(read_, from_server.data(), static_cast<int>(from_server.size()));
    char buffer[16384];
    size_t count = 0;
    ERR_clear_error();
    int ok = 0;
    while ((ok = SSL_read_ex(ssl_, buffer, sizeof(buffer), &count)) == 1) plain_.append(buffer, count);
    Note(ok);
    return TakeOutput();
  }
  std::string Encrypt(absl::string_view plain) {
    size_t count = 0;
    SSL_write_ex(ssl_, plain.data(), plain.size(), &count);
    return TakeOutput();
  }
  std::string Shutdown() {
    SSL_shutdown(ssl_);
    return TakeOutput();
  }
  std::string UpdateKeys() {
    SSL_key_update(ssl_, SSL_KEY_UPDATE_REQUESTED);
    SSL_do_handshake(ssl_);
    return TakeOutput();
  }
  // Blocking, over a socket. False: the end or an alert.
  bool Write(absl::string_view plain) {
    size_t count = 0;
    ERR_clear_error();
    const int ok = SSL_write_ex(ssl_, plain.data(), plain.size(), &count);
    Note(ok);
    return ok == 1;
  }
  // At most `most` bytes; empty at the end.
  std::string Read(size_t most) {
    std::string bytes(most, '\0');
    size_t count = 0;
    ERR_clear_error();
    Note(SSL_read_ex(ssl_, bytes.data(), bytes.size(), &count));
    bytes.resize(count);
    return bytes;
  }

  const std::string& plain() const { return plain_; }
  bool connected() const { return SSL_is_init_finished(ssl_) == 1; }
  // The server has ended the connection with close_notify.
  bool ended() const { return ended_; }
  // The number of the alert that the server sent, or -1.
  int alert() const { return alert_; }
  std::string alpn() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_, &name, &size);
    return std::string(reinterpret_cast<const char*>(name), size);
  }
  std::string server_pem() const {
    X509* const certificate = SSL_get1_peer_certificate(ssl_);
    BIO* const memory = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(memory, certificate);
    X509_free(certificate);
    std::string pem = Take(memory);
    BIO_free(memory);
    return pem;
  }
  SSL* native() const { return ssl_; }

 private:
  void Present(const TestCredential& credential) {
    BIO* const chain =
        BIO_new_mem_buf(credential.chain_pem.data(), static_cast<int>(credential.chain_pem.size()));
    X509* const leaf = PEM_read_bio_X509(chain, nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context_, leaf);
    X509_free(leaf);
    while (X509* const issuer = PEM_read_bio_X509(chain, nullptr, nullptr, nullptr)) {
      SSL_CTX_add_extra_chain_cert(context_, issuer);
    }
    BIO_free(chain);
    BIO* const key_text =
        BIO_new_mem_buf(credential.key_pem.data(), static_cast<int>(credential.key_pem.size()));
    EVP_PKEY* const key = PEM_read_bio_PrivateKey(key_text, nullptr, nullptr, nullptr);
    SSL_CTX_use_PrivateKey(context_, key);
    EVP_PKEY_free(key);
    BIO_free(key_text);
    ERR_clear_error();
  }
  static std::string Take(BIO* memory) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    std::string bytes(data, static_cast<size_t>(size));
    (void)BIO_reset(memory);
    return bytes;
  }
  std::string TakeOutput() { return Take(write_); }
  void Note(int ok) {
    if (ok == 1) return;
    const int error = SSL_get_error(ssl_, ok);
    if (error == SSL_ERROR_ZERO_RETURN) ended_ = true;
    const int reason = ERR_GET_REASON(ERR_peek_error());
    if (error == SSL_ERROR_SSL && reason > SSL_AD_REASON_OFFSET) alert_ = reason - SSL_AD_REASON_OFFSET;
    ERR_clear_error();
  }

  SSL_CTX* const context_;
  SSL* ssl_ = nullptr;
  BIO* read_ = nullptr;
  BIO* write_ = nullptr;
  std::string plain_;
  bool ended_ = false;
  int alert_ = -1;
};

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_SUPPORT_TLS_CLIENT_H_
