// Every RPC of the contract by its path.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_METHOD_TABLE_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_METHOD_TABLE_H_

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/service/services.h"
#include "gateway/transport/call/port_kind.h"
#include "gateway/transport/call/served_method.h"

namespace enlace::transport {

// What one port serves. Immutable once it serves, hence thread-safe.
class MethodTable {
 public:
  // Binds `handlers`, which it borrows, to the services of enlace.v1: all but
  // Enroll on the mutual port, only Enroll and GetTrustBundle on the other.
  //   INVALID_ARGUMENT  a method of a service in the descriptor pool has no
  //                     handler, whichever port; names the method. A defect of
  //                     ours: the process must not start.
  static absl::StatusOr<std::unique_ptr<MethodTable>> New(PortKind kind, const service::Services& handlers);
  // A table without any method: for the probe port.
  MethodTable() = default;

  // Adds what is not of the contract: health, reflection. Before the table serves.
  void Add(std::unique_ptr<ServedMethod> method);
  // nullptr: no such method here.
  const ServedMethod* Find(absl::string_view path) const;
  // Full names of the services of which anything is served, in order.
  std::vector<std::string> services() const;
  size_t size() const { return methods_.size(); }

 private:
  std::vector<std::unique_ptr<ServedMethod>> methods_;
  // Keys are the methods' own paths.
  std::unordered_map<absl::string_view, const ServedMethod*, absl::Hash<absl::string_view>> by_path_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_METHOD_TABLE_H_
