// Ends what waits or streams, from another thread.
#ifndef ENLACE_CLIENT_STOPPER_H_
#define ENLACE_CLIENT_STOPPER_H_

#include <functional>

#include "client/retry_policy.h"
#include "gateway/base/mutex.h"

namespace enlace::client {

// A request to stop that is made once. Thread-safe; not for signal handlers.
class Stopper final : public Sleeper {
 public:
  Stopper() = default;
  Stopper(const Stopper&) = delete;
  Stopper& operator=(const Stopper&) = delete;

  // Wakes every Sleep and calls what is set. Idempotent.
  void Stop();
  bool stopped() const;
  // Returns false as soon as Stop was called.
  bool Sleep(absl::Duration duration) override;

  // While it lives, `cancel` is called by Stop, or at once if Stop came before.
  // `cancel` must be quick and must not come back here.
  class Scope {
   public:
    Scope(Stopper& stopper, std::function<void()> cancel);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Stopper& stopper_;
  };

 private:
  mutable base::Mutex mu_;
  base::CondVar woken_;
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::function<void()> cancel_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_STOPPER_H_
