// Randomness that a test can repeat.
#ifndef ENLACE_TESTS_SUPPORT_FAKE_RANDOM_H_
#define ENLACE_TESTS_SUPPORT_FAKE_RANDOM_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/mutex.h"
#include "gateway/base/random.h"

namespace enlace {

// The same bytes for the same seed, never the same twice in one run.
class FakeRandom final : public base::Random {
 public:
  explicit FakeRandom(uint64_t seed = 1) : seed_(seed) {}
  std::string Bytes(size_t size) override {
    base::MutexLock lock(&mu_);
    return base::HkdfSha256(absl::StrCat("seed ", seed_), absl::StrCat(counter_++), size);
  }

 private:
  const uint64_t seed_;
  base::Mutex mu_;
  uint64_t counter_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace enlace

#endif  // ENLACE_TESTS_SUPPORT_FAKE_RANDOM_H_
