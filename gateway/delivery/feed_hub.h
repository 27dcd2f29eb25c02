// Wakes open streams when their agency's feed grew.
#ifndef ENLACE_GATEWAY_DELIVERY_FEED_HUB_H_
#define ENLACE_GATEWAY_DELIVERY_FEED_HUB_H_

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/base/mutex.h"

namespace enlace::delivery {

// Thread-safe. Holds no items: a subscriber reads its feed from the store, so
// that nothing is lost between a wake-up and a read.
class FeedHub {
 public:
  // Calls `wake` after every growth of the agency's feed until Unsubscribe. The
  // callback runs on the writer's thread: it must only signal.
  int Subscribe(absl::string_view agency_id, std::function<void()> wake);
  // After the return the callback does not run any more.
  void Unsubscribe(int id);
  // The feeds of these agencies grew.
  void Wake(const std::vector<std::string>& agency_ids);

 private:
  base::Mutex mu_;
  int next_id_ ABSL_GUARDED_BY(mu_) = 1;
  std::map<int, std::string> agency_of_ ABSL_GUARDED_BY(mu_);
  std::unordered_map<std::string, std::map<int, std::function<void()>>> subscribers_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::delivery

#endif  // ENLACE_GATEWAY_DELIVERY_FEED_HUB_H_
