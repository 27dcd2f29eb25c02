#include "client/feed_watcher.h"

#include <grpcpp/support/sync_stream.h>

#include "enlace/v1/feed_service.grpc.pb.h"

namespace enlace::client {

absl::Status FeedWatcher::Watch(std::optional<uint64_t> after_position, const FeedCallbacks& callbacks) {
  position_ = after_position;
  handler_status_ = absl::OkStatus();
  for (int attempt = 1;; ++attempt) {
    bool progress = false;
    absl::Status status = WatchOnce(callbacks, &progress);
    if (stopper_.stopped()) return absl::CancelledError("stopped");
    // A handler's own trouble is the caller's, even where it looks transient.
    if (!handler_status_.ok()) return handler_status_;
    // A gateway that ends a stream in peace (it restarts, say) is taken up again.
    if (status.ok()) status = absl::UnavailableError("the gateway ended the stream");
    if (!IsTransient(status, /*may_repeat=*/true)) return status;
    if (progress) attempt = 1;
    const absl::Duration delay =
        DelayAfter(session_.options().retry, status, attempt, Chance(session_.random()));
    if (callbacks.on_interruption) callbacks.on_interruption(status, delay);
    if (!stopper_.Sleep(delay)) return absl::CancelledError("stopped");
  }
}

absl::Status FeedWatcher::WatchOnce(const FeedCallbacks& callbacks, bool* progress) {
  v1::WatchRequest request;
  if (position_.has_value()) request.set_after_position(*position_);
  grpc::ClientContext context;
  const Stopper::Scope scope(stopper_, [&context] { context.TryCancel(); });
  const auto stub = v1::FeedService::NewStub(session_.connection().channel());
  const auto stream = stub->Watch(&context, request);
  v1::WatchResponse response;
  while (stream->Read(&response)) {
    *progress = true;
    handler_status_ = Handle(response, callbacks);
    if (handler_status_.ok()) continue;
    context.TryCancel();
    (void)stream->Finish();
    return handler_status_;
  }
  return FromRpc(stream->Finish());
}

absl::Status FeedWatcher::Handle(const v1::WatchResponse& response, const FeedCallbacks& callbacks) {
  for (const v1::FeedItem& item : response.items()) {
    if (stopper_.stopped()) return absl::CancelledError("stopped");
    if (position_.has_value() && item.position() <= *position_) continue;
    RETURN_IF_ERROR(callbacks.on_item(item));
    position_ = item.position();
  }
  if (response.caught_up() && callbacks.on_caught_up) callbacks.on_caught_up();
  return absl::OkStatus();
}

}  // namespace enlace::client
