#include "gateway/service/case_writer.h"

#include "gateway/delivery/feed_reader.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::Property;

class CaseWriterTest : public GatewayFixture {
 protected:
  CaseWriterTest() { EnrolScene(); }
  std::vector<store::v1::Record> RecordsFrom(uint64_t first) {
    std::vector<store::v1::Record> records;
    for (uint64_t index = first; index < LogSize(); ++index) records.push_back(RecordAt(index));
    return records;
  }
};

TEST_F(CaseWriterTest, EveryEventIsOneRecordOfTheCase) {
  const uint64_t start = LogSize();
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  std::vector<std::string> types;
  for (const store::v1::Record& record : RecordsFrom(start)) {
    EXPECT_EQ(record.case_id(), referral.case_id());
    types.push_back(record.event_type());
  }
  EXPECT_THAT(types, ::testing::ElementsAre("case.opened", "referral.submitted", "leg.dispatched",
                                            "leg.dispatched", "leg.dispatched", "clock.started"));
}

TEST_F(CaseWriterTest, WhatTheGatewayDoesNamesNoActor) {
  const uint64_t start = LogSize();
  MustSubmit(kSender, Urgent());
  for (const store::v1::Record& record : RecordsFrom(start)) {
    const bool own = record.event().has_leg_transitioned() || record.event().has_clock_started();
    EXPECT_EQ(record.has_actor(), !own) << record.event_type();
  }
}

TEST_F(CaseWriterTest, TheGatewayAndNotTheSenderTakesALegFromAnExcludedAgency) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  const uint64_t start = LogSize();
  MustSubmit(kSender, Urgent(), {kProsecutor}, referral.case_id());
  bool found = false;
  for (const store::v1::Record& record : RecordsFrom(start)) {
    if (record.event_type() != "leg.revoked") continue;
    found = true;
    EXPECT_FALSE(record.has_actor());
  }
  EXPECT_TRUE(found);
}

TEST_F(CaseWriterTest, AnExcludedAgencyIsToldNothingNotEvenThat) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  ASSERT_EQ(FeedOf(kProsecutor).size(), 1u);
  MustSubmit(kSender, Urgent(), {kProsecutor}, referral.case_id());
  ASSERT_OK_AND_ASSIGN(const auto reader, store_.Read());
  ASSERT_OK_AND_ASSIGN(const auto feed, delivery::ReadFeed(*reader, kProsecutor, absl::nullopt, 10000));
  EXPECT_THAT(feed.items, Each(Property(&v1::FeedItem::kind, v1::FEED_KIND_CERTIFICATE)));
  // The others learn that the leg ended.
  EXPECT_THAT(FeedOf(kOmbudsman), Contains(Property(&v1::FeedItem::leg_state, v1::LEG_STATE_REVOKED)));
}

TEST_F(CaseWriterTest, NoFeedTellsWhatAnExclusionIs) {
  const v1::Referral referral = MustSubmit(kSender, Urgent(), {kPolice});
  for (const char* id : {kSender, kFederal, kProsecutor, kOmbudsman}) {
    for (const v1::FeedItem& item : FeedOf(id))
      EXPECT_EQ(item.DebugString().find(kPolice), std::string::npos);
    const auto status = Call(api().get_case_status, CallerOf(id), LookAt(referral.case_id()));
    EXPECT_EQ(status->DebugString().find(kPolice), std::string::npos) << id;
  }
}

}  // namespace
}  // namespace enlace::service
