// Follows the agency's feed for as long as wanted, through every interruption.
#ifndef ENLACE_CLIENT_FEED_WATCHER_H_
#define ENLACE_CLIENT_FEED_WATCHER_H_

#include <cstdint>
#include <functional>
#include <optional>

#include "absl/status/status.h"
#include "client/session.h"
#include "client/stopper.h"
#include "enlace/v1/feed_service.pb.h"

namespace enlace::client {

// What a watcher tells. Called from the thread that runs Watch.
struct FeedCallbacks {
  // Each item once and in order. When it returns OK the item is handled: after
  // an interruption the feed goes on behind it. An error ends Watch with it;
  // the item is not handled and comes again next time.
  std::function<absl::Status(const v1::FeedItem& item)> on_item;
  // The feed was read up to its end; may be empty.
  std::function<void()> on_caught_up;
  // The stream broke and will be taken up again after `delay`; may be empty.
  std::function<void(const absl::Status& status, absl::Duration delay)> on_interruption;
};

// Runs Watch in the caller's thread. Silence never counts as the end: it comes
// back after every interruption that may pass by itself, without limit of
// attempts. Borrows session and stopper.
class FeedWatcher {
 public:
  FeedWatcher(Session& session, Stopper& stopper) : session_(session), stopper_(stopper) {}
  FeedWatcher(const FeedWatcher&) = delete;
  FeedWatcher& operator=(const FeedWatcher&) = delete;

  // Begins behind `after_position`, or with the first item ever.
  //   CANCELLED         the stopper was used.
  //   OUT_OF_RANGE, INVALID_ARGUMENT  POSITION_INVALID: the position is not of this feed.
  //   UNAUTHENTICATED, PERMISSION_DENIED  as the contract says.
  //   others            what on_item returned.
  absl::Status Watch(std::optional<uint64_t> after_position, const FeedCallbacks& callbacks);

  // Position of the last item handled, for the caller to keep.
  std::optional<uint64_t> position() const { return position_; }

 private:
  // One stream until it ends. Sets `progress` once anything came.
  absl::Status WatchOnce(const FeedCallbacks& callbacks, bool* progress);
  absl::Status Handle(const v1::WatchResponse& response, const FeedCallbacks& callbacks);

  Session& session_;
  Stopper& stopper_;
  std::optional<uint64_t> position_;
  // What the last call of a handler came to.
  absl::Status handler_status_;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_FEED_WATCHER_H_
