#include "gateway/transport/connection/socket_connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace enlace::transport {
namespace {

constexpr absl::string_view kHttp2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr absl::Duration kTick = absl::Milliseconds(960);
constexpr std::chrono::milliseconds kTickGrid{64};
// Bytes pulled from a session for one send: four records of TLS.
constexpr size_t kOutputRound = 64 << 10;
// Rounds of one flush; then the others have theirs.
constexpr int kMaxRounds = 2;
// Handshakes of one turn that take a step.
constexpr int kMaxHandshakeSteps = 2;
// What a peer may send after our last word before it is cut off.
constexpr size_t kMaxDiscarded = 1 << 20;

// From 0.9 to 1.1, evenly over successive ids (Fibonacci hashing), so that peers
// that came together do not all leave together.
double Jitter(uint64_t id) {
  const uint64_t mixed = id * 0x9E3779B97F4A7C15u;
  return 0.9 + 0.2 * static_cast<double>(mixed >> 11) / static_cast<double>(uint64_t{1} << 53);
}

// Until the next tick: about a second, but on a coarse grid, so that many idle
// connections wake the loop a few times a second and still not all at once.
absl::Duration UntilTick(SteadyTime now) {
  const SteadyTime::duration grid = kTickGrid;
  return kTick + absl::FromChrono(grid - now.time_since_epoch() % grid);
}

// In this order, so that exchanges end before what made them.
struct Served {
  std::unique_ptr<ExchangeFactory> factory;
  std::unique_ptr<Session> session;
};

}  // namespace

bool LoopBuffers::TakeHandshakeStep(SteadyTime turn) {
  if (turn != turn_) steps_ = 0;
  turn_ = turn;
  return ++steps_ <= kMaxHandshakeSteps;
}

SocketConnection::SocketConnection(const Surroundings* around, uint64_t id, int fd, std::string address,
                                   std::unique_ptr<TlsStream> tls)
    : around_(around),
      id_(id),
      fd_(fd),
      address_(std::move(address)),
      tls_(std::move(tls)),
      begun_(around->loop->now()),
      progress_(begun_),
      age_limit_(around->options->max_age * Jitter(id)),
      open_(around->registry->OpenCount(id)),
      streams_(around->registry->StreamCount(id)),
      timer_([this] { OnTimer(); }) {}

SocketConnection::~SocketConnection() {
  if (state_ != State::kGone) close(fd_);
}

void SocketConnection::Start() {
  const absl::Status added = around_->loop->Add(fd_, EPOLLIN, this);
  if (!added.ok()) return Cut("no epoll watch");
  watched_ = true;
  around_->loop->Arm(&timer_, around_->options->handshake_limit);
}

void SocketConnection::Cut(absl::string_view why) {
  if (state_ == State::kGone) return;
  LogEnd(why);
  state_ = State::kGone;
  timer_.Disarm();
  if (watched_) around_->loop->Remove(fd_, this);
  close(fd_);
  open_ = nullptr;
  streams_ = nullptr;
  around_->registry->Remove(id_);
  // Not deleted here: who calls may be the session, or an exchange of its.
  around_->gone(id_);
}

void SocketConnection::MakeRoom() {
  if (settled_ || state_ == State::kGone) return;
  around_->refused->Log(address_, absl::ResourceExhaustedError("room was made for another newcomer"));
  Cut("");
}

void SocketConnection::PeersChanged() {
  if (state_ == State::kServing && peers_changed_ != nullptr) peers_changed_();
}

absl::Status SocketConnection::Identify(absl::string_view name, absl::string_view serial) {
  absl::Status identified = around_->registry->Identify(id_, name, serial);
  if (!identified.ok()) {
    around_->refused->Log(address_, identified);
    Drain();
  } else {
    settled_ = true;
  }
  return identified;
}

void SocketConnection::Drain() {
  if (draining_) return;
  draining_ = true;
  // During the handshake or the welcome: Serve does it.
  if (session_ == nullptr || state_ != State::kServing) return;
  session_->Drain();
  WantsOutput();
}

void SocketConnection::Close(absl::string_view why) {
  if (state_ == State::kShaking || state_ == State::kServing) Finish(why);
}

void SocketConnection::WantsOutput() {
  if (state_ != State::kGone) around_->loop->FlushAtEnd(this);
}

void SocketConnection::OnReady(uint32_t events) {
  if (state_ == State::kGone) return;
  if ((events & EPOLLOUT) != 0) WantsOutput();
  // Nothing is read any more; so these say that the peer has gone altogether.
  if (half_closed_ && (events & (EPOLLHUP | EPOLLERR)) != 0) return Cut("");
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
  if (state_ == State::kLingering || state_ == State::kFinishing) return Discard();
  Receive();
}

