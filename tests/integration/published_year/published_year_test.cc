// Plays what a published report tells of a year, and asks the gateway for its own
// reports on it. docs/published_year.md compares them figure by figure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "enlace/v1/report_service.grpc.pb.h"
#include "gateway/base/digest.h"
#include "gateway/base/time_text.h"
#include "tests/integration/published_year/figures.h"
#include "tests/integration/published_year/replay.h"
#include "tests/integration/published_year/year_world.h"
#include "tests/support/status_matchers.h"

namespace enlace::published_year {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

constexpr int kNothing = 0;  // No such row: zeros are left out.
constexpr int kHidden = -1;  // Suppressed.

// An organisation that accompanies people sends, the mechanism's unit receives.
Country Between(const std::string& sender, const std::string& unit, const std::string& subdivision,
                const std::string& mechanism_id, const std::string& time_zone) {
  const std::string country = subdivision.substr(0, 2);
  return {{sender, v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION, country, mechanism_id, time_zone},
          {unit, v1::AGENCY_KIND_PROTECTION_UNIT, country, mechanism_id, time_zone},
          subdivision};
}
Country Mexico() {
  return Between("organizacion-mx", "mecanismo-mx", "MX-CMX", "mx-federal", "America/Mexico_City");
}
Country Colombia() { return Between("organizacion-co", "unidad-co", "CO-DC", "co-unp", "America/Bogota"); }
Country Honduras() {
  return Between("organizacion-hn", "direccion-hn", "HN-FM", "hn-national", "America/Tegucigalpa");
}
// The mandate of the body that analyses attacks had lapsed: no rule of that year
// names anybody for analysis or protection. The unit of the ministry, which
// analysed on all the same, opens the cases and refers them to the prosecutor.
Country Guatemala() {
  Country country = Between("", "gobernacion-gt", "GT-GU", "gt-national", "America/Guatemala");
  country.sender = country.unit;
  return country;
}

// A report as its reader has it, and what its receipt says.
struct Drawn {
  v1::Report report;
  bool is_proved = false;
};

const v1::ReportTable* TableOf(const v1::Report& report, v1::Breakdown breakdown) {
  for (const v1::ReportTable& table : report.tables()) {
    if (table.breakdown() == breakdown) return &table;
  }
  return nullptr;
}

int NumberIn(const v1::ReportRow& row, size_t column) {
  const v1::ReportCell& cell = row.cells(static_cast<int>(column));
  return cell.suppressed() ? kHidden : static_cast<int>(cell.value());
}

// The number in the column (the first one unless named) of the row, or of the sum
// where `key` is empty.
int Number(const v1::Report& report, v1::Breakdown breakdown, const std::string& key = "",
           const std::string& column = "") {
  const v1::ReportTable* table = TableOf(report, breakdown);
  if (table == nullptr) return kHidden;
  const auto place = std::find(table->columns().begin(), table->columns().end(), column);
  const size_t index = column.empty() ? 0 : static_cast<size_t>(place - table->columns().begin());
  if (key.empty()) return NumberIn(table->total(), index);
  for (const v1::ReportRow& row : table->rows()) {
    if (row.key() == key) return NumberIn(row, index);
  }
  return kNothing;
}

// The sum of the rows' first column.
int Sum(const v1::Report& report, v1::Breakdown breakdown) {
  int sum = 0;
  for (const v1::ReportRow& row : TableOf(report, breakdown)->rows()) sum += NumberIn(row, 0);
  return sum;
}

// As reports print it.
int Percent(int part, int whole) { return static_cast<int>(std::lround(100.0 * part / whole)); }

// All ways to part `whole` into as many as `printed`, of which each prints as it does.
int WaysToPrint(int whole, const std::vector<int>& printed) {
  int ways = 0;
  for (int a = 0; a <= whole; ++a) {
    for (int b = 0; a + b <= whole; ++b) {
      const int c = whole - a - b;
      ways += Percent(a, whole) == printed[0] && Percent(b, whole) == printed[1] &&
              Percent(c, whole) == printed[2];
    }
  }
  return ways;
}

// Played once for all tests.
class PublishedYearTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    year_ = new Year();
    year_->Play();
  }
  static void TearDownTestSuite() {
    delete year_;
    year_ = nullptr;
  }

  struct Year {
    void Play();
    void PlayQuarters();
    Drawn Draw(const Country& country, absl::CivilMonth first, absl::CivilMonth after);

    YearWorld world{absl::FromCivil(absl::CivilDay(2016, 1, 4), absl::UTCTimeZone())};
    Replay mexico{world, Mexico()};
    Replay colombia{world, Colombia()};
    Replay honduras{world, Honduras()};
    Replay guatemala{world, Guatemala()};
    Drawn mexico_2016, mexico_2017, mexico_march, mexico_2017_of_five;
    Drawn colombia_before_resolutions, colombia_2017;
    Drawn honduras_january, honduras_february, guatemala_2017, guatemala_2017_of_five;
  };
  static Year* year_;
};

