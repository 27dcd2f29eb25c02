// Whether the gateway serves: grpc.health.v1 and the plain probes ask here.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_HEALTH_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_HEALTH_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gateway/base/mutex.h"
#include "gateway/service/handler.h"
#include "gateway/transport/call/method_table.h"
#include "grpc/health/v1/health.pb.h"

namespace enlace::transport {

using HealthRequest = grpc::health::v1::HealthCheckRequest;
using HealthResponse = grpc::health::v1::HealthCheckResponse;

// The serving status of each service, and of the whole under the empty name.
// Nothing serves before it is set. Thread-safe.
class Health {
 public:
  Health() { serving_[""] = false; }
  Health(const Health&) = delete;
  Health& operator=(const Health&) = delete;

  // Sets the status of a service by its full name, or of the whole. Without effect
  // once draining.
  void Set(absl::string_view service, bool serving);
  // From now on nothing serves any more; for good. Those who watch are told, then
  // their streams end.
  void Drain();
  bool draining() const;
  bool ready() const { return Of("").value_or(false); }
  // None: no such service.
  absl::optional<bool> Of(absl::string_view service) const;

  // Calls `changed` after every change, on the changing thread, under a lock: it
  // must only signal. Returns an id.
  int Listen(std::function<void()> changed);
  // `changed` does not run any more when this returns.
  void Unlisten(int id);

 private:
  void Tell();

  // Held while listeners run; never taken under mu_.
  base::Mutex listeners_mu_;
  mutable base::Mutex mu_;
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
  std::map<std::string, bool> serving_ ABSL_GUARDED_BY(mu_);
  int next_listener_ ABSL_GUARDED_BY(listeners_mu_) = 1;
  std::map<int, std::function<void()>> listeners_ ABSL_GUARDED_BY(listeners_mu_);
};

// grpc.health.v1.Health/Check. NOT_FOUND for a service that is not known.
class HealthCheck final : public service::Handler<HealthRequest, HealthResponse> {
 public:
  explicit HealthCheck(const Health* health) : health_(health) {}
  void Handle(const identity::Caller& caller, const HealthRequest& request,
              service::Done<HealthResponse> done) override;

 private:
  const Health* const health_;
};

// grpc.health.v1.Health/Watch. An unknown service is SERVICE_UNKNOWN, and the
// stream goes on. After NOT_SERVING of a drain it ends with SHUTTING_DOWN.
class HealthWatch final : public service::StreamHandler<HealthRequest, HealthResponse> {
 public:
  explicit HealthWatch(Health* health) : health_(health) {}
  absl::StatusOr<std::unique_ptr<service::Stream<HealthResponse>>> Open(
      const identity::Caller& caller, const HealthRequest& request) override;

 private:
  Health* const health_;
};

// Adds both methods to `table`; they answer on the loop, while draining too.
// Borrows the handlers.
void AddHealth(HealthCheck* check, HealthWatch* watch, MethodTable* table);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_HEALTH_H_
