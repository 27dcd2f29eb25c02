// What an adapter did since it started, as numbers.
#ifndef ENLACE_ADAPTERS_RUNTIME_COUNTS_H_
#define ENLACE_ADAPTERS_RUNTIME_COUNTS_H_

#include <cstdint>

namespace enlace::adapters {

// For the log line of each minute. Numbers only: who and what is in the ledger.
struct Counts {
  int64_t delivered = 0;
  int64_t announced = 0;
  int64_t quarantined = 0;
  int64_t sent = 0;
  int64_t refused = 0;
  int64_t held_back = 0;
  bool operator==(const Counts&) const = default;
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_COUNTS_H_
