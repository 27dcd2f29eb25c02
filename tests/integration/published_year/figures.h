// What the report says of a year, and petitions of which exactly that is true.
#ifndef ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_FIGURES_H_
#define ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_FIGURES_H_

#include <optional>
#include <string>
#include <vector>

#include "enlace/v1/case_service.pb.h"

namespace enlace::published_year {

// What becomes of a petition.
enum class Fate {
  kInProcess,
  kGranted,        // A measure of it is granted.
  kMeasureDenied,  // The unit denies the measure that was asked for.
  kDeclined,       // The unit's officer declines the petition.
};

// One petition, in the words of an officer's spreadsheet.
struct Petition {
  std::string reference;
  std::string procedure;
  std::string population;
  std::string perpetrator;
  std::string incident;
  Fate fate = Fate::kInProcess;
  // The measure that was asked for, where there is one.
  std::optional<v1::RequestMeasure> measure;
};

// A file of figures: lines of `field;value;count;statement` below lines of comment
// that begin with `#`. The statement is the report's, in other words. Fields:
//   petitions    how many there are; first
//   procedure, population, perpetrator, incident
//                how many of them have that value; their counts sum to petitions
//   granted, denied
//                a measure `kind|type|subject|persons` of so many petitions each:
//                persons are those of all of them together
//   declined     so many petitions, by an officer's answer
// Whatever is neither granted, denied nor declined is in process, and what is
// belongs to the population that is named first. How other fields go together the
// report does not say: here each is spread over the year by itself.
class Figures {
 public:
  // Ends the process, naming file and line, if the file is not of that form.
  static Figures Read(const std::string& path);

  int petitions() const { return static_cast<int>(all_.size()); }
  // In the order of time.
  const std::vector<Petition>& all() const { return all_; }

 private:
  std::vector<Petition> all_;
};

}  // namespace enlace::published_year

#endif  // ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_FIGURES_H_
