#ifndef ENLACE_GATEWAY_SERVICE_FEED_WATCH_H_
#define ENLACE_GATEWAY_SERVICE_FEED_WATCH_H_

#include <memory>

#include "enlace/v1/feed_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Streams an agency's feed from a position on. A stream holds no items: it reads
// the store when it is woken, so that a slow reader costs no memory and a resumed
// one misses nothing. Reading a feed is no look of its own: the record of each
// event is the record of who was told.
// Thread-safe. Borrows the core.
class Watch final : public StreamHandler<v1::WatchRequest, v1::WatchResponse> {
 public:
  // `batch_size`: items per message.
  Watch(const Core& core, size_t batch_size) : core_(core), batch_size_(batch_size) {}

  //   PERMISSION_DENIED  the caller is no agency.
  //   OUT_OF_RANGE       POSITION_INVALID: after_position lies beyond the log.
  // Later, from Poll:
  //   UNAVAILABLE        the store could not read; watch again from the last
  //                      position handled.
  absl::StatusOr<std::unique_ptr<Stream<v1::WatchResponse>>> Open(const identity::Caller& caller,
                                                                  const v1::WatchRequest& request) override;

 private:
  const Core& core_;
  const size_t batch_size_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_FEED_WATCH_H_
