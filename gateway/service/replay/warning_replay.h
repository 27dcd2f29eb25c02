// What the records of the case log make of warnings and their feed items.
#ifndef ENLACE_GATEWAY_SERVICE_REPLAY_WARNING_REPLAY_H_
#define ENLACE_GATEWAY_SERVICE_REPLAY_WARNING_REPLAY_H_

#include <cstdint>
#include <map>
#include <string>

#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/store/comparison.h"

namespace enlace::service {

// Takes the records of the case log in their order and gives the rows that they
// lead to, whatever is stored. Holds every warning in memory. Not thread-safe.
class WarningReplay {
 public:
  // Records without an event of a warning (looks, refusals, cases) change nothing.
  void Add(uint64_t index, const store::v1::Record& record);

  // By warning id.
  const std::map<std::string, store::v1::WarningState>& warnings() const { return warnings_; }
  const store::Rows& FeedRows() const { return feed_; }

 private:
  std::map<std::string, store::v1::WarningState> warnings_;
  store::Rows feed_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPLAY_WARNING_REPLAY_H_
