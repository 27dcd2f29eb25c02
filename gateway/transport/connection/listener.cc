#include "gateway/transport/connection/listener.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/log.h"

namespace enlace::transport {
namespace {

constexpr int kBacklog = 1024;
// Connections taken in one turn.
constexpr int kMaxAccepts = 16;
// How long to wait when the kernel has no memory, or the reserve is gone.
constexpr absl::Duration kPause = absl::Milliseconds(100);

bool Parse(const std::string& address, int port, sockaddr_storage* out, socklen_t* size) {
  std::memset(out, 0, sizeof(*out));
  auto* const v4 = reinterpret_cast<sockaddr_in*>(out);
  if (inet_pton(AF_INET, address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(static_cast<uint16_t>(port));
    *size = sizeof(*v4);
    return true;
  }
  auto* const v6 = reinterpret_cast<sockaddr_in6*>(out);
  if (inet_pton(AF_INET6, address.c_str(), &v6->sin6_addr) != 1) return false;
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(static_cast<uint16_t>(port));
  *size = sizeof(*v6);
  return true;
}

int PortOf(int fd) {
  sockaddr_storage bound{};
  socklen_t size = sizeof(bound);
  getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size);
  // The port stands at the same place in both.
  return ntohs(reinterpret_cast<const sockaddr_in*>(&bound)->sin_port);
}

std::string TextOf(absl::string_view address, int port) {
  return absl::StrContains(address, ':') ? absl::StrCat("[", address, "]:", port) : absl::StrCat(address, ":", port);
}

absl::string_view RemedyFor(int error) {
  switch (error) {
    case EADDRINUSE: return "; end the other process, or choose another port";
    case EADDRNOTAVAIL: return "; choose an address of this machine";
    case EACCES: return "; choose a port of 1024 or more, or give the process CAP_NET_BIND_SERVICE";
    default: return "";
  }
}

int OpenReserve() { return open("/dev/null", O_RDONLY | O_CLOEXEC); }

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> Listener::New(absl::string_view address, int port, EventLoop* loop,
                                                        Accepted accepted) {
  sockaddr_storage where;
  socklen_t size = 0;
  if (!Parse(std::string(address), port, &where, &size)) {
    return absl::InvalidArgumentError(absl::StrCat("cannot listen on ", address, ": not an IP address"));
  }
  const int fd = socket(where.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return absl::ResourceExhaustedError(absl::StrCat("socket: ", std::strerror(errno)));
  const int on = 1;
  // REUSEADDR for a restart while old connections linger. Not REUSEPORT: two
  // gateways on one port would share the connections between them. Accepted
  // sockets inherit NODELAY, which saves a call for each.
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (bind(fd, reinterpret_cast<const sockaddr*>(&where), size) != 0 || listen(fd, kBacklog) != 0) {
    const int error = errno;
    close(fd);
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", TextOf(address, port), ": ", std::strerror(error), RemedyFor(error)));
  }
  return std::unique_ptr<Listener>(new Listener(loop, fd, PortOf(fd), std::move(accepted)));
}

Listener::Listener(EventLoop* loop, int fd, int port, Accepted accepted)
    : loop_(loop),
      fd_(fd),
      port_(port),
      reserve_(OpenReserve()),
      accepted_(std::move(accepted)),
      resume_([this] { loop_->Modify(fd_, EPOLLIN, this); }) {}

Listener::~Listener() { Stop(); }

absl::Status Listener::Start() {
  const absl::Status added = loop_->Add(fd_, EPOLLIN, this);
  watched_ = added.ok();
  return added;
}

void Listener::Stop() {
  if (fd_ < 0) return;
  resume_.Disarm();
  if (watched_) loop_->Remove(fd_, this);
  close(std::exchange(fd_, -1));
  if (reserve_ >= 0) close(std::exchange(reserve_, -1));
}

void Listener::OnReady(uint32_t) {
  for (int i = 0; i < kMaxAccepts && fd_ >= 0; ++i) {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    const int fd = accept4(fd_, reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      accepted_(fd, PeerAddressOf(address));
      continue;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) return;
    if (errno == ENOBUFS || errno == ENOMEM) return Pause();
    if (errno == EMFILE || errno == ENFILE) {
      if (reserve_ < 0) reserve_ = OpenReserve();
      if (reserve_ < 0) return Pause();
      // Without a descriptor the kernel does not even say that the queue is empty.
      if (!TurnAway()) return;
    }
    // Whatever else is about the one connection that went before we took it.
  }
}

bool Listener::TurnAway() {
  close(reserve_);
  const int fd = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
  if (fd >= 0) close(fd);
  reserve_ = OpenReserve();
  return fd >= 0;
}

void Listener::Pause() {
  base::Log(base::LogLevel::kWarning, "listener_paused", {{"problem", "no descriptor or memory is left"}});
  loop_->Modify(fd_, 0, this);
  loop_->Arm(&resume_, kPause);
}

}  // namespace enlace::transport
