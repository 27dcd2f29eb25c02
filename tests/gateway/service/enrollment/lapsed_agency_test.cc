// An agency that slept through the life of its certificate.
#include "gateway/service/replay/replay.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class LapsedAgencyTest : public GatewayFixture {
 protected:
  LapsedAgencyTest() { EnrolScene(); }
  absl::Status Identify(const std::string& agency) const {
    return identifier_->Identify(Keys(agency).tls.ToPem()).status();
  }
};

TEST_F(LapsedAgencyTest, ItsQueueIsKeptAndAFreshTokenLetsItBackIn) {
  const v1::Referral heard = MustSubmit(kSender, Urgent());
  ASSERT_THAT(FeedOf(kProsecutor), SizeIs(1));
  clock_.SetTime(Keys(kProsecutor).tls.not_after() + absl::Hours(1));
  EXPECT_THAT(Identify(kProsecutor), ReasonIs(v1::ERROR_REASON_CERTIFICATE_EXPIRED));
  EnrolAgency(kSender);
  // Its sealing key is good for months: nobody who writes to it has to know.
  const v1::Referral missed = MustSubmit(kSender, Urgent());
  EXPECT_EQ(LegOf(missed, kProsecutor).state(), v1::LEG_STATE_DISPATCHED);

  EnrolAgency(kProsecutor);
  EXPECT_THAT(Identify(kProsecutor), IsOk());
  const std::vector<v1::FeedItem> feed = FeedOf(kProsecutor);
  ASSERT_THAT(feed, SizeIs(2));
  EXPECT_EQ(feed[0].case_id(), heard.case_id());
  EXPECT_EQ(feed[1].case_id(), missed.case_id());
  EXPECT_EQ(feed[1].kind(), v1::FEED_KIND_LEG_DISPATCHED);
  ASSERT_OK_AND_ASSIGN(const ReplayReport report, Replay(store_));
  EXPECT_THAT(report.comparison.problems, IsEmpty());
}

}  // namespace
}  // namespace enlace::service
