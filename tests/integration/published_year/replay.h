// Plays petitions as agencies would: a spreadsheet goes out, cases come in, officers
// answer, the unit asks for measures and decides on them.
#ifndef ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_REPLAY_H_
#define ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_REPLAY_H_

#include <map>
#include <string>
#include <vector>

#include "tests/integration/published_year/figures.h"
#include "tests/integration/published_year/year_world.h"

namespace enlace::published_year {

// A mechanism and who takes part in the replay of its figures.
struct Country {
  Member sender;
  // Answers for measures; the sender itself where no rule of the year names anybody
  // for protection.
  Member unit;
  // Where all of it happens: of places nothing is told.
  std::string subdivision;
};

// Not thread-safe. Borrows the world, in which both agencies are members.
class Replay {
 public:
  Replay(YearWorld& world, Country country) : world_(world), country_(std::move(country)) {}

  // Petitions of the days from `first` on, one after another, evenly, up to `last`;
  // the world's clock is set to the evening of that day. `decides` false leaves
  // collective measures at their request (Decide grants them).
  void Play(const std::vector<Petition>& petitions, absl::CivilDay first, absl::CivilDay last,
            bool decides = true);
  // The resolutions that Play left, on that day.
  void Decide(absl::CivilDay day);

 private:
  struct Requested {
    std::string referral_id;
    v1::Measure measure;
  };
  void SetEvening(absl::CivilDay day);
  void Drop(const std::vector<Petition>& petitions, absl::CivilDay first, absl::CivilDay last);
  // Ends the process with what the adapter says, if it refused a line.
  void StopIfRefused() const;
  // Short code by reference, as the receipts of the adapter tell.
  std::map<std::string, std::string> Receipts() const;
  void Answer(const std::vector<Petition>& petitions, const std::map<std::string, std::string>& codes);
  void AskForMeasures(const std::vector<Petition>& petitions, const std::map<std::string, std::string>& codes,
                      bool decides);
  // By short code.
  std::map<std::string, std::string> ReferralIds();
  v1::Measure Advance(const std::string& referral_id, const v1::Measure& measure,
                      v1::AdvanceMeasureRequest action);
  void Grant(const Requested& requested);

  YearWorld& world_;
  const Country country_;
  int batches_ = 0;
  int resolutions_ = 0;
  std::vector<Requested> left_;
};

}  // namespace enlace::published_year

#endif  // ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_REPLAY_H_
