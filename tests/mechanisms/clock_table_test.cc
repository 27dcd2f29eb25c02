// Every clock that the sources state, row by row: from which event to which, how
// long, under whose authority, and when it is due. BR, CO-3 and CO-4 have no
// length in the sources and therefore no clock.
#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>

#include "gateway/base/time_text.h"
#include "gateway/clock/clocks.h"
#include "gateway/mechanism/mechanism_set.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

constexpr auto kOrdinary = v1::PROCEDURE_TYPE_ORDINARY;
constexpr auto kUrgent = v1::PROCEDURE_TYPE_URGENT;
constexpr auto kAnywhere = v1::CLOCK_LOCALITY_UNSPECIFIED;
constexpr auto kCapital = v1::CLOCK_LOCALITY_CAPITAL_CITY;
constexpr auto kOutside = v1::CLOCK_LOCALITY_OUTSIDE_CAPITAL_CITY;
constexpr auto kStatute = v1::CLOCK_AUTHORITY_STATUTE;
constexpr auto kDirective = v1::CLOCK_AUTHORITY_REGULATION_OR_DIRECTIVE;
constexpr auto kStated = v1::CLOCK_AUTHORITY_STATED_BY_AUTHORITY;

struct Row {
  const char* rule;
  const char* mechanism;
  v1::ProcedureType procedure;
  v1::ClockLocality locality;
  v1::ClockEvent starts;
  v1::ClockEvent stops;
  // Local times of the mechanism.
  const char* start;
  const char* due;
  v1::ClockAuthority authority;
  bool inferred;
  bool ambiguous;
  // The first day of the rule; the day before it nothing starts.
  const char* first_day;
};

// GoogleTest prints a row by the rule's name.
void PrintTo(const Row& row, std::ostream* out) { *out << row.rule; }

constexpr Row kRows[] = {
    {"CO-1", "co-unp", kOrdinary, kAnywhere, v1::CLOCK_EVENT_PETITION_RECEIVED,
     v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED, "2018-01-10T09:30:00-05:00", "2018-04-11T00:00:00-05:00",
     kStated, false, true, "2011-01-01"},
    {"CO-2", "co-unp", kOrdinary, kAnywhere, v1::CLOCK_EVENT_RESOLUTION_ISSUED,
     v1::CLOCK_EVENT_MEASURES_IMPLEMENTED, "2018-01-10T09:30:00-05:00", "2018-03-12T00:00:00-05:00", kStated,
     true, true, "2011-01-01"},
    {"HN-1", "hn-national", kOrdinary, kAnywhere, v1::CLOCK_EVENT_PETITION_RECEIVED,
     v1::CLOCK_EVENT_RESOLUTION_ISSUED, "2018-01-10T09:30:00-06:00", "2018-01-11T09:30:00-06:00", kStated,
     false, true, "2015-05-15"},
    {"HN-1", "hn-national", kUrgent, kAnywhere, v1::CLOCK_EVENT_PETITION_RECEIVED,
     v1::CLOCK_EVENT_RESOLUTION_ISSUED, "2018-01-13T23:00:00-06:00", "2018-01-14T23:00:00-06:00", kStated,
     false, true, "2015-05-15"},
    {"GT-1", "gt-national", kUrgent, kCapital, v1::CLOCK_EVENT_CRIME_COMMITTED,
     v1::CLOCK_EVENT_TAKEN_TO_PROSECUTORS_OFFICE, "2018-06-01T22:15:00-06:00", "2018-06-02T22:15:00-06:00",
     kDirective, false, true, "2018-05-14"},
    {"GT-2", "gt-national", kUrgent, kOutside, v1::CLOCK_EVENT_CRIME_COMMITTED,
     v1::CLOCK_EVENT_TAKEN_TO_PROSECUTORS_OFFICE, "2018-06-01T22:15:00-06:00", "2018-06-04T22:15:00-06:00",
     kDirective, false, true, "2018-05-14"},
    {"GT-3", "gt-national", kUrgent, kCapital, v1::CLOCK_EVENT_CRIME_COMMITTED,
     v1::CLOCK_EVENT_INVESTIGATION_MEETING_CONVENED, "2018-06-01T22:15:00-06:00", "2018-06-04T22:15:00-06:00",
     kDirective, true, true, "2018-05-14"},
    {"GT-3", "gt-national", kOrdinary, kOutside, v1::CLOCK_EVENT_CRIME_COMMITTED,
     v1::CLOCK_EVENT_INVESTIGATION_MEETING_CONVENED, "2018-06-01T22:15:00-06:00", "2018-06-04T22:15:00-06:00",
     kDirective, true, true, "2018-05-14"},
    {"MX-1", "mx-federal", kUrgent, kAnywhere, v1::CLOCK_EVENT_PETITION_RECEIVED,
     v1::CLOCK_EVENT_RESPONSE_GIVEN, "2017-06-03T23:00:00-05:00", "2017-06-04T02:00:00-05:00", kStatute,
     false, true, "2012-11-12"},
    {"MX-2", "mx-federal", kUrgent, kAnywhere, v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED,
     v1::CLOCK_EVENT_MEASURES_IMPLEMENTED, "2017-06-03T23:00:00-05:00", "2017-06-04T08:00:00-05:00", kStatute,
     false, false, "2012-11-12"},
    {"MX-3", "mx-federal", kOrdinary, kAnywhere, v1::CLOCK_EVENT_PETITION_RECEIVED,
     v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED, "2017-06-03T23:00:00-05:00", "2017-06-14T00:00:00-05:00",
     kStatute, false, true, "2012-11-12"},
    {"MX-4", "mx-federal", kOrdinary, kAnywhere, v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED,
     v1::CLOCK_EVENT_MEASURES_IMPLEMENTED, "2017-06-03T23:00:00-05:00", "2017-07-04T00:00:00-05:00", kStatute,
     true, true, "2012-11-12"},
};

