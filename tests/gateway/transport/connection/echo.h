// A session that sends back what comes, an application of such sessions, and a
// client's socket, for the tests of this folder.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_CONNECTION_ECHO_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_CONNECTION_ECHO_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "gateway/base/clock.h"
#include "gateway/base/mutex.h"
#include "gateway/transport/connection/port.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {

// Words that it knows: "bad" ends the connection, "more" is answered without end,
// "hold" opens an exchange that never ends.
class EchoSession final : public Session {
 public:
  explicit EchoSession(char mark) {
    out_ = std::string(1, mark);
    ++alive_;
  }
  ~EchoSession() override { --alive_; }
  bool Input(absl::string_view bytes, SteadyTime now) override {
    in_turn_ = now == turn_ ? in_turn_ + bytes.size() : bytes.size();
    turn_ = now;
    most_in_turn_ = std::max(most_in_turn_.load(), in_turn_);
    out_.append(bytes.data(), bytes.size());
    endless_ = endless_ || absl::StrContains(bytes, "more");
    open_ = open_ || absl::StrContains(bytes, "hold");
    if (!absl::StrContains(bytes, "bad")) return true;
    why_ = "bad word";
    out_ += "|sorry";
    return false;
  }
  void Output(size_t at_most, std::string* out) override {
    if (endless_) out_.resize(std::max(out_.size(), at_most), '.');
    largest_ = std::max(largest_.load(), out_.size());
    out->append(std::exchange(out_, {}));
  }
  void Tick(SteadyTime) override {}
  void Drain() override {
    draining_ = true;
    out_ += "|bye";
  }
  bool done() const override { return draining_ && !open_; }
  size_t open() const override { return open_ ? 1 : 0; }
  absl::string_view why_closed() const override { return why_; }
  // Bytes pulled at once, at most, of all sessions.
  static inline std::atomic<size_t> largest_{0};
  static inline std::atomic<int> alive_{0};
  // Bytes that one session was given in one turn, at most.
  static inline std::atomic<size_t> most_in_turn_{0};

 private:
  SteadyTime turn_;
  size_t in_turn_ = 0;
  std::string out_;
  std::string why_;
  bool endless_ = false;
  bool open_ = false;
  bool draining_ = false;
};

class NoExchanges final : public ExchangeFactory {
 public:
  std::unique_ptr<Exchange> Begin(const RequestHead&, Responder*) override { return nullptr; }
};

class EchoApplication final : public Application {
 public:
  absl::Status CheckPeer(absl::string_view leaf_pem) override {
    base::MutexLock lock(&mu_);
    return verdict_;
  }
  std::unique_ptr<ExchangeFactory> Welcome(const PeerInfo& peer, Loop* loop,
                                           Connection* connection) override {
    EXPECT_TRUE(loop->OnLoop());
    std::function<void(const PeerInfo&, Connection*)> welcome;
    {
      base::MutexLock lock(&mu_);
      last_ = peer;
      welcome = welcome_;
    }
    if (welcome != nullptr) welcome(peer, connection);
    return std::make_unique<NoExchanges>();
  }
  void Refuse(absl::Status verdict) {
    base::MutexLock lock(&mu_);
    verdict_ = std::move(verdict);
  }
  void OnWelcome(std::function<void(const PeerInfo&, Connection*)> welcome) {
    base::MutexLock lock(&mu_);
    welcome_ = std::move(welcome);
  }
  PeerInfo last() const {
    base::MutexLock lock(&mu_);
    return last_;
  }

 private:
  mutable base::Mutex mu_;
  absl::Status verdict_ ABSL_GUARDED_BY(mu_);
  PeerInfo last_ ABSL_GUARDED_BY(mu_);
  std::function<void(const PeerInfo&, Connection*)> welcome_ ABSL_GUARDED_BY(mu_);
};

// A blocking client socket on loopback.
class ClientSocket {
 public:
  explicit ClientSocket(int port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) == 0;
  }
  ~ClientSocket() { close(fd_); }
  ClientSocket(const ClientSocket&) = delete;
  ClientSocket& operator=(const ClientSocket&) = delete;

  int fd() const { return fd_; }
  bool connected() const { return connected_; }
  void Write(absl::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return;
      bytes.remove_prefix(static_cast<size_t>(count));
    }
  }
  // Waits for exactly `size` bytes; fewer at the end of the connection.
  std::string Read(size_t size) {
    std::string bytes(size, '\0');
    size_t have = 0;
    while (have < size) {
      const ssize_t count = recv(fd_, bytes.data() + have, size - have, 0);
      if (count <= 0) break;
      have += static_cast<size_t>(count);
    }
    bytes.resize(have);
    return bytes;
  }
  // All until the end.
  std::string ReadAll() {
    std::string all;
    for (std::string part = Read(1); !part.empty(); part = Read(1)) all += part;
    return all;
  }

 private:
  const int fd_;
  bool connected_ = false;
};

inline PortOptions EchoOptions() {
  PortOptions options;
  options.loops = 2;
  options.connections.http2 = [](SessionHost*, ExchangeFactory*) {
    return std::make_unique<EchoSession>('2');
  };
  options.connections.http1 = [](SessionHost*, ExchangeFactory*) {
    return std::make_unique<EchoSession>('1');
  };
  return options;
}

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_CONNECTION_ECHO_H_
