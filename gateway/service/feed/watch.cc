#include "gateway/service/feed/watch.h"

#include <string>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/delivery/feed_reader.h"

namespace enlace::service {
namespace {

class FeedStream final : public Stream<v1::WatchResponse> {
 public:
  FeedStream(const Core& core, std::string agency_id, absl::optional<uint64_t> after, size_t batch_size)
      : core_(core), agency_id_(std::move(agency_id)), after_(after), batch_size_(batch_size) {}

  ~FeedStream() override {
    if (subscription_ != 0) core_.feeds.Unsubscribe(subscription_);
  }

  void OnWake(std::function<void()> wake) override {
    if (subscription_ != 0) core_.feeds.Unsubscribe(subscription_);
    subscription_ = core_.feeds.Subscribe(agency_id_, std::move(wake));
  }

  absl::StatusOr<std::unique_ptr<v1::WatchResponse>> Poll() override {
    for (;;) {
      ASSIGN_OR_RETURN(const auto reader, core_.store.Read());
      ASSIGN_OR_RETURN(delivery::FeedPage page,
                       delivery::ReadFeed(*reader, agency_id_, after_, batch_size_));
      if (page.position.has_value()) after_ = page.position;
      const bool news = !page.items.empty() || (page.at_end && !told_caught_up_);
      if (!news && !page.at_end) continue;  // A whole page was filtered out.
      if (!news) return nullptr;
      auto response = std::make_unique<v1::WatchResponse>();
      for (v1::FeedItem& item : page.items) *response->add_items() = std::move(item);
      response->set_caught_up(page.at_end);
      told_caught_up_ = page.at_end;
      return response;
    }
  }

 private:
  const Core& core_;
  const std::string agency_id_;
  absl::optional<uint64_t> after_;
  const size_t batch_size_;
  int subscription_ = 0;
  bool told_caught_up_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Stream<v1::WatchResponse>>> Watch::Open(const identity::Caller& caller,
                                                                       const v1::WatchRequest& request) {
  RETURN_IF_ERROR(core_.authorizer.CheckAgency(caller));
  absl::optional<uint64_t> after;
  if (request.has_after_position()) {
    ASSIGN_OR_RETURN(const auto reader, core_.store.Read());
    ASSIGN_OR_RETURN(const uint64_t size, delivery::CaseLogSize(*reader));
    if (request.after_position() >= size) {
      return base::Refusal(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_POSITION_INVALID,
                           "after_position lies beyond the log; was the store restored from a backup?");
    }
    after = request.after_position();
  }
  std::unique_ptr<Stream<v1::WatchResponse>> stream =
      std::make_unique<FeedStream>(core_, caller.agency_id, after, batch_size_);
  return stream;
}

}  // namespace enlace::service
