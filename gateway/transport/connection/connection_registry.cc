#include "gateway/transport/connection/connection_registry.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"

namespace enlace::transport {
namespace {

// Evicted connections that may still hold a descriptor beyond the limit in all,
// until their loop has ended them; of ConnectionLimits::reserved_files.
constexpr int64_t kMostLeaving = 32;

int64_t MostOf(const ConnectionLimits& limits) {
  rlimit files{};
  int64_t most = std::numeric_limits<int64_t>::max();
  if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur != RLIM_INFINITY) {
    const auto all = static_cast<int64_t>(files.rlim_cur);
    most = std::max<int64_t>(1, all - std::min(limits.reserved_files, all / 2));
  }
  return limits.all > 0 ? std::min(most, limits.all) : most;
}

int64_t MostNewcomersOf(const ConnectionLimits& limits, int64_t most) {
  return std::max<int64_t>(1, limits.newcomers > 0 ? std::min(most, limits.newcomers) : most / 4);
}

}  // namespace

ConnectionRegistry::ConnectionRegistry(const ConnectionLimits& limits)
    : limits_(limits), most_(MostOf(limits)), most_newcomers_(MostNewcomersOf(limits, most_)) {}

absl::StatusOr<ConnectionRegistry::Admission> ConnectionRegistry::Admit(const PeerAddress& peer, size_t loop,
                                                                        absl::Time now) {
  base::MutexLock lock(&mu_);
  // First: who has his share already evicts nobody.
  const auto of_site = by_site_.find(peer.site);
  if (of_site != by_site_.end() && of_site->second >= std::max<int64_t>(1, limits_.per_address)) {
    return absl::ResourceExhaustedError(absl::StrCat("connections of one address: ", limits_.per_address));
  }
  Admission admission;
  ASSIGN_OR_RETURN(admission.evicted, MakeRoom());
  ++by_site_[peer.site];
  if (by_loop_.size() <= loop) by_loop_.resize(loop + 1);
  ++by_loop_[loop];
  auto entry = std::make_unique<Entry>();
  const uint64_t id = next_id_++;
  entry->facts.id = id;
  entry->facts.address = peer.text;
  entry->facts.since = now;
  entry->site = peer.site;
  entry->loop = loop;
  entries_.emplace(id, std::move(entry));
  newcomers_.insert(id);
  admission.id = id;
  return admission;
}

absl::StatusOr<uint64_t> ConnectionRegistry::MakeRoom() {
  const int64_t staying = static_cast<int64_t>(entries_.size()) - leaving_;
  const bool full = staying >= most_;
  const bool crowded = static_cast<int64_t>(newcomers_.size()) >= most_newcomers_;
  if (!full && !crowded) return 0;
  if (newcomers_.empty() || leaving_ >= kMostLeaving || staying > most_) {
    return absl::ResourceExhaustedError(full ? absl::StrCat("connections in all: ", most_)
                                             : absl::StrCat("newcomers: ", most_newcomers_));
  }
  const uint64_t oldest = *newcomers_.begin();
  newcomers_.erase(newcomers_.begin());
  entries_.find(oldest)->second->evicted = true;
  ++leaving_;
  return oldest;
}

void ConnectionRegistry::Settle(uint64_t id) {
  base::MutexLock lock(&mu_);
  const auto found = entries_.find(id);
  if (found != entries_.end()) Settle(found->second.get());
}

void ConnectionRegistry::Settle(Entry* entry) {
  newcomers_.erase(entry->facts.id);
  if (std::exchange(entry->evicted, false)) --leaving_;
}

absl::Status ConnectionRegistry::Identify(uint64_t id, absl::string_view name, absl::string_view serial) {
  base::MutexLock lock(&mu_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return absl::OkStatus();
  int64_t& of_name = by_name_[std::string(name)];
  if (of_name >= std::max<int64_t>(1, limits_.per_name)) {
    return absl::ResourceExhaustedError(absl::StrCat("connections of one peer: ", limits_.per_name));
  }
  ++of_name;
  found->second->facts.name = std::string(name);
  found->second->facts.serial = std::string(serial);
  Settle(found->second.get());
  return absl::OkStatus();
}

void ConnectionRegistry::SetProtocol(uint64_t id, absl::string_view protocol) {
  base::MutexLock lock(&mu_);
  const auto found = entries_.find(id);
  if (found != entries_.end()) found->second->facts.protocol = std::string(protocol);
}

std::atomic<int64_t>* ConnectionRegistry::OpenCount(uint64_t id) {
  base::MutexLock lock(&mu_);
  const auto found = entries_.find(id);
  return found != entries_.end() ? &found->second->open : nullptr;
}

std::atomic<int64_t>* ConnectionRegistry::StreamCount(uint64_t id) {
  base::MutexLock lock(&mu_);
  const auto found = entries_.find(id);
  return found != entries_.end() ? &found->second->streams : nullptr;
}

void ConnectionRegistry::Remove(uint64_t id) {
  base::MutexLock lock(&mu_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  Entry& entry = *found->second;
  Settle(&entry);
  Decrease(&by_site_, entry.site);
  if (!entry.facts.name.empty()) Decrease(&by_name_, entry.facts.name);
  --by_loop_[entry.loop];
  entries_.erase(found);
  if (entries_.empty()) emptied_.NotifyAll();
}

void ConnectionRegistry::Decrease(std::unordered_map<std::string, int64_t>* counts, const std::string& key) {
  const auto found = counts->find(key);
  if (found != counts->end() && --found->second == 0) counts->erase(found);
}

std::vector<ConnectionFacts> ConnectionRegistry::List() const {
  std::vector<ConnectionFacts> all;
  {
    base::MutexLock lock(&mu_);
    all.reserve(entries_.size());
    for (const auto& [id, entry] : entries_) {
      all.push_back(entry->facts);
      all.back().open = entry->open.load(std::memory_order_relaxed);
      all.back().streams = entry->streams.load(std::memory_order_relaxed);
    }
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return all;
}

int ConnectionRegistry::LoopOf(uint64_t id) const {
  base::MutexLock lock(&mu_);
  const auto found = entries_.find(id);
  return found != entries_.end() ? static_cast<int>(found->second->loop) : -1;
}

int64_t ConnectionRegistry::size() const {
  base::MutexLock lock(&mu_);
  return static_cast<int64_t>(entries_.size());
}

size_t ConnectionRegistry::IdlestLoop(size_t loops) const {
  base::MutexLock lock(&mu_);
  size_t best = 0;
  for (size_t i = 0; i < loops; ++i) {
    if (i >= by_loop_.size()) return i;  // Has never served any.
    if (by_loop_[i] < by_loop_[best]) best = i;
  }
  return best;
}

bool ConnectionRegistry::WaitUntilEmpty(absl::Duration limit) {
  const auto end = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(limit);
  base::MutexLock lock(&mu_);
  while (!entries_.empty()) {
    if (!emptied_.WaitUntil(&mu_, end)) return entries_.empty();
  }
  return true;
}

}  // namespace enlace::transport