class ClockTableTest : public ::testing::TestWithParam<Row> {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(set_, MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
    rules_ = set_->Find(GetParam().mechanism);
    referral_.set_referral_id("REF");
    referral_.mutable_classification()->set_procedure(GetParam().procedure);
    referral_.mutable_classification()->mutable_territory()->set_locality(GetParam().locality);
  }

  // The row's clock among those that the event starts at `at`.
  absl::optional<v1::Clock> StartedAt(absl::Time at) const {
    for (const store::v1::Event& event :
         clock::OnEvent(*rules_, {}, referral_, nullptr, GetParam().starts, at)) {
      if (event.clock_started().rule_id() == GetParam().rule) return event.clock_started();
    }
    return absl::nullopt;
  }

  std::unique_ptr<MechanismSet> set_;
  const Mechanism* rules_ = nullptr;
  store::v1::ReferralRecord referral_;
};

TEST_P(ClockTableTest, StartsIsDueAndStopsAsTheRowSays) {
  const Row& row = GetParam();
  const absl::Time start = *base::ParseTime(row.start);
  const absl::Time due = *base::ParseTime(row.due);
  const absl::optional<v1::Clock> clock = StartedAt(start);
  ASSERT_TRUE(clock.has_value());
  EXPECT_EQ(base::FromProto(clock->due_time()), due);
  EXPECT_EQ(clock->stops(), row.stops);
  EXPECT_EQ(clock->authority(), row.authority);
  EXPECT_EQ(clock->inferred(), row.inferred);
  EXPECT_EQ(clock::StateAt(*clock, due), v1::CLOCK_STATE_RUNNING);
  // A least time is a floor, which nobody breaches.
  EXPECT_EQ(clock::StateAt(*clock, due + absl::Microseconds(1)),
            clock->at_least() ? v1::CLOCK_STATE_RUNNING : v1::CLOCK_STATE_OVERDUE);

  store::v1::CaseState state;
  *state.add_clocks() = *clock;
  bool stopped = false;
  for (const store::v1::Event& event : clock::OnEvent(*rules_, state, referral_, nullptr, row.stops, due)) {
    stopped = stopped || (event.clock_ended().clock_id() == clock->clock_id() &&
                          event.clock_ended().state() == v1::CLOCK_STATE_MET);
  }
  EXPECT_TRUE(stopped);
}

TEST_P(ClockTableTest, RunsFromTheFirstDayOfItsRuleAndNotBefore) {
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone(rules_->time_zone(), &zone));
  absl::Time first;
  std::string problem;
  ASSERT_TRUE(absl::ParseTime("%Y-%m-%d", GetParam().first_day, zone, &first, &problem));
  EXPECT_TRUE(StartedAt(first).has_value());
  EXPECT_FALSE(StartedAt(first - absl::Microseconds(1)).has_value());
}

TEST_P(ClockTableTest, AmbiguityOfTheSourceIsKept) {
  for (const config::v1::ClockRule& rule : rules_->clock_rules()) {
    if (rule.rule_id() != GetParam().rule) continue;
    EXPECT_EQ(!rule.ambiguity().empty(), GetParam().ambiguous);
    EXPECT_FALSE(rule.legal_reference().empty());
    EXPECT_EQ(rule.at_least(), rule.rule_id() == "CO-1");
    EXPECT_EQ(!rule.exception().empty(), rule.rule_id() == "CO-2");
  }
}

INSTANTIATE_TEST_SUITE_P(Rows, ClockTableTest, ::testing::ValuesIn(kRows));

// What is not in the table is the operator's, and says so.
TEST(ClocksOfTheFilesTest, NoOtherClockClaimsToBeLaw) {
  ASSERT_OK_AND_ASSIGN(const auto set, MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
  for (const std::string& id : set->Ids()) {
    for (const config::v1::ClockRule& rule : set->Find(id)->clock_rules()) {
      bool in_table = false;
      for (const Row& row : kRows) in_table = in_table || rule.rule_id() == row.rule;
      EXPECT_EQ(in_table, rule.authority() != v1::CLOCK_AUTHORITY_OPERATOR_TARGET) << rule.rule_id();
    }
  }
}

TEST(ClocksOfTheFilesTest, InEveryMechanismASilentInvestigationIsAnAlarm) {
  ASSERT_OK_AND_ASSIGN(const auto set, MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
  for (const std::string& id : set->Ids()) {
    int rules = 0;
    for (const config::v1::ClockRule& rule : set->Find(id)->clock_rules()) {
      if (rule.starts() != v1::CLOCK_EVENT_STATUS_MOVED) continue;
      ++rules;
      EXPECT_EQ(rule.stops(), v1::CLOCK_EVENT_STATUS_MOVED);
      EXPECT_EQ(rule.amount(), 30u);
      EXPECT_EQ(rule.responsible_purpose(), v1::LEG_PURPOSE_INVESTIGATION);
      EXPECT_TRUE(rule.inferred());
    }
    EXPECT_EQ(rules, 1) << id;
  }
}

TEST(ClocksOfTheFilesTest, RowsWithoutALengthAreSilences) {
  ASSERT_OK_AND_ASSIGN(const auto set, MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
  const auto is_silence = [&set](const char* id, const char* about) {
    for (const config::v1::Silence& silence : set->Find(id)->silences()) {
      if (silence.about() == about) return true;
    }
    return false;
  };
  EXPECT_TRUE(is_silence("br-ppddh", "BR"));
  EXPECT_TRUE(is_silence("co-unp", "CO-3"));
  EXPECT_TRUE(is_silence("co-unp", "CO-4"));
}

}  // namespace
}  // namespace enlace::mechanism
