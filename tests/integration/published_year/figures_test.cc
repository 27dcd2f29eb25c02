#include "tests/integration/published_year/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "tests/support/temporary_folder.h"

namespace enlace::published_year {
namespace {

class FiguresTest : public ::testing::Test {
 protected:
  Figures Read(const std::string& text) {
    std::ofstream(folder_.File("figures.csv")) << text;
    return Figures::Read(folder_.File("figures.csv"));
  }
  TemporaryFolder folder_;
};

constexpr char kTen[] =
    "# Source\n"
    "petitions;A;10;ten\n"
    "procedure;ordinario;7;x\nprocedure;urgente;3;x\n"
    "population;periodista;6;x\npopulation;otra;4;x\n"
    "perpetrator;particular;10;x\nincident;amenaza;10;x\n"
    "granted;protective|other|collective|7;2;x\ndenied;preventive|other|individual|1;1;x\ndeclined;;3;x\n";

TEST_F(FiguresTest, EveryValueHasItsCountAndEveryPetitionItsReference) {
  const Figures figures = Read(kTen);
  std::map<std::string, int> procedures;
  std::map<Fate, int> fates;
  std::set<std::string> references;
  for (const Petition& petition : figures.all()) {
    ++procedures[petition.procedure];
    ++fates[petition.fate];
    references.insert(petition.reference);
  }
  EXPECT_EQ(figures.petitions(), 10);
  EXPECT_EQ(references.size(), 10U);
  EXPECT_EQ(procedures, (std::map<std::string, int>{{"ordinario", 7}, {"urgente", 3}}));
  EXPECT_EQ(
      fates,
      (std::map<Fate, int>{
          {Fate::kInProcess, 4}, {Fate::kGranted, 2}, {Fate::kMeasureDenied, 1}, {Fate::kDeclined, 3}}));
}

TEST_F(FiguresTest, PersonsAreSharedAmongTheMeasures) {
  std::multiset<uint32_t> persons;
  const Figures figures = Read(kTen);
  for (const Petition& petition : figures.all()) {
    if (petition.fate == Fate::kGranted) persons.insert(petition.measure->persons_covered());
  }
  EXPECT_EQ(persons, (std::multiset<uint32_t>{3, 4}));
}

TEST_F(FiguresTest, SomethingBecomesOfTheFirstPopulation) {
  const Figures figures = Read(kTen);
  for (const Petition& petition : figures.all()) {
    if (petition.fate == Fate::kInProcess) continue;
    EXPECT_EQ(petition.population, "periodista");
  }
}

TEST_F(FiguresTest, AFileThatDoesNotAddUpEndsTheProcess) {
  EXPECT_DEATH(Read("petitions;A;2;x\nprocedure;ordinario;1;x\n"), "do not sum");
  EXPECT_DEATH(Read("petitions;A;2;x\nprocedure;ordinario;3;x\n"), ":2: counts more");
  EXPECT_DEATH(Read("petitions;A;2;x\ngranted;protective|other;1;x\n"), ":2: names no kind");
  EXPECT_DEATH(Read("petitions;A;2\n"), ":1: is not field");
}

}  // namespace
}  // namespace enlace::published_year