PublishedYearTest::Year* PublishedYearTest::year_ = nullptr;

std::vector<Petition> Part(const Figures& figures, size_t number, size_t of) {
  const size_t size = figures.all().size();
  return {figures.all().begin() + static_cast<std::ptrdiff_t>(size * number / of),
          figures.all().begin() + static_cast<std::ptrdiff_t>(size * (number + 1) / of)};
}

Figures Read(const std::string& name) {
  return Figures::Read(absl::StrCat(ENLACE_SOURCE_DIR "/tests/integration/published_year/", name, ".csv"));
}

void PublishedYearTest::Year::PlayQuarters() {
  const Figures of_mexico = Read("mexico_2017"), of_colombia = Read("colombia_2017"),
                of_guatemala = Read("guatemala_2017");
  for (size_t quarter = 0; quarter < 4; ++quarter) {
    const absl::CivilMonth first(2017, static_cast<int>(3 * quarter) + 1);
    const absl::CivilDay last = absl::CivilDay(first + 3) - 1;
    mexico.Play(Part(of_mexico, quarter, 4), absl::CivilDay(first), last);
    guatemala.Play(Part(of_guatemala, quarter, 4), absl::CivilDay(first), last);
    colombia.Play(Part(of_colombia, quarter, 4), absl::CivilDay(first), last, /*decides=*/false);
  }
}

void PublishedYearTest::Year::Play() {
  for (const Country& country : {Mexico(), Colombia(), Honduras(), Guatemala()}) {
    world.Join(country.sender);
    if (country.unit.agency_id != country.sender.agency_id) world.Join(country.unit);
  }
  world.Join({"ministerio-publico-gt", v1::AGENCY_KIND_PROSECUTOR, "GT", "gt-national", "America/Guatemala"});

  mexico.Play(Read("mexico_2016").all(), absl::CivilDay(2016, 1, 11), absl::CivilDay(2016, 12, 30));
  PlayQuarters();
  colombia_before_resolutions = Draw(Colombia(), absl::CivilMonth(2017, 1), absl::CivilMonth(2018, 1));
  colombia.Decide(absl::CivilDay(2017, 12, 31));
  const Figures of_honduras = Read("honduras_2018");
  honduras.Play(Part(of_honduras, 0, 2), absl::CivilDay(2018, 1, 1), absl::CivilDay(2018, 1, 31));
  honduras.Play(Part(of_honduras, 1, 2), absl::CivilDay(2018, 2, 1), absl::CivilDay(2018, 2, 28));

  const absl::CivilMonth year(2017, 1), next(2018, 1);
  mexico_2016 = Draw(Mexico(), absl::CivilMonth(2016, 1), year);
  mexico_2017 = Draw(Mexico(), year, next);
  mexico_march = Draw(Mexico(), absl::CivilMonth(2017, 3), absl::CivilMonth(2017, 4));
  colombia_2017 = Draw(Colombia(), year, next);
  honduras_january = Draw(Honduras(), next, absl::CivilMonth(2018, 2));
  honduras_february = Draw(Honduras(), absl::CivilMonth(2018, 2), absl::CivilMonth(2018, 3));
  guatemala_2017 = Draw(Guatemala(), year, next);
  world.SetSmallestCell(5);
  mexico_2017_of_five = Draw(Mexico(), year, next);
  guatemala_2017_of_five = Draw(Guatemala(), year, next);
}

