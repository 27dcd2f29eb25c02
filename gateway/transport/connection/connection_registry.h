// Who is connected, and how many may be.
#ifndef ENLACE_GATEWAY_TRANSPORT_CONNECTION_CONNECTION_REGISTRY_H_
#define ENLACE_GATEWAY_TRANSPORT_CONNECTION_CONNECTION_REGISTRY_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/base/mutex.h"
#include "gateway/transport/connection/peer_address.h"

namespace enlace::transport {

// A connection as administrators see it.
struct ConnectionFacts {
  uint64_t id = 0;
  // As identity::Caller::name(), "agency/fgr"; empty until the peer is identified
  // and for whom it never is.
  std::string name;
  // Of the certificate, in hexadecimal; empty with `name`.
  std::string serial;
  // As PeerInfo::address.
  std::string address;
  absl::Time since;
  // "h2" or "http/1.1"; empty during the handshake.
  std::string protocol;
  // Requests that are not answered yet, streams among them.
  int64_t open = 0;
  // Streams among them.
  int64_t streams = 0;
};

struct ConnectionLimits {
  // In all; 0: as many as the descriptors allow. What the process may open
  // (RLIMIT_NOFILE) less `reserved_files`, or half of it if that is more, bounds
  // it in any case.
  int64_t all = 0;
  int64_t reserved_files = 64;
  // Of one certificate's name.
  int64_t per_name = 64;
  // Of one address (of IPv6: /64). Agencies may share one.
  int64_t per_address = 1024;
  // Newcomers: connections whose handshake is not over or whose peer nobody knows
  // yet. 0: a quarter of all.
  int64_t newcomers = 0;
};

// The connections of one port. Thread-safe.
class ConnectionRegistry {
 public:
  explicit ConnectionRegistry(const ConnectionLimits& limits);

  struct Admission {
    uint64_t id = 0;
    // The newcomer that the caller must end to make room, unless it has settled
    // meanwhile; 0: none.
    uint64_t evicted = 0;
  };
  // One more connection from `peer`, served by the loop of that index: a newcomer.
  // Where there is no room, the oldest newcomer is evicted, so that peers that do
  // not finish their handshake keep nobody out.
  //   RESOURCE_EXHAUSTED  the limit of its address, or of all without a newcomer
  //                       that could be evicted; says which.
  absl::StatusOr<Admission> Admit(const PeerAddress& peer, size_t loop, absl::Time now);
  // The connection is no newcomer any more.
  void Settle(uint64_t id);
  // Names it, and settles it.
  //   RESOURCE_EXHAUSTED  `name` has its share; the connection stays a newcomer.
  absl::Status Identify(uint64_t id, absl::string_view name, absl::string_view serial);
  void SetProtocol(uint64_t id, absl::string_view protocol);
  // Where the connection keeps the count of its open exchanges; good until Remove.
  std::atomic<int64_t>* OpenCount(uint64_t id);
  // The same for the streams among them.
  std::atomic<int64_t>* StreamCount(uint64_t id);
  void Remove(uint64_t id);

  // By id, that is in the order of their arrival.
  std::vector<ConnectionFacts> List() const;
  // The index of the loop that serves it; -1 if it is gone.
  int LoopOf(uint64_t id) const;
  int64_t size() const;
  // The loop that serves the fewest, of the first `loops`.
  size_t IdlestLoop(size_t loops) const;
  // Waits until none is left, for at most `limit`. False: some are.
  bool WaitUntilEmpty(absl::Duration limit);
  // What limits.all comes to.
  int64_t most() const { return most_; }
  // What limits.newcomers comes to.
  int64_t most_newcomers() const { return most_newcomers_; }

 private:
  struct Entry {
    ConnectionFacts facts;
    std::string site;
    size_t loop = 0;
    bool evicted = false;
    std::atomic<int64_t> open{0};
    std::atomic<int64_t> streams{0};
  };
  // The id of the newcomer that must go for another to come; 0: none must.
  //   RESOURCE_EXHAUSTED  as Admit.
  absl::StatusOr<uint64_t> MakeRoom() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Settle(Entry* entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  static void Decrease(std::unordered_map<std::string, int64_t>* counts, const std::string& key);

  const ConnectionLimits limits_;
  const int64_t most_;
  const int64_t most_newcomers_;
  mutable base::Mutex mu_;
  base::CondVar emptied_;
  uint64_t next_id_ ABSL_GUARDED_BY(mu_) = 1;
  std::unordered_map<uint64_t, std::unique_ptr<Entry>> entries_ ABSL_GUARDED_BY(mu_);
  std::unordered_map<std::string, int64_t> by_name_ ABSL_GUARDED_BY(mu_);
  std::unordered_map<std::string, int64_t> by_site_ ABSL_GUARDED_BY(mu_);
  std::vector<int64_t> by_loop_ ABSL_GUARDED_BY(mu_);
  // By id, that is by age, without those that were evicted.
  std::set<uint64_t> newcomers_ ABSL_GUARDED_BY(mu_);
  // Evicted ones that have not gone yet.
  int64_t leaving_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CONNECTION_CONNECTION_REGISTRY_H_
