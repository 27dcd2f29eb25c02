#include "gateway/service/feed/watch.h"

#include "gateway/delivery/feed_reader.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Property;

class WatchTest : public GatewayFixture {
 protected:
  // Two items a message, so that a feed of seven has four messages: its agency is told
  // of the two certificates that it enrolled with.
  WatchTest() : GatewayFixture(Mode::kManual, 2) { EnrolScene(); }
  std::unique_ptr<Stream<v1::WatchResponse>> Open(const std::string& caller,
                                                  absl::optional<uint64_t> after = {}) {
    v1::WatchRequest request;
    if (after.has_value()) request.set_after_position(*after);
    auto stream = api().watch->Open(CallerOf(caller), request);
    EXPECT_THAT(stream, IsOk());
    return stream.ok() ? *std::move(stream) : nullptr;
  }
  static std::vector<uint64_t> Drain(Stream<v1::WatchResponse>& stream) {
    std::vector<uint64_t> positions;
    for (;;) {
      const auto page = stream.Poll();
      EXPECT_THAT(page, IsOk());
      if (!page.ok() || *page == nullptr) return positions;
      EXPECT_LE((*page)->items_size(), 2);
      for (const v1::FeedItem& item : (*page)->items()) positions.push_back(item.position());
    }
  }
};

TEST_F(WatchTest, ResumesExactlyFromAnyPosition) {
  for (int i = 0; i < 5; ++i) MustSubmit(kSender, Urgent());
  const std::vector<uint64_t> whole = Drain(*Open(kProsecutor));
  ASSERT_EQ(whole.size(), 7u);
  for (uint64_t after = 0; after < LogSize(); ++after) {
    std::vector<uint64_t> rest;
    for (const uint64_t position : whole) {
      if (position > after) rest.push_back(position);
    }
    EXPECT_EQ(Drain(*Open(kProsecutor, after)), rest) << "after " << after;
  }
}

TEST_F(WatchTest, SaysOnceThatItCaughtUp) {
  const auto stream = Open(kProsecutor, Drain(*Open(kProsecutor)).back());
  ASSERT_OK_AND_ASSIGN(const auto first, stream->Poll());
  ASSERT_NE(first, nullptr);
  EXPECT_THAT(first->items(), IsEmpty());
  EXPECT_TRUE(first->caught_up());
  ASSERT_OK_AND_ASSIGN(const auto second, stream->Poll());
  EXPECT_EQ(second, nullptr);
}

TEST_F(WatchTest, WakesForItsOwnAgencyOnly) {
  const auto watched = Open(kProsecutor);
  const auto idle = Open(kStranger);
  int woken = 0;
  int disturbed = 0;
  watched->OnWake([&woken] { ++woken; });
  idle->OnWake([&disturbed] { ++disturbed; });
  Drain(*watched);
  MustSubmit(kSender, Urgent());
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(disturbed, 0);
  EXPECT_EQ(Drain(*watched).size(), 1u);
}

TEST_F(WatchTest, APositionBeyondTheLogIsInvalid) {
  MustSubmit(kSender, Urgent());
  v1::WatchRequest request;
  request.set_after_position(LogSize());
  const auto refused = api().watch->Open(CallerOf(kProsecutor), request);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_POSITION_INVALID));
}

TEST_F(WatchTest, PagesThatAreFilteredOutDoNotEndTheStream) {
  std::vector<v1::Referral> lost;
  for (int i = 0; i < 4; ++i) lost.push_back(MustSubmit(kSender, Urgent()));
  const v1::Referral kept = MustSubmit(kSender, Urgent());
  for (const v1::Referral& referral : lost) MustSubmit(kSender, Urgent(), {kProsecutor}, referral.case_id());
  const std::vector<v1::FeedItem> feed = FeedOf(kProsecutor);
  ASSERT_EQ(feed.size(), 1u);
  EXPECT_EQ(feed[0].case_id(), kept.case_id());
}

TEST_F(WatchTest, ItemsOfWithdrawnCasesAreSkippedInMidFeed) {
  std::vector<v1::Referral> all;
  for (int i = 0; i < 5; ++i) all.push_back(MustSubmit(kSender, Urgent()));
  for (int i = 0; i < 4; ++i) {
    ASSERT_THAT(
        Advance(
            all[i], kProsecutor,
            [](auto* request) { request->mutable_withdraw()->set_reason("consent-withdrawn"); }, kSender),
        IsOk());
  }
  const std::vector<v1::FeedItem> feed = FeedOf(kProsecutor);
  ASSERT_EQ(feed.size(), 5u);
  EXPECT_EQ(feed[0].case_id(), all[4].case_id());
  for (int i = 1; i < 5; ++i) EXPECT_EQ(feed[i].kind(), v1::FEED_KIND_ACCESS_ENDED);
}

TEST_F(WatchTest, AnAgencyThatLosesAccessAndIsExcludedWithinOneBatchKeepsNoItem) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  const auto withdraw = [](auto* request) { request->mutable_withdraw()->set_reason("consent-withdrawn"); };
  const auto withdrawal = Command(referral, kProsecutor, withdraw);
  const auto exclusion = Submission(kSender, Urgent(), {kProsecutor}, referral.case_id());
  auto lost = Start(api().advance_leg, CallerOf(kSender), withdrawal);
  auto excluded = Start(api().submit_referral, CallerOf(kSender), exclusion);
  Pump();
  ASSERT_THAT(lost.get(), IsOk());
  ASSERT_THAT(excluded.get(), IsOk());
  EXPECT_THAT(FeedOf(kProsecutor), IsEmpty());
  ASSERT_OK_AND_ASSIGN(const auto reader, store_.Read());
  ASSERT_OK_AND_ASSIGN(const auto feed, delivery::ReadFeed(*reader, kProsecutor, absl::nullopt, 10000));
  EXPECT_THAT(feed.items, Each(Property(&v1::FeedItem::kind, v1::FEED_KIND_CERTIFICATE)));
}

TEST_F(WatchTest, TheFeedsOfAnExcludedAgencyAndAStrangerStayEmpty) {
  const v1::Referral referral = MustSubmit(kSender, Urgent(), {kPolice});
  Accept(referral, kProsecutor);
  EXPECT_THAT(FeedOf(kPolice), IsEmpty());
  EXPECT_THAT(FeedOf(kStranger), IsEmpty());
}

TEST_F(WatchTest, AFailedReadEndsTheStreamAndLosesNothing) {
  MustSubmit(kSender, Urgent());
  const auto stream = Open(kProsecutor);
  store_.FailNext(Step::kRead, absl::UnavailableError("disk"));
  EXPECT_THAT(stream->Poll(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Drain(*Open(kProsecutor)).size(), 3u);
}

TEST_F(WatchTest, AdministratorsHaveNoFeed) {
  EXPECT_THAT(api().watch->Open(Administrator(), v1::WatchRequest()),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
