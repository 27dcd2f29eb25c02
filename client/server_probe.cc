#include "client/server_probe.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace enlace::client {
namespace {

using std::chrono::steady_clock;

struct AddressListFree {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};
using AddressList = std::unique_ptr<addrinfo, AddressListFree>;

struct SslContextFree {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct SslFree {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Socket& operator=(Socket&&) = delete;
  ~Socket() {
    if (fd_ >= 0) close(fd_);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

// Waits until the socket is ready for `events`; false at the deadline.
bool WaitFor(int fd, short events, steady_clock::time_point end) {
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd entry{fd, events, 0};
    const int ready = poll(&entry, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

absl::StatusOr<AddressList> Resolve(const Address& address) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int failed = getaddrinfo(address.host.c_str(), absl::StrCat(address.port).c_str(), &hints, &list);
  if (failed != 0) return absl::NotFoundError(gai_strerror(failed));
  return AddressList(list);
}

absl::StatusOr<Socket> Connect(const addrinfo& target, absl::Duration timeout) {
  Socket socket(
      ::socket(target.ai_family, target.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, target.ai_protocol));
  if (socket.fd() < 0) return absl::UnavailableError(std::strerror(errno));
  const auto end = steady_clock::now() + absl::ToChronoMilliseconds(timeout);
  if (connect(socket.fd(), target.ai_addr, target.ai_addrlen) != 0) {
    if (errno != EINPROGRESS) return absl::UnavailableError(std::strerror(errno));
    if (!WaitFor(socket.fd(), POLLOUT, end)) return absl::DeadlineExceededError("no answer");
    int error = 0;
    socklen_t size = sizeof(error);
    getsockopt(socket.fd(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return absl::UnavailableError(std::strerror(error));
  }
  return socket;
}

std::string OpensslText() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (code == 0) return "the other side hung up";
  const char* reason = ERR_reason_error_string(code);
  return reason == nullptr ? "unknown TLS error" : reason;
}

absl::Status Handshake(SSL* ssl, int fd, absl::Duration timeout) {
  const auto end = steady_clock::now() + absl::ToChronoMilliseconds(timeout);
  for (;;) {
    ERR_clear_error();
    const int done = SSL_connect(ssl);
    if (done == 1) return absl::OkStatus();
    const int error = SSL_get_error(ssl, done);
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
      return absl::UnavailableError(OpensslText());
    if (!WaitFor(fd, error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, end)) {
      return absl::DeadlineExceededError("no answer to the handshake");
    }
  }
}

std::vector<certs::Certificate> PresentedChain(const SSL* ssl) {
  std::vector<certs::Certificate> chain;
  STACK_OF(X509)* const presented = SSL_get_peer_cert_chain(ssl);
  for (int i = 0; presented != nullptr && i < sk_X509_num(presented); ++i) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(sk_X509_value(presented, i), &der);
    if (size <= 0) continue;
    auto certificate = certs::Certificate::FromDer(absl::string_view(reinterpret_cast<char*>(der), size));
    OPENSSL_free(der);
    if (certificate.ok()) chain.push_back(*std::move(certificate));
  }
  return chain;
}

void ProbeTls(const Socket& socket, const std::string& host, absl::Duration timeout, ServerProbe* probe) {
  const std::unique_ptr<SSL_CTX, SslContextFree> context(SSL_CTX_new(TLS_client_method()));
  const std::unique_ptr<SSL, SslFree> ssl(context == nullptr ? nullptr : SSL_new(context.get()));
  if (ssl == nullptr) {
    probe->tls = absl::InternalError(OpensslText());
    return;
  }
  // Everything is looked at, nothing is trusted: the caller verifies the chain.
  SSL_set_verify(ssl.get(), SSL_VERIFY_NONE, nullptr);
  static constexpr unsigned char kHttp2[] = {2, 'h', '2'};
  SSL_set_alpn_protos(ssl.get(), kHttp2, sizeof(kHttp2));
  SSL_set_fd(ssl.get(), socket.fd());
  in6_addr ignored{};
  const bool is_ip =
      inet_pton(AF_INET, host.c_str(), &ignored) == 1 || inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
  if (!is_ip) SSL_set_tlsext_host_name(ssl.get(), host.c_str());
  probe->tls = Handshake(ssl.get(), socket.fd(), timeout);
  if (!probe->tls.ok()) return;
  probe->tls_version = SSL_get_version(ssl.get());
  probe->chain = PresentedChain(ssl.get());
  if (SSL_version(ssl.get()) != TLS1_3_VERSION) {
    probe->tls =
        absl::FailedPreconditionError(absl::StrCat("it speaks ", probe->tls_version, ", not TLS 1.3"));
  }
}

}  // namespace

ServerProbe ProbeServer(const Address& address, const std::string& server_name, absl::Duration timeout) {
  const absl::Status unreached = absl::CancelledError("not reached");
  ServerProbe probe{absl::OkStatus(), unreached, unreached, "", {}};
  const auto targets = Resolve(address);
  probe.name = targets.status();
  if (!targets.ok()) return probe;
  for (const addrinfo* target = targets->get(); target != nullptr; target = target->ai_next) {
    const auto socket = Connect(*target, timeout);
    probe.tcp = socket.status();
    if (!socket.ok()) continue;
    ProbeTls(*socket, server_name.empty() ? address.host : server_name, timeout, &probe);
    break;
  }
  return probe;
}

bool CertificateNames(const certs::Certificate& certificate, const std::string& name) {
  for (const std::string& own : certificate.names()) {
    if (absl::EqualsIgnoreCase(own, name)) return true;
  }
  return false;
}

}  // namespace enlace::client