Drawn PublishedYearTest::Year::Draw(const Country& country, absl::CivilMonth first, absl::CivilMonth after) {
  absl::TimeZone zone;
  absl::LoadTimeZone(country.unit.time_zone, &zone);
  v1::GetReportRequest request;
  request.set_mechanism_id(country.unit.mechanism_id);
  *request.mutable_start_time() = base::ToProto(absl::FromCivil(first, zone));
  *request.mutable_end_time() = base::ToProto(absl::FromCivil(after, zone));
  request.set_officer_pseudonym("officer-1");
  const auto response = world.Ask<v1::ReportService>(country.unit.agency_id,
                                                     &v1::ReportService::StubInterface::GetReport, request);
  EXPECT_THAT(response.status(), IsOk());
  Drawn drawn;
  if (!response.ok() || !drawn.report.ParseFromString(response->document())) return drawn;
  const auto proof = world.Verify(country.unit.agency_id, response->receipt());
  EXPECT_THAT(proof.status(), IsOk());
  drawn.is_proved =
      proof.ok() && proof->record.event().report_drawn().digest() == base::Sha256(response->document());
  return drawn;
}

TEST_F(PublishedYearTest, EveryReportIsProvedByItsReceipt) {
  for (const Drawn* drawn :
       {&year_->mexico_2016, &year_->mexico_2017, &year_->mexico_march, &year_->mexico_2017_of_five,
        &year_->colombia_before_resolutions, &year_->colombia_2017, &year_->honduras_january,
        &year_->honduras_february, &year_->guatemala_2017, &year_->guatemala_2017_of_five}) {
    EXPECT_TRUE(drawn->is_proved) << drawn->report.mechanism_id();
  }
}

TEST_F(PublishedYearTest, EveryPetitionHasExactlyOneStateAndOneOutcome) {
  for (const Drawn* drawn : {&year_->mexico_2016, &year_->mexico_2017, &year_->colombia_2017,
                             &year_->honduras_january, &year_->honduras_february, &year_->guatemala_2017}) {
    for (const v1::Breakdown breakdown :
         {v1::BREAKDOWN_STATE, v1::BREAKDOWN_OUTCOME, v1::BREAKDOWN_PROCEDURE, v1::BREAKDOWN_PERPETRATOR}) {
      EXPECT_EQ(Sum(drawn->report, breakdown), Number(drawn->report, v1::BREAKDOWN_STATE));
    }
  }
}

TEST_F(PublishedYearTest, MexicosHundredAndTwoPetitionsAreTenDeniedAndTheOthersByTheirChannel) {
  const v1::Report& report = year_->mexico_2017.report;
  EXPECT_EQ(Number(report, v1::BREAKDOWN_OUTCOME), 102);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_OUTCOME, "DENIED"), 10);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_OUTCOME, "GRANTED"), 17);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_OUTCOME, "IN_PROCESS"), 75);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_PROCEDURE, "URGENT"), 26);
  // 66, and the ten denied, of which the source tells no channel.
  EXPECT_EQ(Number(report, v1::BREAKDOWN_PROCEDURE, "ORDINARY") - 10, 66);
}

