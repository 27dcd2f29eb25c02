#include "client/feed_watcher.h"

#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

using ::testing::ElementsAre;

class FeedWatcherTest : public ::testing::Test {
 protected:
  static v1::WatchResponse Items(const std::vector<uint64_t>& positions, bool caught_up = false) {
    v1::WatchResponse response;
    for (const uint64_t position : positions) response.add_items()->set_position(position);
    response.set_caught_up(caught_up);
    return response;
  }
  FeedCallbacks Collect() {
    FeedCallbacks callbacks;
    callbacks.on_item = [this](const v1::FeedItem& item) {
      handled_.push_back(item.position());
      return absl::OkStatus();
    };
    callbacks.on_interruption = [this](const absl::Status&, absl::Duration delay) {
      delays_.push_back(delay);
    };
    return callbacks;
  }
  absl::Status Watch(std::optional<uint64_t> after, const FeedCallbacks& callbacks) {
    return FeedWatcher(session_, stopper_).Watch(after, callbacks);
  }
  TestPki pki_{"mx.enlace.test", absl::Now()};
  FakeGateway gateway_{pki_};
  FakeAgency agency_{gateway_, "mx-fgr"};
  // Waits are short here: Watch sleeps with the stopper, which is real.
  Session session_{*agency_.connection, agency_.clock, agency_.random, agency_.sleeper,
                   CallOptions{absl::Seconds(60), absl::Seconds(20), true,
                               RetryPolicy{absl::Milliseconds(1), absl::Milliseconds(2), 2.0, 0.5}}};
  Stopper stopper_;
  std::vector<uint64_t> handled_;
  std::vector<absl::Duration> delays_;
};

const grpc::Status kLost(grpc::StatusCode::UNAVAILABLE, "Socket closed");

TEST_F(FeedWatcherTest, GoesOnBehindTheLastItemAfterEveryInterruption) {
  gateway_.watches.push_back({{Items({3, 7})}, kLost});
  gateway_.watches.push_back({{}, kLost});
  gateway_.watches.push_back({{Items({9})}, grpc::Status::OK});
  EXPECT_THAT(Watch(std::nullopt, Collect()), ReasonIs(v1::ERROR_REASON_CERTIFICATE_REVOKED));
  EXPECT_THAT(handled_, ElementsAre(3, 7, 9));
  ASSERT_EQ(gateway_.watched.size(), 4U);
  EXPECT_FALSE(gateway_.watched[0].has_after_position());
  EXPECT_EQ(gateway_.watched[1].after_position(), 7U);
  EXPECT_EQ(gateway_.watched[2].after_position(), 7U);
  EXPECT_EQ(gateway_.watched[3].after_position(), 9U);
  EXPECT_EQ(delays_.size(), 3U);
}

TEST_F(FeedWatcherTest, ItemsThatComeTwiceAreHandledOnce) {
  gateway_.watches.push_back({{Items({3, 4}), Items({3, 4, 5})}, kLost});
  Watch(2, Collect()).IgnoreError();
  EXPECT_THAT(handled_, ElementsAre(3, 4, 5));
}

TEST_F(FeedWatcherTest, HandlersErrorEndsItAndTheItemStaysUnhandled) {
  gateway_.watches.push_back({{Items({3, 4})}, kLost});
  FeedWatcher watcher(session_, stopper_);
  FeedCallbacks callbacks = Collect();
  callbacks.on_item = [](const v1::FeedItem& item) {
    return item.position() == 4 ? absl::UnavailableError("our own system is down") : absl::OkStatus();
  };
  EXPECT_THAT(watcher.Watch(std::nullopt, callbacks),
              StatusIs(absl::StatusCode::kUnavailable, std::string("our own system is down")));
  EXPECT_EQ(watcher.position(), 3U);
  EXPECT_EQ(gateway_.watched.size(), 1U);
}

TEST_F(FeedWatcherTest, StopEndsAQuietStream) {
  gateway_.watches.push_back({{Items({3}, true)}, grpc::Status::OK, /*hang=*/true});
  FeedCallbacks callbacks = Collect();
  callbacks.on_caught_up = [this] { stopper_.Stop(); };
  EXPECT_THAT(Watch(std::nullopt, callbacks), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(handled_, ElementsAre(3));
}

TEST_F(FeedWatcherTest, WrongPositionIsFinal) {
  gateway_.watches.push_back(
      {{}, Refused(grpc::StatusCode::OUT_OF_RANGE, v1::ERROR_REASON_POSITION_INVALID, "")});
  EXPECT_THAT(Watch(99, Collect()), ReasonIs(v1::ERROR_REASON_POSITION_INVALID));
  EXPECT_TRUE(delays_.empty());
}

}  // namespace
}  // namespace enlace::client
