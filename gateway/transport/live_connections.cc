#include "gateway/transport/live_connections.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/optional.h"
#include "gateway/base/time_text.h"

namespace enlace::transport {
namespace {

absl::string_view NameOf(PortKind kind) {
  switch (kind) {
    case PortKind::kMutual:
      return "mutual";
    case PortKind::kAdministration:
      return "administration";
    case PortKind::kEnrollment:
      break;
  }
  return "enrollment";
}

uint32_t Count(int64_t number) {
  return static_cast<uint32_t>(std::clamp<int64_t>(number, 0, std::numeric_limits<uint32_t>::max()));
}

v1::Connection Describe(PortKind kind, const ConnectionFacts& facts) {
  v1::Connection out;
  out.set_connection_id(absl::StrCat(NameOf(kind), "-", facts.id));
  out.set_peer_name(facts.name);
  out.set_certificate_serial(facts.serial);
  out.set_peer_address(facts.address);
  *out.mutable_connect_time() = base::ToProto(facts.since);
  out.set_protocol(facts.protocol);
  out.set_open_calls(Count(facts.open));
  out.set_open_streams(Count(facts.streams));
  return out;
}

using Place = std::pair<PortKind, uint64_t>;

// Where a connection of that id stands; numbers begin at 1.
absl::optional<Place> PlaceOf(absl::string_view id) {
  if (id.empty()) return Place(PortKind::kMutual, 0);
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(id, absl::MaxSplits('-', 1));
  for (const PortKind kind : {PortKind::kMutual, PortKind::kAdministration, PortKind::kEnrollment}) {
    uint64_t number = 0;
    if (parts.first == NameOf(kind) && absl::SimpleAtoi(parts.second, &number)) return Place(kind, number);
  }
  return absl::nullopt;
}

}  // namespace

void LiveConnections::Add(PortKind kind, Port* port) {
  base::MutexLock lock(&mu_);
  ports_[kind] = port;
}

void LiveConnections::Remove(const Port* port) {
  base::MutexLock lock(&mu_);
  std::erase_if(ports_, [port](const auto& entry) { return entry.second == port; });
}

std::vector<v1::Connection> LiveConnections::List(absl::string_view after, size_t most) const {
  std::vector<v1::Connection> out;
  const absl::optional<Place> place = PlaceOf(after);
  if (!place.has_value()) return out;
  base::MutexLock lock(&mu_);
  for (const auto& [kind, port] : ports_) {
    if (kind < place->first) continue;
    for (const ConnectionFacts& facts : port->Connections()) {
      if (out.size() == most) return out;
      if (Place(kind, facts.id) > *place) out.push_back(Describe(kind, facts));
    }
  }
  return out;
}

int LiveConnections::Cut(const std::function<bool(const v1::Connection&)>& which) {
  int count = 0;
  base::MutexLock lock(&mu_);
  for (const auto& entry : ports_) {
    const PortKind kind = entry.first;
    count += entry.second->Cut([&](const ConnectionFacts& facts) { return which(Describe(kind, facts)); });
  }
  return count;
}

}  // namespace enlace::transport
