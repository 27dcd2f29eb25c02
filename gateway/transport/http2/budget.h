// What a peer may ask of a connection besides requests: control frames, resets
// and frames without content, which cost us work and the peer next to nothing.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP2_BUDGET_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP2_BUDGET_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "gateway/transport/http/loop.h"

namespace enlace::transport {

enum class Charge : uint8_t {
  kReset,         // RST_STREAM of the peer's, or of ours that the peer provoked
  kPing,          // PING without ACK
  kSettings,      // SETTINGS without ACK
  kEmpty,         // DATA or HEADERS without content that end nothing
  kContinuation,  // CONTINUATION
  kWindow,        // WINDOW_UPDATE
  kPriority,      // PRIORITY
  kUnknown,       // frames of unknown types
};
inline constexpr size_t kCharges = 8;

// One bucket of tokens. All are counts of frames.
struct Allowance {
  uint32_t burst;       // what a full bucket holds
  uint32_t per_second;  // what time refills
  uint32_t per_work;    // what a unit of honest work refills
};

struct BudgetOptions {
  // In the order of Charge. A client with 1,000 streams under way sends about
  // 3,000 control frames before the first answer has earned anything.
  std::array<Allowance, kCharges> allowances = {{{1000, 100, 1},
                                                 {4000, 50, 3},
                                                 {1000, 20, 2},
                                                 {200, 20, 1},
                                                 {400, 50, 4},
                                                 {8000, 200, 6},
                                                 {1000, 50, 1},
                                                 {500, 20, 1}}};
};

// A bucket for each charge, refilled by time and by honest work: a flat rate
// cuts off busy gRPC clients, which send up to three control frames for each
// DATA frame. Not thread-safe.
class Budget {
 public:
  explicit Budget(const BudgetOptions& options);
  // Takes one token. False: there is none, the connection should end with
  // ENHANCE_YOUR_CALM (RFC 9113 section 10.5).
  bool Spend(Charge charge, SteadyTime now);
  // Honest work was done: a call served, a message sent whole, a KiB sent.
  void Earn(uint64_t units) { earned_ += units; }

 private:
  struct Bucket {
    uint64_t tokens = 0;
    uint64_t earned = 0;  // how much of earned_ is in
    SteadyTime filled;    // until when time is in
  };
  BudgetOptions options_;
  std::array<Bucket, kCharges> buckets_;
  uint64_t earned_ = 0;
};

// For why_closed: "reset budget".
absl::string_view NameOfBudget(Charge charge);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP2_BUDGET_H_