void SocketConnection::Receive() {
  LoopBuffers& buffers = *around_->buffers;
  const bool shakes = state_ == State::kShaking && tls_ != nullptr;
  if (shakes && !buffers.TakeHandshakeStep(around_->loop->now())) return;
  // Once in a turn: what is left, epoll tells again when the others had theirs.
  const ssize_t count = recv(fd_, buffers.received.data(), buffers.received.size(), 0);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
  if (count <= 0) {
    if (shakes) {
      around_->refused->Log(address_, absl::UnavailableError("the peer left during the handshake"));
    }
    // Over TLS an end without close_notify may be anybody's (RFC 8446, 6.1).
    if (count == 0 && state_ == State::kServing && tls_ == nullptr) return PeerEnded();
    return Cut("");
  }
  const absl::string_view bytes(buffers.received.data(), static_cast<size_t>(count));
  if (tls_ != nullptr) {
    Decrypt(bytes);
  } else if (session_ == nullptr) {
    Sniff(bytes);
  } else {
    Deliver(bytes);
  }
}

void SocketConnection::Decrypt(absl::string_view bytes) {
  const absl::Span<char> plain = absl::MakeSpan(around_->buffers->plain);
  tls_->Feed(bytes);
  size_t filled = 0;
  for (;;) {
    const size_t count = tls_->Read(plain.subspan(filled), &waiting_);
    if (state_ == State::kShaking && tls_->state() == TlsStream::State::kOpen) Serve(tls_->version());
    filled += count;
    if (count == 0 || filled == plain.size()) {
      if (filled > 0 && state_ == State::kServing) Deliver({plain.data(), filled});
      if (count == 0) break;
      filled = 0;
    }
  }
  if (tls_->state() == TlsStream::State::kFailed) {
    if (state_ == State::kShaking) around_->refused->Log(address_, tls_->failure());
    Finish("TLS failed");
  } else if (tls_->state() == TlsStream::State::kEnded) {
    PeerEnded();
  }
  if (!waiting_.empty()) WantsOutput();
}

void SocketConnection::Sniff(absl::string_view bytes) {
  sniffed_.append(bytes.data(), bytes.size());
  const size_t compared = std::min(sniffed_.size(), kHttp2Preface.size());
  const bool like_http2 =
      absl::string_view(sniffed_).substr(0, compared) == kHttp2Preface.substr(0, compared);
  if (like_http2 && compared < kHttp2Preface.size()) return;
  Serve(like_http2 ? HttpVersion::k2 : HttpVersion::k11);
  const std::string first = std::exchange(sniffed_, {});
  if (state_ == State::kServing) Deliver(first);
}

void SocketConnection::Serve(HttpVersion version) {
  PeerInfo peer{address_, tls_ != nullptr ? tls_->TakeLeafPem() : "", version};
  state_ = State::kServing;
  factory_ = around_->application->Welcome(peer, around_->loop, this);
  const bool is_http2 = version == HttpVersion::k2;
  const SessionMaker& make = is_http2 ? around_->options->http2 : around_->options->http1;
  if (state_ != State::kServing) return;  // Closed by the application.
  serves_http1_ = !is_http2;
  if (!around_->names_peers) {
    settled_ = true;
    around_->registry->Settle(id_);
  }
  session_ = make(this, factory_.get());
  around_->registry->SetProtocol(id_, is_http2 ? "h2" : "http/1.1");
  around_->loop->Arm(&timer_, UntilTick(around_->loop->now()));
  if (draining_) session_->Drain();
  WantsOutput();
}

void SocketConnection::Deliver(absl::string_view plain) {
  if (!session_->Input(plain, around_->loop->now())) Finish(session_->why_closed());
  WantsOutput();
}

void SocketConnection::PeerEnded() {
  // HTTP/2 cannot go on without what its peer says: acknowledgements, windows.
  if (state_ != State::kServing || !serves_http1_) return Finish("");
  half_closed_ = true;
  ended_ = around_->loop->now();
  Watch();
  WantsOutput();
}

void SocketConnection::Flush() {
  if (state_ == State::kGone || !SendWaiting()) return;
  if (session_ != nullptr && state_ != State::kLingering) {
    int rounds = 0;
    while (SendOutput()) {
      if (++rounds == kMaxRounds) return WantsOutput();
    }
    if (state_ == State::kGone) return;
    if (open_ != nullptr) open_->store(static_cast<int64_t>(session_->open()), std::memory_order_relaxed);
    if (!waiting_.empty()) return;
    const bool answered = half_closed_ && session_->open() == 0;
    if (state_ == State::kServing && (session_->done() || answered)) Finish("");
  }
  if (state_ == State::kFinishing) Linger();
}

