// Territories, duties and catalogues of the files of mechanisms/.
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gateway/mechanism/mechanism_set.h"
#include "gateway/mechanism/subdivision_codes.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAreArray;

class TerritoriesTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_OK_AND_ASSIGN(set_, MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms")); }

  std::string NationalCode(const char* id, const char* code) const {
    for (const config::v1::Subdivision& subdivision : set_->Find(id)->subdivisions()) {
      if (subdivision.code() == code)
        return absl::StrCat(subdivision.scheme(), " ", subdivision.national_code());
    }
    return "";
  }

  // "duty: n" of each.
  std::vector<std::string> Duties(const char* id) const {
    std::vector<std::string> duties;
    for (const config::v1::ReportingDuty& duty : set_->Find(id)->reporting_duties()) {
      duties.push_back(absl::StrCat(duty.duty_id(), ": ", duty.times_per_year()));
    }
    return duties;
  }

  std::unique_ptr<MechanismSet> set_;
};

TEST_F(TerritoriesTest, FiveMechanismsAreKnown) {
  EXPECT_THAT(set_->Ids(), ElementsAre("br-ppddh", "co-unp", "gt-national", "hn-national", "mx-federal"));
}

TEST_F(TerritoriesTest, EachListsAllSubdivisionsOfItsCountry) {
  for (const std::string& id : set_->Ids()) {
    std::vector<std::string> codes;
    for (const config::v1::Subdivision& subdivision : set_->Find(id)->subdivisions()) {
      codes.push_back(subdivision.code());
    }
    EXPECT_THAT(codes, UnorderedElementsAreArray(SubdivisionsOf(set_->Find(id)->country()))) << id;
  }
}

TEST_F(TerritoriesTest, NationalCodesKeepTheirZeros) {
  EXPECT_EQ(NationalCode("co-unp", "CO-ANT"), "DANE 05");
  EXPECT_EQ(NationalCode("mx-federal", "MX-CHH"), "INEGI 08");
  EXPECT_EQ(NationalCode("br-ppddh", "BR-SP"), "IBGE 35");
  EXPECT_EQ(NationalCode("hn-national", "HN-FM"), " ");
}

TEST_F(TerritoriesTest, DutiesToReportAreThoseThatTheSourcesState) {
  EXPECT_THAT(Duties("mx-federal"), ElementsAre("MX-REP-1: 1", "MX-REP-2: 12"));
  EXPECT_THAT(Duties("hn-national"), ElementsAre("HN-REP-1: 3", "HN-REP-2: 0"));
  EXPECT_THAT(Duties("co-unp"), ElementsAre("CO-REP-1: 1", "CO-REP-2: 0"));
  EXPECT_THAT(Duties("gt-national"), ::testing::IsEmpty());
  EXPECT_THAT(Duties("br-ppddh"), ::testing::IsEmpty());
}

// A report that names no deadline, no state and no ombudsman is not filled in.
TEST_F(TerritoriesTest, WhatTheSourcesDoNotSayStandsNowhere) {
  const Mechanism& brazil = *set_->Find("br-ppddh");
  ASSERT_EQ(brazil.agreements_size(), 1);
  EXPECT_TRUE(brazil.agreements(0).subdivisions().empty());
  for (const config::v1::ClockRule& rule : brazil.clock_rules()) {
    EXPECT_EQ(rule.authority(), v1::CLOCK_AUTHORITY_OPERATOR_TARGET) << rule.rule_id();
  }
  EXPECT_TRUE(set_->Find("mx-federal")->agreements().empty());
  for (const std::string& id : set_->Ids()) EXPECT_FALSE(set_->Find(id)->silences().empty()) << id;
}

TEST_F(TerritoriesTest, EveryCatalogueHasMeasures) {
  for (const std::string& id : set_->Ids()) EXPECT_FALSE(set_->Find(id)->measures().empty()) << id;
  std::set<v1::MeasureType> types;
  for (const config::v1::CatalogueMeasure& measure : set_->Find("co-unp")->measures())
    types.insert(measure.type());
  EXPECT_EQ(types.count(v1::MEASURE_TYPE_ARMORED_VEHICLE), 1u);
  EXPECT_EQ(types.count(v1::MEASURE_TYPE_INSTITUTIONAL_PRESENCE), 1u);
}

}  // namespace
}  // namespace enlace::mechanism
