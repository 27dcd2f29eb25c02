#include "gateway/store/comparison.h"

#include "gateway/base/digest.h"
#include "gateway/store/case_rows.h"
#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ComparisonTest : public ::testing::Test {
 protected:
  void Put(Table table, const std::string& key, const std::string& value) {
    auto transaction = *store_.Begin();
    ASSERT_THAT(transaction->Put(table, key, value), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  ComparisonReport Agencies(const Rows& expected, const std::function<bool(const Row&)>& exempt = nullptr) {
    ComparisonReport report;
    EXPECT_THAT(CompareRows(**store_.Read(), Table::kAgency, expected, exempt, &report), IsOk());
    return report;
  }
  ComparisonReport Cases(const v1::CaseState& state, const std::set<std::string>& erased = {}) {
    ComparisonReport report;
    EXPECT_THAT(CompareCases(**store_.Read(), {{state.case_id(), state}}, erased, &report), IsOk());
    return report;
  }
  // A case with one sealed referral, stored as it should be.
  v1::CaseState StoredCase() {
    v1::CaseState state;
    state.set_case_id("C1");
    v1::ReferralRecord* referral = state.add_referrals();
    referral->set_referral_id("R1");
    referral->mutable_origin()->set_agency_id("uep");
    referral->mutable_sealed()->set_digest(base::Sha256("cms"));
    Put(Table::kCase, "C1", state.SerializeAsString());
    for (const auto& [key, row] : AccessRowsOf(state)) Put(Table::kAccess, key, row.SerializeAsString());
    Put(Table::kSealed, base::Sha256("cms"), "cms");
    return state;
  }
  MemoryStore store_;
};

TEST_F(ComparisonTest, EqualRowsHaveNoProblem) {
  Rows expected;
  for (int i = 0; i < 1001; ++i) {  // More than two pages.
    expected[std::to_string(i)] = "x";
    Put(Table::kAgency, std::to_string(i), "x");
  }
  const ComparisonReport report = Agencies(expected);
  EXPECT_EQ(report.differences, 0U);
  EXPECT_EQ(report.rows, 1001U);
}

TEST_F(ComparisonTest, TellsAMissingAnAlteredAndAForeignRow) {
  Put(Table::kAgency, "b", "altered");
  Put(Table::kAgency, "c", "x");
  const ComparisonReport report = Agencies({{"a", "x"}, {"b", "x"}, {"d", "x"}});
  EXPECT_THAT(report.problems,
              ElementsAre(HasSubstr("row a is missing"), HasSubstr("row b is not what the records lead to"),
                          HasSubstr("row c should not be there"), HasSubstr("row d is missing")));
}

TEST_F(ComparisonTest, AnExemptRowMayBeThere) {
  Put(Table::kAgency, "c", "x");
  EXPECT_THAT(Agencies({}, [](const Row& row) { return row.key == "c"; }).problems, IsEmpty());
}

TEST_F(ComparisonTest, CountsEveryDifferenceAndNamesTheFirstHundred) {
  Rows expected;
  for (int i = 0; i < 150; ++i) expected[std::to_string(i)] = "x";
  const ComparisonReport report = Agencies(expected);
  EXPECT_EQ(report.differences, 150U);
  EXPECT_EQ(report.problems.size(), 100U);
}

TEST_F(ComparisonTest, AStoredCaseIsWhatItsStateSays) {
  EXPECT_THAT(Cases(StoredCase()).problems, IsEmpty());
}

TEST_F(ComparisonTest, TellsAnAccessRowThatNoStateGives) {
  const v1::CaseState state = StoredCase();
  Put(Table::kAccess, AccessKey("police", AccessKind::kCase, "C1"), "x");
  EXPECT_THAT(Cases(state).problems, ElementsAre(HasSubstr("should not be there")));
}

TEST_F(ComparisonTest, TellsANumberThatLeadsToTwoCases) {
  v1::CaseState first = StoredCase();
  v1::NativeNumber* number = first.add_native_numbers();
  number->set_agency_id("uep");
  number->set_native_number_hash("hash");
  v1::CaseState second = first;
  second.set_case_id("C2");
  second.mutable_referrals(0)->set_referral_id("R2");
  const auto problems = [&] {
    for (const v1::CaseState* state : {&second, &first}) {
      Put(Table::kCase, state->case_id(), state->SerializeAsString());
      for (const auto& [key, row] : AccessRowsOf(*state)) Put(Table::kAccess, key, row.SerializeAsString());
    }
    ComparisonReport report;
    EXPECT_THAT(CompareCases(**store_.Read(), {{"C1", first}, {"C2", second}}, {}, &report), IsOk());
    return report.problems;
  };
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("leads to two cases")));
  second.mutable_native_numbers(0)->set_ended(true);
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(ComparisonTest, TellsADamagedSealedPayload) {
  const v1::CaseState state = StoredCase();
  Put(Table::kSealed, base::Sha256("cms"), "cmz");
  EXPECT_THAT(Cases(state).problems, ElementsAre(HasSubstr("is damaged")));
}

TEST_F(ComparisonTest, RowsOfErasedCasesArePassedOver) {
  StoredCase();
  ComparisonReport report;
  ASSERT_THAT(CompareCases(**store_.Read(), {}, {"C1"}, &report), IsOk());
  EXPECT_THAT(report.problems, IsEmpty());
  ASSERT_THAT(CompareCases(**store_.Read(), {}, {}, &report), IsOk());
  EXPECT_EQ(report.differences, 3U);  // The state, and the sender's rows of case and referral.
}

TEST_F(ComparisonTest, AStoreThatCannotReadIsAnErrorNotAProblem) {
  auto reader = *store_.Read();
  store_.FailNext(MemoryStore::Step::kScan, absl::UnavailableError("disk"));
  ComparisonReport report;
  EXPECT_FALSE(CompareRows(*reader, Table::kAgency, {}, nullptr, &report).ok());
}

}  // namespace
}  // namespace enlace::store
