#include "gateway/ledger/case_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace enlace::ledger {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

store::v1::Record RefusalOf(const std::string& agency_id) {
  store::v1::Record record;
  record.mutable_actor()->set_agency_id(agency_id);
  record.set_refusal(v1::ERROR_REASON_NOT_FOUND);
  return record;
}

class CaseIndexTest : public ::testing::Test {
 protected:
  CaseIndexTest() {
    state_.set_case_id("CASE");
    state_.add_referrals()->set_referral_id("R1");
    state_.add_referrals()->set_referral_id("R2");
    store::v1::NativeNumber* number = state_.add_native_numbers();
    number->set_agency_id("fgr");
    number->set_native_number_hash("\x01\xff");
  }
  store::v1::CaseState state_;
};

TEST_F(CaseIndexTest, ACaseIsFoundUnderItsIdItsReferralsAndItsNumbers) {
  EXPECT_THAT(IndexNamesOf(state_), ElementsAre("CASE", "R1", "R2", "fgr/01ff"));
}

TEST_F(CaseIndexTest, WhatNamesACaseStandsUnderTheCaseAlone) {
  store::v1::Record record;
  record.set_case_id("CASE");
  record.set_referral_id("R1");
  EXPECT_EQ(IndexNameOf(record), "CASE");
  record.set_refusal(v1::ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(IndexNameOf(record), "CASE");
}

TEST_F(CaseIndexTest, ARefusalStandsUnderWhatWasAskedFor) {
  store::v1::Record record = RefusalOf("cndh");
  record.set_referral_id("R2");
  EXPECT_THAT(IndexNamesOf(state_), Contains(IndexNameOf(record)));
}

TEST_F(CaseIndexTest, ANumberIsOfTheAgencyThatKeepsIt) {
  store::v1::Record record = RefusalOf("fgr");
  record.set_native_number_hash("\x01\xff");
  EXPECT_THAT(IndexNamesOf(state_), Contains(IndexNameOf(record)));
  record.mutable_actor()->set_agency_id("cndh");
  EXPECT_THAT(IndexNamesOf(state_), Not(Contains(IndexNameOf(record))));
}

TEST_F(CaseIndexTest, WhatIsOfNoCaseStandsNowhere) {
  store::v1::Record acknowledged;
  acknowledged.set_referral_id("R1");
  EXPECT_EQ(IndexNameOf(acknowledged), "");
}

}  // namespace
}  // namespace enlace::ledger
