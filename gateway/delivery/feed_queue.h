// What of an agency's feed waits for its acknowledgement.
#ifndef ENLACE_GATEWAY_DELIVERY_FEED_QUEUE_H_
#define ENLACE_GATEWAY_DELIVERY_FEED_QUEUE_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/store/store.h"

namespace enlace::delivery {

struct FeedQueue {
  // Items that the agency has not acknowledged, at most `most`.
  uint64_t waiting = 0;
  // When the oldest of them was recorded; infinite future if none waits.
  absl::Time oldest = absl::InfiniteFuture();
};

// Counts items, whatever they are about; a queue of `most` may be longer.
//   UNAVAILABLE, DATA_LOSS  as store::Reader.
absl::StatusOr<FeedQueue> QueueOf(store::Reader& reader, absl::string_view agency_id, size_t most = 10'000);

}  // namespace enlace::delivery

#endif  // ENLACE_GATEWAY_DELIVERY_FEED_QUEUE_H_
