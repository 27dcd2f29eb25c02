// Connections by plain OpenSSL: full handshakes, and idle ones.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "bench/load_options.h"
#include "bench/server_process.h"

namespace enlace::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using X509Ptr = std::unique_ptr<X509, decltype(&X509_free)>;

// Connections that are there before what is measured: what a server allocates
// once is not counted.
constexpr int kEarlierConnections = 50;

// HTTP/2 (RFC 9113): the preface with empty SETTINGS, and two more frames.
constexpr char kPreface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
constexpr char kSettingsAck[] = "\0\0\0\4\1\0\0\0\0";
constexpr char kPing[] = "\0\0\x08\6\0\0\0\0\0enlaceok";
constexpr unsigned char kSettingsType = 4, kPingType = 6, kAckFlag = 1;
constexpr size_t kFrameHeadBytes = 9;

[[noreturn]] void Broken(const char* what) {
  std::fprintf(stderr, "bench_load: %s\n", what);
  ERR_print_errors_fp(stderr);
  std::exit(1);
}

Context NewContext(const LoadOptions& options) {
  Context context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
  // Each handshake is a full one: nothing is kept to resume from.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  const unsigned char h2[] = {2, 'h', '2'};
  if (SSL_CTX_load_verify_locations(context.get(), options.authority.c_str(), nullptr) != 1 ||
      SSL_CTX_use_certificate_chain_file(context.get(), options.certificate.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), options.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_set_alpn_protos(context.get(), h2, sizeof(h2)) != 0) {
    Broken("a certificate file cannot be used");
  }
  return context;
}

// Certificates for the key in `context`, each with a serial of its own: what no
// server can have seen before.
std::vector<X509Ptr> NewCertificates(const LoadOptions& options, SSL_CTX* context) {
  std::FILE* const file = std::fopen(options.authority_key.c_str(), "r");
  EVP_PKEY* const key = file == nullptr ? nullptr : PEM_read_PrivateKey(file, nullptr, nullptr, nullptr);
  if (key == nullptr) Broken("the authority's key cannot be used");
  std::fclose(file);
  std::vector<X509Ptr> certificates;
  for (int i = 0; i < options.count; ++i) {
    X509Ptr certificate(X509_dup(SSL_CTX_get0_certificate(context)), X509_free);
    if (ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1000 + i) != 1 ||
        X509_sign(certificate.get(), key, EVP_sha256()) <= 0) {
      Broken("a certificate cannot be made");
    }
    certificates.push_back(std::move(certificate));
  }
  EVP_PKEY_free(key);
  return certificates;
}

class Connection {
 public:
  // Shakes hands, with `certificate` if not nullptr, and says the preface.
  Connection(SSL_CTX* context, int port, X509* certificate = nullptr)
      : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), tls_(SSL_new(context)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
      Broken("cannot connect");
    SSL_set_fd(tls_, socket_);
    if (certificate != nullptr && SSL_use_certificate(tls_, certificate) != 1)
      Broken("a certificate does not fit");
    if (SSL_connect(tls_) != 1) Broken("the handshake failed");
    Write({kPreface, sizeof(kPreface) - 1});
  }
  ~Connection() {
    SSL_shutdown(tls_);
    SSL_free(tls_);
    close(socket_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Under TLS 1.3 the client has done its part before the server has looked at
  // its certificate; only the server's first frame says that it let it in.
  void AwaitSettings() {
    while (!AtFrame(kSettingsType, 0)) SkipFrame();
    SkipFrame();
  }
  // Nothing of the beginning is left to do at the server.
  void Settle() {
    AwaitSettings();
    Write({kSettingsAck, sizeof(kSettingsAck) - 1});
    Write({kPing, sizeof(kPing) - 1});
    while (!AtFrame(kPingType, kAckFlag)) SkipFrame();
    SkipFrame();
  }

 private:
  void Write(const std::string& bytes) {
    if (SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())) <= 0)
      Broken("the server takes nothing");
  }
  void Need(size_t n) {
    char part[4096];
    while (input_.size() < n) {
      const int got = SSL_read(tls_, part, sizeof(part));
      if (got <= 0) Broken("the server closed the connection");
      input_.append(part, static_cast<size_t>(got));
    }
  }
  unsigned char At(size_t i) const { return static_cast<unsigned char>(input_[i]); }
  bool AtFrame(unsigned char type, unsigned char flags) {
    Need(kFrameHeadBytes);
    return At(3) == type && At(4) == flags;
  }
  void SkipFrame() {
    const size_t length = kFrameHeadBytes + (At(0) << 16 | At(1) << 8 | At(2));
    Need(length);
    input_.erase(0, length);
  }

  const int socket_;
  SSL* const tls_;
  std::string input_;
};

}  // namespace

Measured HandshakeLoad(const LoadOptions& options) {
  const Context context = NewContext(options);
  std::vector<X509Ptr> certificates;
  if (!options.authority_key.empty()) certificates = NewCertificates(options, context.get());
  for (int i = 0; i < std::max(1, options.count / 10); ++i) {
    Connection(context.get(), options.port).AwaitSettings();
  }
  Measured measured;
  const int64_t cpu_before = CpuNanoseconds(options.processes);
  const auto begin = Clock::now();
  for (int i = 0; i < options.count; ++i) {
    X509* const certificate = certificates.empty() ? nullptr : certificates[i].get();
    Connection(context.get(), options.port, certificate).AwaitSettings();
  }
  measured.count = options.count;
  measured.cpu_nanoseconds = CpuNanoseconds(options.processes) - cpu_before;
  measured.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  measured.resident_kib = ResidentKib(options.processes);
  return measured;
}

Measured IdleLoad(const LoadOptions& options) {
  const Context context = NewContext(options);
  std::vector<std::unique_ptr<Connection>> connections;
  const auto open = [&](int n) {
    for (int i = 0; i < n; ++i) {
      connections.push_back(std::make_unique<Connection>(context.get(), options.port));
      connections.back()->Settle();
    }
  };
  open(kEarlierConnections);
  Measured measured;
  const int64_t before = ResidentKib(options.processes);
  const int64_t cpu_before = CpuNanoseconds(options.processes);
  const auto begin = Clock::now();
  open(options.connections);
  measured.count = options.connections;
  measured.resident_kib = ResidentKib(options.processes) - before;
  measured.cpu_nanoseconds = CpuNanoseconds(options.processes) - cpu_before;
  measured.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  // The program ends without saying goodbye to each.
  for (auto& connection : connections) connection.release();
  return measured;
}

}  // namespace enlace::bench
