#include "client/server_probe.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/name_lookup.h"
#include "gateway/base/http_date.h"

namespace enlace::client {
namespace {

using std::chrono::steady_clock;

// An answer that says the time takes a few hundred bytes.
constexpr size_t kMaxAnswer = 8 << 10;

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

// A peer that hangs up ends a write, not this process: OpenSSL writes without
// MSG_NOSIGNAL. For the calling thread, as long as it lives.
class NoBrokenPipe {
 public:
  NoBrokenPipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  NoBrokenPipe(const NoBrokenPipe&) = delete;
  NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;
  ~NoBrokenPipe() {
    const timespec at_once{};
    while (sigtimedwait(&pipe_, nullptr, &at_once) == SIGPIPE) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_;
  sigset_t before_;
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

absl::Status OpensslProblem() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (code == 0) return absl::UnavailableError("the other side hung up");
  const char* const words = ERR_reason_error_string(code);
  const std::string text = words == nullptr ? "unknown TLS error" : words;
  if (ERR_GET_LIB(code) != ERR_LIB_SSL) return absl::UnavailableError(text);
  switch (ERR_GET_REASON(code)) {
    // The first bytes were no record of TLS.
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_BAD_RECORD_TYPE:
      return absl::InvalidArgumentError(absl::StrCat("what answers speaks no TLS: ", text));
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      return absl::FailedPreconditionError(absl::StrCat("it does not speak TLS 1.3: ", text));
    default:
      return absl::UnavailableError(text);
  }
}

absl::Status Handshake(SSL* ssl, int fd, steady_clock::time_point end) {
  for (;;) {
    ERR_clear_error();
    const int done = SSL_connect(ssl);
    if (done == 1) return absl::OkStatus();
    const int error = SSL_get_error(ssl, done);
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) return OpensslProblem();
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

// A TLS connection that offers one protocol and trusts whatever it is shown: the
// caller verifies the chain.
class Talk {
 public:
  Talk(const Socket& socket, const std::string& host, absl::string_view protocol) : fd_(socket.fd()) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (context_ == nullptr) return;
    // The process's policy would not let us see which older version there is.
    SSL_CTX_clear_options(context_.get(), SSL_OP_NO_TLSv1_2);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(context_.get(), TLS1_3_VERSION);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_NONE, nullptr);
    SSL_CTX_set_client_cert_cb(context_.get(), &NoteQuestion);
    ssl_.reset(SSL_new(context_.get()));
    if (ssl_ == nullptr) return;
    SSL_set_app_data(ssl_.get(), this);
    const std::string list = absl::StrCat(std::string(1, static_cast<char>(protocol.size())), protocol);
    SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(list.data()),
                        static_cast<unsigned>(list.size()));
    SSL_set_fd(ssl_.get(), fd_);
    in6_addr ignored{};
    const bool is_ip =
        inet_pton(AF_INET, host.c_str(), &ignored) == 1 || inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
    if (!is_ip) SSL_set_tlsext_host_name(ssl_.get(), host.c_str());
  }
  Talk(const Talk&) = delete;
  Talk& operator=(const Talk&) = delete;

  absl::Status Begin(steady_clock::time_point end) {
    return ssl_ == nullptr ? OpensslProblem() : Handshake(ssl_.get(), fd_, end);
  }
  // What comes in answer to `request` until the other side ends, `limit` bytes are
  // there or it is too late.
  std::string Ask(absl::string_view request, size_t limit, steady_clock::time_point end) {
    std::string answer;
    if (SSL_write(ssl_.get(), request.data(), static_cast<int>(request.size())) <= 0) return answer;
    char buffer[2048];
    while (answer.size() < limit) {
      ERR_clear_error();
      const int count = SSL_read(ssl_.get(), buffer, sizeof(buffer));
      if (count > 0) {
        answer.append(buffer, static_cast<size_t>(count));
        continue;
      }
      if (SSL_get_error(ssl_.get(), count) != SSL_ERROR_WANT_READ || !WaitFor(fd_, POLLIN, end)) break;
    }
    ERR_clear_error();
    return answer;
  }
  bool Chose(absl::string_view protocol) const {
    const unsigned char* chosen = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &chosen, &size);
    return protocol == absl::string_view(reinterpret_cast<const char*>(chosen), size);
  }
  bool asked() const { return asked_; }
  const SSL* ssl() const { return ssl_.get(); }

 private:
  static int NoteQuestion(SSL* ssl, X509**, EVP_PKEY**) {
    static_cast<Talk*>(SSL_get_app_data(ssl))->asked_ = true;
    return 0;
  }

  const int fd_;
  std::unique_ptr<SSL_CTX, SslContextFree> context_;
  std::unique_ptr<SSL, SslFree> ssl_;
  bool asked_ = false;
};

void ProbeTls(const Socket& socket, const std::string& host, absl::Duration timeout, ServerProbe* probe) {
  Talk talk(socket, host, "h2");
  probe->tls = talk.Begin(steady_clock::now() + absl::ToChronoMilliseconds(timeout));
  if (!probe->tls.ok()) return;
  probe->tls_version = SSL_get_version(talk.ssl());
  probe->chain = PresentedChain(talk.ssl());
  probe->http2 = talk.Chose("h2");
  probe->asks_certificate = talk.asked();
  if (SSL_version(talk.ssl()) != TLS1_3_VERSION) {
    probe->tls =
        absl::FailedPreconditionError(absl::StrCat("it speaks ", probe->tls_version, ", not TLS 1.3"));
  }
}

absl::optional<absl::Duration> AskTime(const addrinfo& target, const std::string& host,
                                       absl::Duration timeout, const base::Clock& clock) {
  const auto socket = Connect(target, timeout);
  if (!socket.ok()) return absl::nullopt;
  const auto end = steady_clock::now() + absl::ToChronoMilliseconds(timeout);
  Talk talk(*socket, host, "http/1.1");
  if (!talk.Begin(end).ok() || !talk.Chose("http/1.1")) return absl::nullopt;
  const absl::Time asked_at = clock.Now();
  const std::string answer =
      talk.Ask("GET / HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n", kMaxAnswer, end);
  const absl::Time answered_at = clock.Now();
  const absl::optional<absl::Time> date = base::DateOfAnswer(answer);
  if (!date.has_value()) return absl::nullopt;
  // It was told between the two, and then cut to the second.
  if (asked_at > *date + absl::Seconds(1)) return absl::Trunc(asked_at - *date, absl::Seconds(1));
  if (answered_at < *date) return absl::Trunc(answered_at - *date, absl::Seconds(1));
  return absl::ZeroDuration();
}

}  // namespace

ServerProbe ProbeServer(const Address& address, const std::string& server_name, absl::Duration timeout,
                        const base::Clock& clock) {
  const NoBrokenPipe quiet;
  const absl::Status unreached = absl::CancelledError("not reached");
  ServerProbe probe;
  probe.tcp = probe.tls = unreached;
  const auto targets = LookUp(address.host, address.port);
  probe.name = targets.status();
  if (!targets.ok()) return probe;
  const std::string& host = server_name.empty() ? address.host : server_name;
  for (const addrinfo* target = targets->get(); target != nullptr; target = target->ai_next) {
    const auto socket = Connect(*target, timeout);
    probe.tcp = socket.status();
    if (!socket.ok()) continue;
    ProbeTls(*socket, host, timeout, &probe);
    if (probe.tls.ok() && probe.http2) probe.clock_ahead = AskTime(*target, host, timeout, clock);
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
