#include "gateway/transport/connection/port.h"

#include <unistd.h>

#include <algorithm>
#include <future>
#include <thread>
#include <utility>

#include "gateway/base/status_macros.h"

namespace enlace::transport {
namespace {

constexpr absl::Duration kLookAtFiles = absl::Seconds(1);

// A descriptor on its way to another thread, closed if it does not get there.
class OwnedFd {
 public:
  explicit OwnedFd(int fd) : fd_(fd) {}
  OwnedFd(OwnedFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  OwnedFd& operator=(OwnedFd&&) = delete;
  ~OwnedFd() {
    if (fd_ >= 0) close(fd_);
  }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

}  // namespace

// A loop with its connections.
struct Port::Shard {
  std::unique_ptr<EventLoop> loop;
  LoopBuffers buffers;
  SocketConnection::Surroundings around;
  // On the loop's thread only.
  std::unordered_map<uint64_t, std::unique_ptr<SocketConnection>> connections;
};

Port::Port(PortOptions options, Application* application, const base::Clock* clock)
    : options_(std::move(options)),
      application_(application),
      clock_(clock),
      registry_(options_.limits),
      refused_(*clock),
      look_at_files_([this] { LookAtFiles(); }) {}

absl::StatusOr<std::unique_ptr<Port>> Port::New(PortOptions options, Application* application,
                                                const base::Clock* clock) {
  std::unique_ptr<Port> port(new Port(std::move(options), application, clock));
  RETURN_IF_ERROR(port->Start());
  return port;
}

absl::Status Port::Start() {
  if (options_.tls.has_value()) {
    ASSIGN_OR_RETURN(tls_, ServerTls::New(*options_.tls, [this](absl::string_view leaf_pem) {
                       return application_->CheckPeer(leaf_pem);
                     }));
  }
  const int loops =
      options_.loops > 0 ? options_.loops : static_cast<int>(std::thread::hardware_concurrency());
  for (int i = 0; i < std::max(1, loops); ++i) RETURN_IF_ERROR(AddShard());
  EventLoop* const first = shards_.front()->loop.get();
  ASSIGN_OR_RETURN(listener_, Listener::New(options_.address, options_.port, first,
                                            [this](int fd, const PeerAddress& peer) { Accepted(fd, peer); }));
  RETURN_IF_ERROR(listener_->Start());
  if (tls_ != nullptr) first->Arm(&look_at_files_, kLookAtFiles);
  for (const auto& shard : shards_) shard->loop->Start();
  return absl::OkStatus();
}

absl::Status Port::AddShard() {
  auto shard = std::make_unique<Shard>();
  ASSIGN_OR_RETURN(shard->loop, EventLoop::New());
  Shard* const made = shard.get();
  made->around = {&options_.connections,
                  application_,
                  made->loop.get(),
                  &made->buffers,
                  &registry_,
                  &refused_,
                  [made](uint64_t id) {
                    const auto found = made->connections.find(id);
                    if (found == made->connections.end()) return;
                    made->loop->Post([closed = std::move(found->second)] {});
                    made->connections.erase(found);
                  },
                  tls_ != nullptr && options_.tls->ask_certificate};
  shards_.push_back(std::move(shard));
  return absl::OkStatus();
}

Port::~Port() {
  Shutdown(absl::ZeroDuration());
  // The loops have ended: what belonged to their threads is ours now.
  look_at_files_.Disarm();
  listener_.reset();
}

void Port::Accepted(int fd, const PeerAddress& peer) {
  OwnedFd owned(fd);
  const size_t index = registry_.IdlestLoop(shards_.size());
  const absl::StatusOr<ConnectionRegistry::Admission> admission = registry_.Admit(peer, index, clock_->Now());
  if (!admission.ok()) return refused_.Log(peer.text, admission.status());
  if (admission->evicted != 0) Evict(admission->evicted);
  const uint64_t id = admission->id;
  Shard* const shard = shards_[index].get();
  if (shard->loop->OnLoop()) return Begin(shard, id, owned.Release(), peer.text);
  shard->loop->Post([this, shard, id, owned = std::move(owned), address = peer.text]() mutable {
    Begin(shard, id, owned.Release(), std::move(address));
  });
}

void Port::Evict(uint64_t id) {
  const int index = registry_.LoopOf(id);
  if (index < 0) return;
  Shard* const shard = shards_[static_cast<size_t>(index)].get();
  auto evict = [shard, id] {
    const auto found = shard->connections.find(id);
    if (found != shard->connections.end()) found->second->MakeRoom();
  };
  if (shard->loop->OnLoop()) return evict();
  shard->loop->Post(evict);
}

void Port::Begin(Shard* shard, uint64_t id, int fd, std::string address) {
  std::unique_ptr<TlsStream> tls;
  if (tls_ != nullptr) {
    absl::StatusOr<std::unique_ptr<TlsStream>> made = tls_->Accept();
    if (!made.ok()) {
      refused_.Log(address, made.status());
      registry_.Remove(id);
      close(fd);
      return;
    }
    tls = std::move(*made);
  }
  auto connection =
      std::make_unique<SocketConnection>(&shard->around, id, fd, std::move(address), std::move(tls));
  SocketConnection* const begun = connection.get();
  shard->connections.emplace(id, std::move(connection));
  begun->Start();
  if (draining_) begun->Drain();
}

void Port::LookAtFiles() {
  tls_->ReloadIfChanged();
  shards_.front()->loop->Arm(&look_at_files_, kLookAtFiles);
}

int Port::Cut(absl::AnyInvocable<bool(const ConnectionFacts&)> which) {
  std::vector<std::vector<uint64_t>> ids(shards_.size());
  int count = 0;
  for (const ConnectionFacts& facts : registry_.List()) {
    if (!which(facts)) continue;
    const int loop = registry_.LoopOf(facts.id);
    if (loop < 0) continue;
    ids[static_cast<size_t>(loop)].push_back(facts.id);
    ++count;
  }
  for (size_t i = 0; i < ids.size(); ++i) {
    if (ids[i].empty()) continue;
    shards_[i]->loop->Post([shard = shards_[i].get(), cut = std::move(ids[i])] {
      for (const uint64_t id : cut) {
        const auto found = shard->connections.find(id);
        if (found != shard->connections.end()) found->second->Cut("cut");
      }
    });
  }
  return count;
}

void Port::PeersChanged() {
  ForAll([](SocketConnection* connection) { connection->PeersChanged(); });
}

void Port::ForAll(void (*work)(SocketConnection*)) {
  for (const auto& shard : shards_) {
    shard->loop->Post([shard = shard.get(), work] {
      // By id: whatever runs may end any of them.
      std::vector<uint64_t> ids;
      for (const auto& [id, connection] : shard->connections) ids.push_back(id);
      for (const uint64_t id : ids) {
        const auto found = shard->connections.find(id);
        if (found != shard->connections.end()) work(found->second.get());
      }
    });
  }
}

void Port::Shutdown(absl::Duration grace) {
  base::MutexLock lock(&shutdown_mu_);
  if (std::exchange(shut_down_, true) || listener_ == nullptr) return;
  draining_ = true;
  // After this, every connection that was accepted is known to its loop's posts.
  std::promise<void> stopped;
  shards_.front()->loop->Post([&] {
    listener_->Stop();
    stopped.set_value();
  });
  stopped.get_future().wait();
  ForAll([](SocketConnection* connection) { connection->Drain(); });
  registry_.WaitUntilEmpty(grace);
  ForAll([](SocketConnection* connection) { connection->Cut(""); });
  for (const auto& shard : shards_) shard->loop->Stop();
}

}  // namespace enlace::transport
