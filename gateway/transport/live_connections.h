// Who is connected to any of this process's doors.
#ifndef ENLACE_GATEWAY_TRANSPORT_LIVE_CONNECTIONS_H_
#define ENLACE_GATEWAY_TRANSPORT_LIVE_CONNECTIONS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/base/mutex.h"
#include "gateway/service/connections.h"
#include "gateway/transport/call/port_kind.h"
#include "gateway/transport/connection/port.h"

namespace enlace::transport {

// The ports of all doors as one. A connection's id is its port's kind and its number
// there, "mutual-17", so that ids are good while the process has one port of a kind.
// Thread-safe. Borrows the ports from Add to Remove.
class LiveConnections final : public service::Connections {
 public:
  // By the door, before its first call and after its last; one port of a kind.
  void Add(PortKind kind, Port* port);
  // When this returns, the port is not used any more.
  void Remove(const Port* port);

  std::vector<v1::Connection> List(absl::string_view after, size_t most) const override;
  int Cut(const std::function<bool(const v1::Connection&)>& which) override;

 private:
  mutable base::Mutex mu_;
  std::map<PortKind, Port*> ports_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_LIVE_CONNECTIONS_H_
