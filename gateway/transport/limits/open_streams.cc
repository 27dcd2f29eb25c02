#include "gateway/transport/limits/open_streams.h"

#include <utility>

#include "gateway/base/errors.h"

namespace enlace::transport {

absl::Status ShuttingDown() {
  return base::Refusal(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
                       "the server is stopping");
}

absl::StatusOr<std::unique_ptr<OpenStreams::Place>> OpenStreams::Open(absl::string_view caller,
                                                                      std::function<void()> wake,
                                                                      bool while_ending) {
  base::MutexLock lock(&mu_);
  if (ending() && !while_ending) return ShuttingDown();
  const auto [of_caller, is_new] = per_caller_.try_emplace(std::string(caller), 0);
  if (static_cast<int>(places_.size()) >= max_streams_ || of_caller->second >= max_per_caller_) {
    if (is_new) per_caller_.erase(of_caller);
    return base::Refusal(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUOTA_EXCEEDED,
                         "too many open streams");
  }
  ++of_caller->second;
  std::unique_ptr<Place> place(new Place(this));
  place->caller_ = of_caller->first;
  place->wake_ = std::move(wake);
  place->at_ = places_.insert(places_.end(), place.get());
  return place;
}

void OpenStreams::WakeAll() {
  base::MutexLock lock(&mu_);
  for (const Place* place : places_) place->wake_();
}

void OpenStreams::EndAll() {
  base::MutexLock lock(&mu_);
  ending_.store(true, std::memory_order_release);
  for (const Place* place : places_) place->wake_();
}

int OpenStreams::size() const {
  base::MutexLock lock(&mu_);
  return static_cast<int>(places_.size());
}

void OpenStreams::Forget(Place* place) {
  base::MutexLock lock(&mu_);
  places_.erase(place->at_);
  const auto found = per_caller_.find(place->caller_);
  if (--found->second == 0) per_caller_.erase(found);
}

}  // namespace enlace::transport
