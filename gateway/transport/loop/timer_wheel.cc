#include "gateway/transport/loop/timer_wheel.h"

#include <algorithm>

namespace enlace::transport {

uint64_t TimerWheel::TickOf(SteadyTime at) const {
  if (at <= start_) return 0;
  const auto ticks = (at - start_) / kTick;
  return static_cast<uint64_t>(ticks) + ((at - start_) % kTick != SteadyTime::duration::zero() ? 1 : 0);
}

uint64_t TimerWheel::TicksUntil(SteadyTime now) const {
  return now <= start_ ? 0 : static_cast<uint64_t>((now - start_) / kTick);
}

void TimerWheel::Insert(Timer* timer, SteadyTime at) {
  const uint64_t tick = std::max(TickOf(at), fired_ + 1);
  timer->at_ = start_ + tick * std::chrono::duration_cast<SteadyTime::duration>(kTick);
  Timer** const slot = &slots_[tick % kSlots];
  timer->previous_ = nullptr;
  timer->next_ = *slot;
  if (*slot != nullptr) (*slot)->previous_ = timer;
  *slot = timer;
  used_[tick % kSlots / 64] |= uint64_t{1} << (tick % 64);
  ++size_;
}

void TimerWheel::Remove(Timer* timer) {
  if (cursor_ == timer) cursor_ = timer->next_;
  if (timer->next_ != nullptr) timer->next_->previous_ = timer->previous_;
  if (timer->previous_ != nullptr) {
    timer->previous_->next_ = timer->next_;
  } else {
    const uint64_t index = TickOf(timer->at_) % kSlots;
    slots_[index] = timer->next_;
    if (timer->next_ == nullptr) used_[index / 64] &= ~(uint64_t{1} << (index % 64));
  }
  timer->previous_ = timer->next_ = nullptr;
  --size_;
}

void TimerWheel::Advance(SteadyTime now, absl::FunctionRef<void(Timer*)> fire) {
  const uint64_t target = TicksUntil(now);
  if (target <= fired_) return;
  // A wheel that slept for long has to look at every slot, but at none twice.
  uint64_t tick = target - fired_ > kSlots ? target - kSlots : fired_;
  // First of all, so that what is inserted meanwhile is due later.
  fired_ = target;
  while (size_ > 0 && tick < target) FireSlot(++tick, fire);
}

void TimerWheel::FireSlot(uint64_t tick, absl::FunctionRef<void(Timer*)> fire) {
  cursor_ = slots_[tick % kSlots];
  while (cursor_ != nullptr) {
    Timer* const timer = cursor_;
    cursor_ = timer->next_;
    if (TickOf(timer->at_) > fired_) continue;
    Remove(timer);
    fire(timer);
  }
}

int TimerWheel::SleepMillis(SteadyTime now) const {
  if (size_ == 0) return -1;
  uint64_t tick = fired_ + 1;
  // The rest of the first word, the others, and the first word's beginning.
  for (size_t words = 0; words <= used_.size(); ++words) {
    const uint64_t bits = used_[tick % kSlots / 64] >> (tick % 64);
    if (bits != 0) {
      tick += static_cast<uint64_t>(__builtin_ctzll(bits));
      break;
    }
    tick += 64 - tick % 64;
  }
  const SteadyTime wake = start_ + tick * std::chrono::duration_cast<SteadyTime::duration>(kTick);
  if (wake <= now) return 0;
  return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(wake - now).count());
}

}  // namespace enlace::transport
