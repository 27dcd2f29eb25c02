// The operations of EST, bound to their handlers.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_EST_BINDING_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_EST_BINDING_H_

#include <memory>

#include "absl/status/statusor.h"
#include "gateway/service/services.h"
#include "gateway/transport/call/port_kind.h"
#include "gateway/transport/call/served_method.h"
#include "gateway/transport/est/est_exchange.h"

namespace enlace::transport {

// Methods of EnrollmentService by their descriptors, so that limits and log know them
// by the same names, but with EST's handlers, which are in no method table: by gRPC
// and Connect nobody reaches them. Immutable, hence thread-safe.
class EstBinding {
 public:
  // Borrows `handlers`.
  //   INVALID_ARGUMENT  a handler of EST is missing; names it. A defect of ours.
  static absl::StatusOr<std::unique_ptr<const EstBinding>> New(PortKind kind,
                                                               const service::Services& handlers);

  // What the port serves; valid as long as this.
  const EstMethods& methods() const { return methods_; }

 private:
  EstBinding() = default;

  std::unique_ptr<const ServedMethod> ca_certificates_, enroll_, renew_;
  EstMethods methods_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_EST_BINDING_H_