bool SocketConnection::SendOutput() {
  LoopBuffers& buffers = *around_->buffers;
  buffers.output.clear();
  session_->Output(kOutputRound, &buffers.output);
  if (buffers.output.empty() || state_ == State::kGone) return false;
  if (tls_ == nullptr) {
    Send(buffers.output);
  } else {
    buffers.send.clear();
    const bool written = tls_->Write(buffers.output, &buffers.send);
    Send(buffers.send);
    if (!written) Cut("TLS failed");
  }
  return state_ != State::kGone && waiting_.empty() && buffers.output.size() >= kOutputRound;
}

bool SocketConnection::SendWaiting() {
  if (!waiting_.empty()) Send(std::exchange(waiting_, {}));
  return state_ != State::kGone && waiting_.empty();
}

void SocketConnection::Send(absl::string_view bytes) {
  if (!watches_writable_) progress_ = around_->loop->now();
  while (!bytes.empty()) {
    const ssize_t count = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK) return Cut("");
    if (count < 0) break;
    bytes.remove_prefix(static_cast<size_t>(count));
    progress_ = around_->loop->now();
  }
  if (!bytes.empty()) waiting_.assign(bytes.data(), bytes.size());
  if (watches_writable_ != bytes.empty()) return;  // Nothing changes.
  watches_writable_ = !bytes.empty();
  Watch();
}

void SocketConnection::Watch() {
  // The end of what the peer sends stays readable for ever.
  const uint32_t in = half_closed_ ? 0u : EPOLLIN;
  around_->loop->Modify(fd_, watches_writable_ ? in | EPOLLOUT : in, this);
}

void SocketConnection::LogEnd(absl::string_view why) {
  if (state_ != State::kServing || why.empty()) return;
  around_->refused->LogEnded(address_, why);
}

void SocketConnection::Finish(absl::string_view why) {
  if (state_ == State::kGone || state_ == State::kFinishing || state_ == State::kLingering) return;
  LogEnd(why);
  state_ = State::kFinishing;
  around_->loop->Arm(&timer_, around_->options->handshake_limit);
  WantsOutput();
}

void SocketConnection::Linger() {
  state_ = State::kLingering;
  // What was served ends now, not when the peer has gone; in a later turn, since
  // it may have answered in this one.
  if (open_ != nullptr) open_->store(0, std::memory_order_relaxed);
  around_->loop->Post([ended = Served{std::move(factory_), std::move(session_)}] {});
  if (tls_ != nullptr) {
    tls_->Close(&waiting_);
    if (!waiting_.empty()) Send(std::exchange(waiting_, {}));
    if (state_ == State::kGone) return;
  }
  // A close with bytes unread would be a reset, and that may overtake our last
  // words (RFC 9112, 9.6).
  shutdown(fd_, SHUT_WR);
  if (std::exchange(half_closed_, false)) Watch();
  around_->loop->Arm(&timer_, around_->options->linger_limit);
}

void SocketConnection::Discard() {
  auto& into = around_->buffers->received;
  const ssize_t count = recv(fd_, into.data(), into.size(), 0);
  if (count > 0) discarded_ += static_cast<size_t>(count);
  const bool again = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  if (count == 0 || (count < 0 && !again) || discarded_ > kMaxDiscarded) Cut("");
}

void SocketConnection::OnTimer() {
  switch (state_) {
    case State::kShaking:
      around_->refused->Log(address_, absl::DeadlineExceededError("handshake limit"));
      return Cut("");
    case State::kServing:
      return Tick();
    case State::kFinishing:
    case State::kLingering:
      return Cut("");
    case State::kGone:
      return;
  }
}

void SocketConnection::Tick() {
  const SteadyTime now = around_->loop->now();
  const absl::Duration age = absl::FromChrono(now - begun_);
  if (age >= age_limit_ + around_->options->max_age_grace) return Cut("age");
  if (!waiting_.empty() && absl::FromChrono(now - progress_) >= around_->options->write_limit) {
    return Cut("slow reader");
  }
  if (half_closed_ && absl::FromChrono(now - ended_) >= around_->options->half_closed_limit) {
    return Cut("peer has closed its side");
  }
  if (age >= age_limit_) Drain();
  session_->Tick(now);
  if (state_ != State::kServing) return;
  around_->loop->Arm(&timer_, UntilTick(around_->loop->now()));
  WantsOutput();
}

}  // namespace enlace::transport
