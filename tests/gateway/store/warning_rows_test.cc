#include "gateway/store/warning_rows.h"

#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"
#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1768478400);
const char* const kFirst = "00000000000000000000000001";
const char* const kSecond = "00000000000000000000000002";

v1::WarningState WarningOf(const std::string& id, absl::Time issued = kNow) {
  v1::WarningState state;
  enlace::v1::Warning& warning = *state.mutable_warning();
  warning.set_warning_id(id);
  warning.mutable_issuer()->set_agency_id("issuer");
  warning.add_addressees()->set_agency_id("unit");
  warning.add_subdivisions("MX-CHH");
  warning.set_state(enlace::v1::WARNING_STATE_ACTIVE);
  *warning.mutable_record_time() = base::ToProto(issued);
  *warning.mutable_expire_time() = base::ToProto(issued + absl::Hours(1));
  return state;
}

class WarningRowsTest : public ::testing::Test {
 protected:
  void Write(const v1::WarningState& before, const v1::WarningState& after) {
    auto transaction = *store_.Begin();
    ASSERT_THAT(WriteWarning(*transaction, before, after), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  absl::Status Read(const WarningReader& who, const std::string& id = kFirst) {
    return ReadWarning(**store_.Read(), who, id).status();
  }
  std::vector<std::string> List(const WarningReader& who, const std::string& after = "", size_t limit = 10) {
    std::vector<std::string> ids;
    const auto listed = ListWarnings(**store_.Read(), who, after, limit);
    for (const ListedWarning& one : *listed) {
      ids.push_back(one.warning_id);
      last_ = one.position;
    }
    return ids;
  }
  std::vector<std::string> Active(const std::string& agency, absl::Time at = kNow) {
    enlace::v1::Classification classification;
    classification.mutable_territory()->set_subdivision("MX-CHH");
    classification.add_population(enlace::v1::POPULATION_GROUP_JOURNALIST);
    return *ActiveWarningsFor(**store_.Read(), agency, classification, at);
  }
  std::vector<std::string> Problems(const v1::WarningState& state) {
    ComparisonReport report;
    EXPECT_THAT(CompareWarnings(**store_.Read(), {{state.warning().warning_id(), state}}, {}, &report),
                IsOk());
    return report.problems;
  }
  MemoryStore store_;
  std::string last_;
};

TEST_F(WarningRowsTest, OnlyItsPartiesReadAWarning) {
  Write({}, WarningOf(kFirst));
  EXPECT_THAT(Read({"issuer", ""}), IsOk());
  EXPECT_THAT(Read({"unit", ""}), IsOk());
  EXPECT_THAT(Read({"cndh", "MX"}), IsOk());
  EXPECT_THAT(Read({"pdh", "GT"}), ReasonIs(enlace::v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(Read({"stranger", ""}), Read({"stranger", ""}, kSecond));
}

TEST_F(WarningRowsTest, TheNewestComesFirstAndOnce) {
  Write({}, WarningOf(kSecond, kNow));
  Write({}, WarningOf(kFirst, kNow + absl::Hours(1)));
  EXPECT_THAT(List({"unit", ""}), ElementsAre(kFirst, kSecond));
  // An issuer that oversees the country too.
  EXPECT_THAT(List({"issuer", "MX"}), ElementsAre(kFirst, kSecond));
  EXPECT_THAT(List({"issuer", "MX"}, "", 1), ElementsAre(kFirst));
  EXPECT_THAT(List({"issuer", "MX"}, last_, 1), ElementsAre(kSecond));
  EXPECT_THAT(List({"stranger", ""}), IsEmpty());
}

TEST_F(WarningRowsTest, AWarningInForceIsFoundByItsArea) {
  Write({}, WarningOf(kFirst));
  EXPECT_THAT(Active("unit"), ElementsAre(kFirst));
  EXPECT_THAT(Active("issuer"), ElementsAre(kFirst));
  EXPECT_THAT(Active("stranger"), IsEmpty());
  EXPECT_THAT(Active("unit", kNow + absl::Hours(1)), IsEmpty());
}

TEST_F(WarningRowsTest, AWarningThatWasReplacedIsNoMoreInForceButStays) {
  const v1::WarningState before = WarningOf(kFirst);
  Write({}, before);
  v1::WarningState after = before;
  after.mutable_warning()->set_state(enlace::v1::WARNING_STATE_REPLACED);
  Write(before, after);
  EXPECT_THAT(Active("unit"), IsEmpty());
  EXPECT_THAT(Read({"unit", ""}), IsOk());
  EXPECT_THAT(List({"unit", ""}), ElementsAre(kFirst));
}

TEST_F(WarningRowsTest, WhatIsDueFirstComesFirstAndFollowsTheClocks) {
  v1::WarningState late = WarningOf(kFirst);
  v1::WarningState soon = WarningOf(kSecond);
  for (v1::WarningState* state : {&late, &soon}) {
    enlace::v1::Clock* clock = state->add_clocks();
    *clock->mutable_start_time() = base::ToProto(kNow);
    *clock->add_steps()->mutable_step_time() = base::ToProto(kNow + absl::Hours(state == &late ? 2 : 1));
    Write({}, *state);
  }
  const auto next = *NextDueWarnings(**store_.Read(), 10);
  ASSERT_EQ(next.size(), 2U);
  EXPECT_EQ(next[0].warning_id, kSecond);
  EXPECT_EQ(next[0].due, kNow + absl::Hours(1));
  EXPECT_EQ(NextDueWarnings(**store_.Read(), 10, next[0])->front().warning_id, kFirst);
  v1::WarningState stopped = soon;
  stopped.mutable_clocks(0)->set_state(enlace::v1::CLOCK_STATE_VOID);
  Write(soon, stopped);
  EXPECT_EQ(NextDueWarnings(**store_.Read(), 10)->front().warning_id, kFirst);
}

TEST_F(WarningRowsTest, AComparisonFindsWhatIsMissingOrAltered) {
  v1::WarningState state = WarningOf(kFirst);
  state.mutable_warning()->mutable_sealed_alert()->set_digest(base::Sha256("cms"));
  Write({}, state);
  EXPECT_THAT(Problems(state), ElementsAre(HasSubstr("sealed payload")));
  enlace::v1::SealedPayload alert;
  alert.set_digest(base::Sha256("cms"));
  alert.set_cms("cms");
  auto transaction = *store_.Begin();
  ASSERT_THAT(WriteWarningPayload(*transaction, alert), IsOk());
  ASSERT_THAT(transaction->Commit(), IsOk());
  EXPECT_THAT(Problems(state), IsEmpty());
  alert.clear_cms();
  ASSERT_THAT(FillWarningPayload(**store_.Read(), &alert), IsOk());
  EXPECT_EQ(alert.cms(), "cms");
  state.mutable_warning()->set_state(enlace::v1::WARNING_STATE_CANCELLED);
  EXPECT_THAT(Problems(state),
              ::testing::Contains(HasSubstr("warnings: row 00000000000000000000000001 is not what")));
}

}  // namespace
}  // namespace enlace::store
