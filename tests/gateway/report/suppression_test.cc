#include "gateway/report/suppression.h"

#include <functional>

#include "tests/gateway/report/report_fixture.h"

namespace enlace::report {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

using Kind = Column::Kind;
using Numbers = std::vector<std::vector<int>>;  // by row, the parts; or one number

// A table whose numbers all come from cases of their own: rows A, B, C, ...
Tally TallyOf(const Numbers& numbers, bool with_parts) {
  Tally tally;
  tally.columns = {{"all"}};
  if (with_parts) tally.columns.insert(tally.columns.end(), {{"yes", Kind::kPart}, {"no", Kind::kPart}});
  uint32_t next_case = 0;
  for (size_t i = 0; i < numbers.size(); ++i) {
    TallyRow& row = tally.At(std::string(1, static_cast<char>('A' + i)));
    for (size_t part = 0; part < numbers[i].size(); ++part) {
      for (int n = 0; n < numbers[i][part]; ++n) {
        row.cells[0].Add(++next_case);
        if (with_parts) row.cells[part + 1].Add(next_case);
      }
    }
  }
  return tally;
}

std::map<std::string, std::string> Suppressed(const std::vector<int>& numbers, uint32_t smallest_cell = 5) {
  Numbers rows;
  for (const int number : numbers) rows.push_back({number});
  return Rows(Suppress(TallyOf(rows, false), smallest_cell));
}

TEST(SuppressionTest, NumbersThatAreLargeEnoughAreShown) {
  EXPECT_THAT(Suppressed({5, 40}), ElementsAre(Pair("", "45"), Pair("A", "5"), Pair("B", "40")));
}

TEST(SuppressionTest, ASmallNumberTakesItsSmallestNeighbourWithIt) {
  EXPECT_THAT(Suppressed({4, 40, 20}),
              ElementsAre(Pair("", "64"), Pair("A", "<"), Pair("B", "40"), Pair("C", "<")));
}

TEST(SuppressionTest, OfTwoRowsNeitherIsLeftToSubtract) {
  EXPECT_THAT(Suppressed({2, 98}), ElementsAre(Pair("", "100"), Pair("A", "<"), Pair("B", "<")));
}

TEST(SuppressionTest, TwoSmallOnesThatTheirSumWouldTellTakeAThirdWithThem) {
  EXPECT_THAT(Suppressed({1, 1, 50, 60}),
              ElementsAre(Pair("", "112"), Pair("A", "<"), Pair("B", "<"), Pair("C", "<"), Pair("D", "60")));
}

TEST(SuppressionTest, ATableOfFewerCasesThanTheSmallestCellHasNoRowsAndNoTotal) {
  EXPECT_THAT(Suppressed({1, 3}), ElementsAre(Pair("", "<")));
}

TEST(SuppressionTest, WhatEveryRowWouldTellIsLeftWithoutRows) {
  // Six rows of six cases: each can only be 1.
  EXPECT_THAT(Suppressed({1, 1, 1, 1, 1, 1}), ElementsAre(Pair("", "6")));
}

TEST(SuppressionTest, NoughtIsNoRowAndASmallestCellOfOneHidesNothing) {
  EXPECT_THAT(Suppressed({0, 1, 7}, 1), ElementsAre(Pair("", "8"), Pair("B", "1"), Pair("C", "7")));
  EXPECT_THAT(Suppressed({0, 6, 7}), ElementsAre(Pair("", "13"), Pair("B", "6"), Pair("C", "7")));
}

TEST(SuppressionTest, ManyThingsOfFewCasesAreASmallNumber) {
  Tally tally;
  tally.columns = {{"measures"}};
  for (uint32_t one = 1; one <= 30; ++one) {
    for (int i = 0; i < 4; ++i) tally.At(one <= 4 ? "A" : one <= 12 ? "B" : "C").cells[0].Add(one);
  }
  EXPECT_THAT(Rows(Suppress(tally, 5)),
              ElementsAre(Pair("", "120"), Pair("A", "<"), Pair("B", "<"), Pair("C", "72")));
}

TEST(SuppressionTest, ASmallPartHidesThePartsOfItsRowAndOfANeighbour) {
  // Of row A 3 are "yes"; its total stays, and neither the other part nor another
  // row leaves the 3 as a rest.
  EXPECT_THAT(
      Rows(Suppress(TallyOf({{3, 47}, {30, 40}, {90, 80}}, true), 5)),
      ElementsAre(Pair("", "290 123 167"), Pair("A", "50 < <"), Pair("B", "70 < <"), Pair("C", "170 90 80")));
}

TEST(SuppressionTest, APartThatIsSmallInTheSumHidesTheSumsOfAllParts) {
  EXPECT_THAT(Rows(Suppress(TallyOf({{3, 47}, {0, 40}}, true), 5)),
              ElementsAre(Pair("", "90 < <"), Pair("A", "50 < <"), Pair("B", "40 0 40")));
}

TEST(SuppressionTest, WeightsAndDerivedFiguresAreHiddenWithWhatTheyAreAbout) {
  Tally tally = TallyOf({{3, 47}, {30, 40}, {90, 80}}, true);
  tally.columns.push_back({"persons", Kind::kWeight, 1});
  tally.columns.push_back({"hours", Kind::kDerived, 1});
  for (auto& [key, row] : tally.rows) {
    row.cells.resize(5);
    row.cells[3].Add(1, 200);
    row.derived = {7};
  }
  EXPECT_THAT(Rows(Suppress(tally, 5)), ElementsAre(Pair("", "290 123 167 600 -"), Pair("A", "50 < < < <"),
                                                    Pair("B", "70 < < < <"), Pair("C", "170 90 80 200 7")));
}

TEST(SuppressionTest, ARowIsHiddenForAReasonFromOutsideAndNotAlone) {
  Tally tally = TallyOf({{30}, {40}, {50}}, false);
  EXPECT_THAT(Rows(Suppress(tally, 5, {"B"})),
              ElementsAre(Pair("", "120"), Pair("A", "<"), Pair("B", "<"), Pair("C", "50")));
}

// Whoever knows the table as published, and that each row of it is at least 1, can
// make these values of the hidden cells: by row and column, all that are possible.
class Attacker {
 public:
  Attacker(const v1::ReportTable& table, int parts) : parts_(parts) {
    for (int column = 0; column <= parts_; ++column) {
      const v1::ReportCell& total = table.total().cells(column);
      rest_.push_back(total.suppressed() ? kUnknown : static_cast<int>(total.value()));
      for (const v1::ReportRow& row : table.rows()) {
        if (rest_[column] != kUnknown && !row.cells(column).suppressed()) {
          rest_[column] -= static_cast<int>(row.cells(column).value());
        }
      }
    }
    for (const v1::ReportRow& row : table.rows()) {
      for (const v1::ReportCell& cell : row.cells()) {
        if (cell.suppressed()) {
          hidden_.push_back(&row);
          break;
        }
      }
    }
    guess_.resize(hidden_.size());
    Try(0, rest_);
  }

