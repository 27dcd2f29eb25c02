// Who is connected, as handlers see it.
#ifndef ENLACE_GATEWAY_SERVICE_CONNECTIONS_H_
#define ENLACE_GATEWAY_SERVICE_CONNECTIONS_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/strings/string_view.h"
#include "enlace/v1/administration_service.pb.h"

namespace enlace::service {

// The live connections of this process, implemented by the transport.
// Thread-safe.
class Connections {
 public:
  virtual ~Connections() = default;
  // At most `most` of those that stand after the connection `after`, which may be
  // gone by now; empty: from the first. By port, in the order of arrival, so that
  // walking on from the last one misses none. What is no connection_id has nothing
  // after it.
  virtual std::vector<v1::Connection> List(absl::string_view after, size_t most) const = 0;
  // Ends those for which `which` is true, at once, with the calls on them; returns
  // how many. `which` runs on the calling thread and must return soon.
  virtual int Cut(const std::function<bool(const v1::Connection&)>& which) = 0;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CONNECTIONS_H_
