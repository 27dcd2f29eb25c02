#include "gateway/service/feed/acknowledge.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class AcknowledgeTest : public GatewayFixture {
 protected:
  AcknowledgeTest() {
    EnrolScene();
    MustSubmit(kSender, Urgent());
  }
  absl::StatusOr<v1::AcknowledgeResponse> Acknowledge(const identity::Caller& caller, uint64_t position) {
    v1::AcknowledgeRequest request;
    request.set_position(position);
    return Call(api().acknowledge, caller, request);
  }
};

TEST_F(AcknowledgeTest, TheCursorNeverGoesBack) {
  ASSERT_OK_AND_ASSIGN(const v1::AcknowledgeResponse ahead, Acknowledge(CallerOf(kProsecutor), 3));
  EXPECT_EQ(ahead.position(), 3u);
  ASSERT_OK_AND_ASSIGN(const v1::AcknowledgeResponse back, Acknowledge(CallerOf(kProsecutor), 1));
  EXPECT_EQ(back.position(), 3u);
  ASSERT_OK_AND_ASSIGN(const v1::AcknowledgeResponse other, Acknowledge(CallerOf(kFederal), 1));
  EXPECT_EQ(other.position(), 1u);
}

TEST_F(AcknowledgeTest, ItIsOnTheRecord) {
  ASSERT_OK_AND_ASSIGN(const v1::AcknowledgeResponse response, Acknowledge(CallerOf(kProsecutor), 2));
  const store::v1::Record record = RecordAt(response.record().log_index());
  EXPECT_EQ(record.event_type(), "feed.acknowledged");
  EXPECT_EQ(record.event().feed_acknowledged().position(), 2u);
  EXPECT_EQ(record.actor().agency_id(), kProsecutor);
}

TEST_F(AcknowledgeTest, WhatWasNeverWrittenCannotBeAcknowledged) {
  EXPECT_THAT(Acknowledge(CallerOf(kProsecutor), LogSize()), ReasonIs(v1::ERROR_REASON_POSITION_INVALID));
  EXPECT_THAT(Acknowledge(Administrator(), 0), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
