// Tries a history on the gateway and on the reference at once.
#ifndef ENLACE_TESTS_PROPERTY_TRIAL_H_
#define ENLACE_TESTS_PROPERTY_TRIAL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "tests/property/comparison.h"
#include "tests/property/gateway_world.h"
#include "tests/property/history.pb.h"
#include "tests/property/resolver.h"

namespace enlace::property {

// Where gateway and reference part.
struct Difference {
  uint32_t command = 0;  // number of the command; that of the last one for the state
  std::string what;
};

// One history on one world. Commands share a batch of the writer until one of them
// needs the time to pass or an answer at once. Not thread-safe.
class Trial {
 public:
  explicit Trial(store::Store* store = nullptr);

  // The first difference, if there is one by now; then the trial is over.
  absl::optional<Difference> Do(const Command& command);
  // Makes all answers arrive and compares them.
  absl::optional<Difference> Settle();
  // Looks at the whole world through the eyes of everybody: who sees which case and
  // referral how, which feed, which list; then at the states that the store keeps.
  absl::optional<Difference> Inspect();
  // Whether the records alone lead to every row that is stored.
  absl::optional<Difference> Reproduce();

  const ReferenceModel& model() const { return model_; }
  const Resolver& resolver() const { return resolver_; }
  absl::Time now() { return world_->clock().Now(); }

 private:
  struct Pending {
    Call call;
    Answer expected;
    std::shared_ptr<Got> got;
  };

  // Makes the call, and remembers to compare its answer.
  void Ask(const std::string& caller, AnyRequest request);
  // Warnings through the eyes of whom they concern and of somebody whom they do not.
  absl::optional<Difference> LookAtWarnings();
  // Whether the records say what the model does of warnings.
  absl::optional<Difference> CompareWarningRecords();
  // Case and referrals as one party sees them.
  absl::optional<Difference> LookAsParty(const std::string& party, const CaseFacts& facts);

  std::unique_ptr<GatewayWorld> world_;
  ReferenceModel model_;
  Resolver resolver_;
  std::vector<Pending> pending_;
  FirstAnswers firsts_;
  uint32_t last_ = 0;
};

// A difference with the shortest history that shows it.
struct Finding {
  History history;
  Difference difference;
};

// A long run: many random histories, each on a world of its own.
struct Exploration {
  uint64_t seed = 1;
  uint64_t steps = 0;
  // Of one history.
  uint64_t length = 500;
  // Every n-th history runs on SQLite; 0: none.
  uint64_t sqlite_every = 20;
  size_t most_findings = 3;
};
struct Outcome {
  uint64_t steps = 0;
  uint64_t histories = 0;
  std::vector<Finding> findings;
};
Outcome Explore(const Exploration& exploration);

// The whole history on a new world, with inspections.
absl::optional<Difference> Replay(const History& history, store::Store* store = nullptr);

// What becomes of a history.
using Judge = std::function<absl::optional<Difference>(const History&)>;

// The shortest history that still ends in a difference, found by leaving out ever
// smaller parts (delta debugging). `history` must end in one.
History Shrink(const History& history, const Judge& judge);

// As text that Replay(ReadHistory(text)) takes, one command a line.
std::string Print(const History& history);
History ReadHistory(const std::string& text);

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_TRIAL_H_