TEST_F(PublishedYearTest, MexicosPetitionsRoseBySeventyNinePerCentAndNotByFiftyFive) {
  const int before = Number(year_->mexico_2016.report, v1::BREAKDOWN_OUTCOME);
  const int now = Number(year_->mexico_2017.report, v1::BREAKDOWN_OUTCOME);
  ASSERT_EQ(before, 57);
  EXPECT_EQ(Percent(now - before, before), 79);
  // What was printed is the old number as a part of the new one, cut off.
  EXPECT_EQ(100 * before / now, 55);
}

TEST_F(PublishedYearTest, MexicosPreventiveAndCollectiveMeasuresAreThoseWithAResolution) {
  const v1::Report& report = year_->mexico_2017.report;
  EXPECT_EQ(Number(report, v1::BREAKDOWN_MEASURE_KIND, "PREVENTIVE", "granted"), 12);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_MEASURE_SUBJECT, "COLLECTIVE", "granted"), 5);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_MEASURE_SUBJECT, "COLLECTIVE", "persons_covered"), 34);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_MEASURE_SUBJECT, "INDIVIDUAL", "denied"), 10);
}

TEST_F(PublishedYearTest, MexicosCrimesAreOfSeventySevenTwentyTwoAndThreePetitions) {
  const v1::Report& report = year_->mexico_2017.report;
  const int threats = Number(report, v1::BREAKDOWN_INCIDENT, "THREAT");
  const int assaults = Number(report, v1::BREAKDOWN_INCIDENT, "ASSAULT");
  const int kidnappings = Number(report, v1::BREAKDOWN_INCIDENT, "KIDNAPPING_OR_DEPRIVATION_OF_LIBERTY");
  EXPECT_THAT((std::vector<int>{threats, assaults, kidnappings}), ElementsAre(77, 22, 3));
  EXPECT_THAT((std::vector<int>{Percent(threats, 102), Percent(assaults, 102), Percent(kidnappings, 102)}),
              ElementsAre(75, 22, 3));
  EXPECT_EQ(WaysToPrint(102, {75, 22, 3}), 1);
}

TEST_F(PublishedYearTest, NoHundredAndTwoPetitionsHaveTheSharesOfPerpetratorsThatWerePrinted) {
  EXPECT_EQ(WaysToPrint(102, {34, 32, 34}), 0);
  // Nor has the number of those that were taken in; a hundred would have them.
  EXPECT_EQ(WaysToPrint(92, {34, 32, 34}), 0);
  EXPECT_EQ(WaysToPrint(100, {34, 32, 34}), 1);
  const v1::Report& report = year_->mexico_2017.report;
  const int state = Number(report, v1::BREAKDOWN_PERPETRATOR, "STATE_AGENT");
  const int others = Number(report, v1::BREAKDOWN_PERPETRATOR, "NON_STATE_ACTOR");
  const int unknown = Number(report, v1::BREAKDOWN_PERPETRATOR, "UNIDENTIFIED");
  EXPECT_THAT((std::vector<int>{state, others, unknown}), ElementsAre(35, 33, 34));
  // The nearest that there are: one of the three prints one less.
  EXPECT_THAT((std::vector<int>{Percent(state, 102), Percent(others, 102), Percent(unknown, 102)}),
              ElementsAre(34, 32, 33));
}

TEST_F(PublishedYearTest, MexicosMonthlyReportIsThatOfItsDutyAndCountsTheClocksOfTheLaw) {
  const v1::Report& report = year_->mexico_march.report;
  EXPECT_THAT(report.duty_ids(), Contains("MX-REP-2"));
  const int urgent = Number(report, v1::BREAKDOWN_PROCEDURE, "URGENT");
  const int ordinary = Number(report, v1::BREAKDOWN_PROCEDURE, "ORDINARY");
  ASSERT_GT(urgent, 0);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_CLOCK, "MX-1"), urgent);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_CLOCK, "MX-3"), ordinary);
  // Nobody reported an answer: the three hours and the ten days are overdue.
  EXPECT_EQ(Number(report, v1::BREAKDOWN_CLOCK, "MX-1", "overdue"), urgent);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_CLOCK, "MX-3", "overdue"), ordinary);
}