  const std::map<std::pair<std::string, int>, std::set<int>>& possible() const { return possible_; }
  bool Exists() const { return solutions_ > 0; }

 private:
  static constexpr int kUnknown = -1;

  // Takes `value` from what is left of the column; false if there is not as much.
  static bool Take(int value, int* rest) {
    if (*rest == kUnknown) return true;
    *rest -= value;
    return *rest >= 0;
  }
  bool Fits(const v1::ReportRow& row, int column, int value) const {
    return row.cells(column).suppressed() || static_cast<int>(row.cells(column).value()) == value;
  }

  void Try(size_t i, const std::vector<int>& rest) {
    if (i == hidden_.size()) {
      for (const int left : rest) {
        if (left > 0) return;
      }
      return Note();
    }
    const v1::ReportRow& row = *hidden_[i];
    const int most = row.cells(0).suppressed() ? rest[0] : static_cast<int>(row.cells(0).value());
    for (int base = 1; base <= most; ++base) {
      if (!Fits(row, 0, base)) continue;
      for (int yes = 0; yes <= (parts_ > 0 ? base : 0); ++yes) {
        const std::vector<int> values =
            parts_ > 0 ? std::vector<int>{base, yes, base - yes} : std::vector<int>{base};
        std::vector<int> left = rest;
        bool fits = true;
        for (int column = 0; column <= parts_ && fits; ++column) {
          fits = Fits(row, column, values[column]) &&
                 (!row.cells(column).suppressed() || Take(values[column], &left[column]));
        }
        if (!fits) continue;
        guess_[i] = values;
        Try(i + 1, left);
      }
    }
  }

