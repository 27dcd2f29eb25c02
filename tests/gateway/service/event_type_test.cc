#include "gateway/service/event_type.h"

#include <gtest/gtest.h>

#include <set>

namespace enlace::service {
namespace {

TEST(EventTypeTest, NamesTheStateThatALegEntered) {
  store::v1::Event event;
  event.mutable_leg_transitioned()->mutable_leg()->set_state(v1::LEG_STATE_RETURNED_NOT_COMPETENT);
  EXPECT_EQ(EventType(event), "leg.returned_not_competent");
}

TEST(EventTypeTest, NamesHowAClockEndedAndWhatANoticeIs) {
  store::v1::Event event;
  event.mutable_clock_ended()->set_state(v1::CLOCK_STATE_MET_LATE);
  EXPECT_EQ(EventType(event), "clock.met_late");
  event.mutable_notice()->set_kind(v1::FEED_KIND_NO_TAKER);
  EXPECT_EQ(EventType(event), "notice.no_taker");
}

TEST(EventTypeTest, NamesTheStateThatAMeasureIsIn) {
  store::v1::Event event;
  event.mutable_measure_changed()->set_state(v1::MEASURE_STATE_REPORTED_UNSUITABLE);
  EXPECT_EQ(EventType(event), "measure.reported_unsuitable");
  event.mutable_consent_withdrawn();
  EXPECT_EQ(EventType(event), "consent.withdrawn");
}

TEST(EventTypeTest, NamesWhatWasDrawn) {
  store::v1::Event event;
  event.mutable_report_drawn()->set_kind("unanswered");
  EXPECT_EQ(EventType(event), "unanswered.drawn");
}

TEST(EventTypeTest, EveryOtherEventOfACaseHasANameOfItsOwn) {
  std::set<std::string> names;
  store::v1::Event event;
  event.mutable_case_opened();
  names.insert(EventType(event));
  event.mutable_referral_submitted();
  names.insert(EventType(event));
  event.mutable_leg_opened();
  names.insert(EventType(event));
  event.mutable_agency_excluded();
  names.insert(EventType(event));
  event.mutable_investigation_reported();
  names.insert(EventType(event));
  event.mutable_protection_reported();
  names.insert(EventType(event));
  event.mutable_native_number_linked();
  names.insert(EventType(event));
  event.mutable_clock_started();
  names.insert(EventType(event));
  event.mutable_step_taken();
  names.insert(EventType(event));
  event.mutable_leg_reminded();
  names.insert(EventType(event));
  event.mutable_feed_acknowledged();
  names.insert(EventType(event));
  EXPECT_EQ(names.size(), 11u);
  EXPECT_EQ(names.count("other"), 0u);
}

TEST(EventTypeTest, NamesWhatBecameOfAWarning) {
  store::v1::Event event;
  v1::Warning* warning = event.mutable_warning_issued()->mutable_warning();
  EXPECT_EQ(EventType(event), "warning.issued");
  warning->set_message_type(v1::WARNING_MESSAGE_TYPE_UPDATE);
  EXPECT_EQ(EventType(event), "warning.updated");
  warning->set_message_type(v1::WARNING_MESSAGE_TYPE_CANCEL);
  EXPECT_EQ(EventType(event), "warning.cancelled");
  event.mutable_warning_answered();
  EXPECT_EQ(EventType(event), "warning.answered");
}

}  // namespace
}  // namespace enlace::service
