// Alarms of a loop, in constant time each.
#ifndef ENLACE_GATEWAY_TRANSPORT_LOOP_TIMER_WHEEL_H_
#define ENLACE_GATEWAY_TRANSPORT_LOOP_TIMER_WHEEL_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/functional/function_ref.h"
#include "gateway/transport/http/loop.h"

namespace enlace::transport {

// A hashed wheel (Varghese and Lauck, scheme 6): a timer hangs in the slot of its
// tick; one turn of the wheel is 4 seconds, and what is due in a later turn is
// passed over. Insert and Remove are O(1) and allocate nothing. Not thread-safe;
// knows no clock.
class TimerWheel {
 public:
  static constexpr std::chrono::milliseconds kTick{8};
  explicit TimerWheel(SteadyTime start) : start_(start) {}

  // `at` is rounded up to the tick; what is past already is due in the next one.
  void Insert(Timer* timer, SteadyTime at);
  // `timer` must be in the wheel.
  void Remove(Timer* timer);
  // Takes out every timer that is due at `now` and hands it to `fire`, which may
  // insert, remove and destroy any timer. Of one tick no order is kept.
  void Advance(SteadyTime now, absl::FunctionRef<void(Timer*)> fire);
  // How long a loop may sleep from `now` on, in milliseconds, rounded up; -1: for
  // ever. Wakes for slots that hold nothing but later turns' timers too, that is
  // at most once in 4 seconds for each slot in use.
  int SleepMillis(SteadyTime now) const;
  size_t size() const { return size_; }

 private:
  static constexpr size_t kSlots = 512;
  uint64_t TickOf(SteadyTime at) const;       // rounded up
  uint64_t TicksUntil(SteadyTime now) const;  // that have passed
  void FireSlot(uint64_t tick, absl::FunctionRef<void(Timer*)> fire);

  const SteadyTime start_;
  // All ticks up to this one have fired.
  uint64_t fired_ = 0;
  size_t size_ = 0;
  // The timer that FireSlot looks at next.
  Timer* cursor_ = nullptr;
  std::array<Timer*, kSlots> slots_{};
  // A bit for each slot that is not empty.
  std::array<uint64_t, kSlots / 64> used_{};
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_LOOP_TIMER_WHEEL_H_