TEST_F(PublishedYearTest, ColombiasRequestsAndMeasuresAreCountedApart) {
  const v1::Report& report = year_->colombia_2017.report;
  EXPECT_EQ(Number(report, v1::BREAKDOWN_OUTCOME), 3152);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_MEASURE_KIND, "", "granted"), 411);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_OUTCOME, "IN_PROCESS"), 3152 - 411);
}

TEST_F(PublishedYearTest, ColombiasCollectiveMeasuresAreThoseThatAResolutionGranted) {
  const v1::Report& before = year_->colombia_before_resolutions.report;
  EXPECT_EQ(Number(before, v1::BREAKDOWN_MEASURE_SUBJECT, "COLLECTIVE", "requested"), 22);
  EXPECT_EQ(Number(before, v1::BREAKDOWN_MEASURE_SUBJECT, "COLLECTIVE", "granted"), 0);
  const v1::Report& after = year_->colombia_2017.report;
  EXPECT_EQ(Number(after, v1::BREAKDOWN_MEASURE_SUBJECT, "COLLECTIVE", "requested"), 22);
  EXPECT_EQ(Number(after, v1::BREAKDOWN_MEASURE_SUBJECT, "COLLECTIVE", "granted"), 22);
}

TEST_F(PublishedYearTest, HondurasTwentyTwoUnexplainedPetitionsHaveAnOutcomeHere) {
  const auto both = [](const std::string& outcome) {
    return Number(year_->honduras_january.report, v1::BREAKDOWN_OUTCOME, outcome) +
           Number(year_->honduras_february.report, v1::BREAKDOWN_OUTCOME, outcome);
  };
  EXPECT_EQ(both(""), 262);
  EXPECT_EQ(both("IN_PROCESS"), 173);
  EXPECT_EQ(both("DENIED"), 67);
  EXPECT_EQ(both("GRANTED"), 22);
  EXPECT_EQ(both("IN_PROCESS") + both("DENIED") + both("GRANTED"), both(""));
}

TEST_F(PublishedYearTest, GuatemalasDefendersAreTwentySevenOfTwoHundredAndNinetyThree) {
  const v1::Report& report = year_->guatemala_2017.report;
  EXPECT_EQ(Number(report, v1::BREAKDOWN_POPULATION), 293);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_POPULATION, "HUMAN_RIGHTS_DEFENDER"), 27);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_MEASURE_TYPE, "PERIMETER_SECURITY", "granted"), 25);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_MEASURE_TYPE, "SECURITY_PERSONNEL", "granted"), 1);
  EXPECT_EQ(Number(report, v1::BREAKDOWN_OUTCOME, "DENIED"), 1);
}

TEST_F(PublishedYearTest, WithASmallestCellOfFiveNoSmallNumberIsShown) {
  const v1::Report& mexico = year_->mexico_2017_of_five.report;
  EXPECT_EQ(Number(mexico, v1::BREAKDOWN_OUTCOME), 102);
  EXPECT_EQ(Number(mexico, v1::BREAKDOWN_INCIDENT, "THREAT"), 77);
  EXPECT_EQ(Number(mexico, v1::BREAKDOWN_INCIDENT, "KIDNAPPING_OR_DEPRIVATION_OF_LIBERTY"), kHidden);
  // Else the three could be had from the sum.
  EXPECT_EQ(Number(mexico, v1::BREAKDOWN_INCIDENT, "ASSAULT"), kHidden);
  const v1::Report& guatemala = year_->guatemala_2017_of_five.report;
  EXPECT_EQ(Number(guatemala, v1::BREAKDOWN_MEASURE_TYPE, "SECURITY_PERSONNEL", "granted"), kHidden);
  EXPECT_EQ(Number(guatemala, v1::BREAKDOWN_OUTCOME, "DENIED"), kHidden);
}

}  // namespace
}  // namespace enlace::published_year
