// The gateway's state as numbers for Prometheus.
#ifndef ENLACE_GATEWAY_SERVICE_CERTIFICATES_METRICS_H_
#define ENLACE_GATEWAY_SERVICE_CERTIFICATES_METRICS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "enlace/v1/administration_service.pb.h"
#include "gateway/base/mutex.h"
#include "gateway/clock/scheduler.h"
#include "gateway/service/core.h"

namespace enlace::service {

// The text exposition format, version 0.0.4. Ids of agencies and units, and numbers:
// no administrator's name, nothing of a case. `status`: as StatusOf gives it.
std::string MetricsText(const Core& core, const v1::GetGatewayStatusResponse& status);

// Keeps the text, made anew every minute, so that whoever asks waits for no store and
// however often that is costs nothing. Thread-safe. Borrows the core.
class Metrics final : public clock::DueWork {
 public:
  static constexpr absl::Duration kEvery = absl::Minutes(1);

  explicit Metrics(const Core& core) : core_(core) {}

  // As it was at the last look; empty before the first.
  std::string Text() const;

  absl::StatusOr<absl::Time> DoDue(absl::Time judged) override;
  // The clock is put on record elsewhere.
  absl::Status TellClockSet(absl::Time, absl::Time) override { return absl::OkStatus(); }

 private:
  const Core& core_;
  // On the scheduler's thread alone.
  absl::Time made_at_ = absl::InfinitePast();
  mutable base::Mutex mu_;
  std::string text_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CERTIFICATES_METRICS_H_