  void Note() {
    ++solutions_;
    for (size_t i = 0; i < hidden_.size(); ++i) {
      for (int column = 0; column <= parts_; ++column) {
        if (hidden_[i]->cells(column).suppressed()) {
          possible_[{hidden_[i]->key(), column}].insert(guess_[i][column]);
        }
      }
    }
  }

  const int parts_;
  std::vector<int> rest_;  // what the shown rows leave of each total
  std::vector<const v1::ReportRow*> hidden_;
  Numbers guess_;
  int solutions_ = 0;
  std::map<std::pair<std::string, int>, std::set<int>> possible_;
};

std::string TextOf(const v1::ReportTable& table) {
  std::string text;
  for (const auto& [key, row] : Rows(table)) text += key + ": " + row + "\n";
  return text;
}

void ExpectNothingIsRecovered(const Numbers& numbers, bool with_parts, int smallest_cell) {
  const v1::ReportTable table = Suppress(TallyOf(numbers, with_parts), smallest_cell);
  const Attacker attacker(table, with_parts ? 2 : 0);
  ASSERT_TRUE(table.rows().empty() || attacker.Exists()) << TextOf(table);
  for (const auto& [cell, values] : attacker.possible()) {
    EXPECT_GT(values.size(), 1u) << cell.first << " " << cell.second << " is " << *values.begin() << "\n"
                                 << TextOf(table);
    // Nor does anybody see that it is a small one.
    EXPECT_TRUE(cell.second != 0 || *values.rbegin() >= smallest_cell) << TextOf(table);
  }
  // What is small is hidden in the first place.
  for (const v1::ReportRow& row : table.rows()) {
    for (const v1::ReportCell& shown : row.cells()) {
      EXPECT_TRUE(!shown.has_value() || shown.value() == 0 ||
                  shown.value() >= static_cast<uint64_t>(smallest_cell))
          << TextOf(table);
    }
  }
}

TEST(SuppressionTest, NoSuppressedCellOfAColumnIsRecoveredByTryingAllNumbers) {
  RandomCases random(11);
  for (int trial = 0; trial < 4000; ++trial) {
    Numbers numbers(1 + random.Below(5));
    for (auto& row : numbers) row = {static_cast<int>(random.Below(random.Below(2) == 0 ? 4 : 9))};
    ExpectNothingIsRecovered(numbers, false, 2 + static_cast<int>(random.Below(4)));
  }
}

TEST(SuppressionTest, NoSuppressedCellIsRecoveredFromASecondColumnByTryingAllNumbers) {
  RandomCases random(12);
  for (int trial = 0; trial < 1500; ++trial) {
    Numbers numbers(1 + random.Below(4));
    for (auto& row : numbers) row = {static_cast<int>(random.Below(5)), static_cast<int>(random.Below(6))};
    ExpectNothingIsRecovered(numbers, true, 2 + static_cast<int>(random.Below(2)));
  }
}

}  // namespace
}  // namespace enlace::report
