// What has its time in certificates: warnings of their ends, and putting down when
// they were last used.
#ifndef ENLACE_GATEWAY_SERVICE_CERTIFICATES_DUE_CERTIFICATES_H_
#define ENLACE_GATEWAY_SERVICE_CERTIFICATES_DUE_CERTIFICATES_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/clock/scheduler.h"
#include "gateway/service/core.h"

namespace enlace::service {

// Each warning is a command of its own on the one write path, decided on the state
// that it has then, so that none is given twice or after a renewal. Not thread-safe.
// Borrows the core.
class DueCertificates final : public clock::DueWork {
 public:
  // How far what is stored of a certificate's last use lags behind.
  static constexpr absl::Duration kSeenEvery = absl::Hours(1);
  // How often open connections count as use.
  static constexpr absl::Duration kLookEvery = absl::Minutes(1);
  static constexpr size_t kAtOnce = 256;

  // `settle` lets the sequencer decide what it took; null where it has a thread.
  explicit DueCertificates(const Core& core, std::function<void()> settle = nullptr)
      : core_(core), settle_(std::move(settle)) {}

  absl::StatusOr<absl::Time> DoDue(absl::Time judged) override;
  // The clock is put on record elsewhere.
  absl::Status TellClockSet(absl::Time, absl::Time) override { return absl::OkStatus(); }

 private:
  absl::StatusOr<absl::Time> WarnOfExpiry(absl::Time judged);
  absl::Status PutDownSightings(absl::Time judged);

  const Core& core_;
  const std::function<void()> settle_;
  absl::Time looked_at_ = absl::InfinitePast();
};

// Counts every certificate with an open connection as used now.
void SeeConnected(const Core& core);

// Gives the warning of the key (store::ExpiryKey) that is due at `judged`; nothing
// if none is.
absl::Status GiveExpiryWarning(ledger::Work& work, const std::string& key, absl::Time judged);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CERTIFICATES_DUE_CERTIFICATES_H_
