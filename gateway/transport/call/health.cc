#include "gateway/transport/call/health.h"

#include <utility>

#include "gateway/base/errors.h"
#include "gateway/transport/call/bound_method.h"
#include "gateway/transport/limits/open_streams.h"

namespace enlace::transport {
namespace {

HealthResponse::ServingStatus StatusOf(absl::optional<bool> serving) {
  if (!serving.has_value()) return HealthResponse::SERVICE_UNKNOWN;
  return *serving ? HealthResponse::SERVING : HealthResponse::NOT_SERVING;
}

class WatchStream final : public service::Stream<HealthResponse> {
 public:
  WatchStream(Health* health, std::string service) : health_(health), service_(std::move(service)) {}
  ~WatchStream() override {
    if (listener_ != 0) health_->Unlisten(listener_);
  }

  absl::StatusOr<std::unique_ptr<HealthResponse>> Poll() override {
    // Asked first: what is told afterwards is then the last.
    const bool draining = health_->draining();
    const HealthResponse::ServingStatus now = StatusOf(health_->Of(service_));
    if (told_ == now) {
      if (draining) return ShuttingDown();
      return nullptr;
    }
    told_ = now;
    auto response = std::make_unique<HealthResponse>();
    response->set_status(now);
    return response;
  }
  void OnWake(std::function<void()> wake) override { listener_ = health_->Listen(std::move(wake)); }

 private:
  Health* const health_;
  const std::string service_;
  absl::optional<HealthResponse::ServingStatus> told_;
  int listener_ = 0;
};

}  // namespace

void Health::Set(absl::string_view service, bool serving) {
  {
    base::MutexLock lock(&mu_);
    serving_[std::string(service)] = serving && !draining_;
  }
  Tell();
}

void Health::Drain() {
  {
    base::MutexLock lock(&mu_);
    draining_ = true;
    for (auto& [service, serving] : serving_) serving = false;
  }
  Tell();
}

bool Health::draining() const {
  base::MutexLock lock(&mu_);
  return draining_;
}

absl::optional<bool> Health::Of(absl::string_view service) const {
  base::MutexLock lock(&mu_);
  const auto found = serving_.find(std::string(service));
  if (found == serving_.end()) return absl::nullopt;
  return found->second;
}

int Health::Listen(std::function<void()> changed) {
  base::MutexLock lock(&listeners_mu_);
  const int id = next_listener_++;
  listeners_[id] = std::move(changed);
  return id;
}

void Health::Unlisten(int id) {
  base::MutexLock lock(&listeners_mu_);
  listeners_.erase(id);
}

void Health::Tell() {
  base::MutexLock lock(&listeners_mu_);
  for (const auto& [id, changed] : listeners_) changed();
}

void HealthCheck::Handle(const identity::Caller& caller, const HealthRequest& request,
                         service::Done<HealthResponse> done) {
  const absl::optional<bool> serving = health_->Of(request.service());
  if (!serving.has_value()) return done(base::NotFound());
  HealthResponse response;
  response.set_status(StatusOf(serving));
  done(std::move(response));
}

absl::StatusOr<std::unique_ptr<service::Stream<HealthResponse>>> HealthWatch::Open(
    const identity::Caller& caller, const HealthRequest& request) {
  return std::unique_ptr<service::Stream<HealthResponse>>(
      std::make_unique<WatchStream>(health_, request.service()));
}

void AddHealth(HealthCheck* check, HealthWatch* watch, MethodTable* table) {
  const google::protobuf::FileDescriptor* const file = HealthRequest::descriptor()->file();
  const google::protobuf::ServiceDescriptor* const service = file->FindServiceByName("Health");
  MethodTraits traits;
  traits.placement = Placement::kLoop;
  traits.while_ending = true;
  // An empty response would say that the status is unknown.
  traits.heartbeats = false;
  table->Add(std::make_unique<BoundUnary<HealthRequest, HealthResponse>>(service->FindMethodByName("Check"),
                                                                         traits, check));
  table->Add(std::make_unique<BoundStream<HealthRequest, HealthResponse>>(service->FindMethodByName("Watch"),
                                                                          traits, watch));
}

}  // namespace enlace::transport
