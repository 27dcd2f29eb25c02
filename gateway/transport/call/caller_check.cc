#include "gateway/transport/call/caller_check.h"

#include <utility>

#include "gateway/base/errors.h"

namespace enlace::transport {

CallerCheck::CallerCheck(const IdentitySource& source, absl::string_view leaf_pem)
    : source_(source), leaf_pem_(leaf_pem) {
  if (source_.identifier == nullptr) {
    caller_ = std::make_shared<const identity::Caller>();
    return;
  }
  Identify();
}

const absl::Status& CallerCheck::Look() {
  if (source_.identifier == nullptr) return verdict_;
  const absl::Time now = source_.clock->Now();
  if (!IsFresh(now)) Identify();
  if (verdict_.ok()) TellSeen(now);
  return verdict_;
}

void CallerCheck::TellSeen(absl::Time now) {
  constexpr absl::Duration kEvery = absl::Minutes(1);
  if (source_.roster == nullptr || now - told_seen_ < kEvery) return;
  told_seen_ = now;
  source_.roster->Seen(caller_->certificate_serial, now);
}

bool CallerCheck::IsFresh(absl::Time now) const {
  if (source_.changes->load(std::memory_order_acquire) != seen_changes_) return false;
  if (verdict_.ok()) return now < caller_->not_after;
  // Time alone may make these good; all other refusals wait for the roster.
  const v1::ErrorReason reason = base::ReasonOf(verdict_);
  return reason != v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID &&
         reason != v1::ERROR_REASON_CERTIFICATE_EXPIRED;
}

void CallerCheck::Identify() {
  // Read first: a change that comes meanwhile is looked at the next time.
  seen_changes_ = source_.changes->load(std::memory_order_acquire);
  absl::StatusOr<identity::Caller> found = source_.identifier->Identify(leaf_pem_);
  verdict_ = found.status();
  if (found.ok()) caller_ = std::make_shared<const identity::Caller>(*std::move(found));
}

absl::Status StillGood(const IdentitySource& source, const identity::Caller& caller, uint64_t* seen_changes) {
  if (source.identifier == nullptr) return absl::OkStatus();
  const uint64_t changes = source.changes->load(std::memory_order_acquire);
  if (changes == *seen_changes && source.clock->Now() < caller.not_after) return absl::OkStatus();
  *seen_changes = changes;
  return source.identifier->StillGood(caller);
}

}  // namespace enlace::transport
