#include "gateway/warning/view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/base/time_text.h"

namespace enlace::warning {
namespace {

using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1768478400);

class WarningViewTest : public ::testing::Test {
 protected:
  WarningViewTest() {
    v1::Warning& warning = *state_.mutable_warning();
    warning.set_warning_id("W1");
    warning.mutable_issuer()->set_agency_id("issuer");
    warning.set_state(v1::WARNING_STATE_ACTIVE);
    *warning.mutable_expire_time() = base::ToProto(kNow + absl::Hours(1));
    warning.mutable_sealed_alert()->set_digest("d");
    for (const char* id : {"one", "two"}) {
      warning.add_addressees()->set_agency_id(id);
      v1::WarningAnswer* answer = state_.add_answers();
      answer->mutable_addressee()->set_agency_id(id);
      answer->mutable_sealed_note()->set_digest("n");
      v1::Clock* clock = state_.add_clocks();
      clock->mutable_responsible()->set_agency_id(id);
      *clock->mutable_due_time() = base::ToProto(kNow);
    }
  }
  v1::WarningView View(const std::string& agency_id, bool oversees = false, absl::Time at = kNow) {
    return ViewOf(state_, agency_id, PartOf(state_, agency_id, oversees), at);
  }
  store::v1::WarningState state_;
};

TEST_F(WarningViewTest, EachHasItsPart) {
  EXPECT_EQ(PartOf(state_, "issuer", true), Part::kIssuer);
  EXPECT_EQ(PartOf(state_, "one", true), Part::kAddressee);
  EXPECT_EQ(PartOf(state_, "ombudsman", true), Part::kOverseer);
  EXPECT_EQ(PartOf(state_, "stranger", false), Part::kNone);
  EXPECT_EQ(PartOf(state_, "", true), Part::kNone);
}

TEST_F(WarningViewTest, AStrangerSeesNothing) { EXPECT_EQ(View("stranger").ByteSizeLong(), 0U); }

TEST_F(WarningViewTest, AnAddresseeSeesItsOwnAnswersAndClocks) {
  const v1::WarningView view = View("one");
  ASSERT_THAT(view.answers(), SizeIs(1));
  EXPECT_EQ(view.answers(0).addressee().agency_id(), "one");
  ASSERT_THAT(view.clocks(), SizeIs(1));
  EXPECT_EQ(view.clocks(0).responsible().agency_id(), "one");
  EXPECT_TRUE(view.warning().has_sealed_alert());
}

TEST_F(WarningViewTest, TheIssuerSeesAll) {
  EXPECT_THAT(View("issuer").answers(), SizeIs(2));
  EXPECT_THAT(View("issuer").clocks(), SizeIs(2));
}

TEST_F(WarningViewTest, AnOverseerSeesAllButContent) {
  const v1::WarningView view = View("ombudsman", true);
  EXPECT_THAT(view.answers(), SizeIs(2));
  EXPECT_FALSE(view.answers(0).has_sealed_note());
  EXPECT_FALSE(view.warning().has_sealed_alert());
}

TEST_F(WarningViewTest, StatesAreThoseOfTheReading) {
  EXPECT_EQ(View("issuer").clocks(0).state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(View("issuer", false, kNow + absl::Microseconds(1)).clocks(0).state(), v1::CLOCK_STATE_OVERDUE);
  EXPECT_EQ(View("issuer", false, kNow + absl::Hours(2)).warning().state(), v1::WARNING_STATE_EXPIRED);
  state_.mutable_clocks(0)->set_state(v1::CLOCK_STATE_VOID);
  EXPECT_EQ(View("issuer", false, kNow + absl::Hours(2)).clocks(0).state(), v1::CLOCK_STATE_VOID);
}

}  // namespace
}  // namespace enlace::warning
