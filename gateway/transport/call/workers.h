// Threads for what may not run on a loop: reads of the store, reports, signatures.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_WORKERS_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_WORKERS_H_

#include <deque>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "gateway/base/mutex.h"

namespace enlace::transport {

// A few threads that run jobs in the order of their coming. It bounds nothing: who
// hands jobs in does. Thread-safe.
class Workers {
 public:
  explicit Workers(int threads);
  // As Stop.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Runs `job` on one of the threads; after Stop it is destroyed without being run.
  void Run(absl::AnyInvocable<void()> job);
  // Ends the running jobs, drops the waiting ones. Idempotent.
  void Stop();

 private:
  void Work();

  base::Mutex mu_;
  base::CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<absl::AnyInvocable<void()>> jobs_ ABSL_GUARDED_BY(mu_);
  std::vector<std::thread> threads_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_WORKERS_H_
