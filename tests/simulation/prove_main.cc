// The long form of the simulation: as many centuries as are asked for, of every
// mechanism in turn.
//
//   simulation_prove [--count N] [--seed S] [--mechanisms FOLDER]
//
// Prints each finding. The last line is "proved part=simulation count=...
// unit=century seed=... findings=... seconds=..."; the exit status is 0 if there
// was no finding.
#include <cinttypes>
#include <cstdio>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/simulation/century.h"
#include "tests/simulation/mechanisms.h"

namespace {

struct Options {
  uint64_t count = 10000;
  uint64_t seed = 1;
  std::string mechanisms = "mechanisms";
};

bool Parse(int argc, char** argv, Options* options) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--mechanisms") {
      options->mechanisms = argv[i + 1];
      continue;
    }
    uint64_t* const value = name == "--count" ? &options->count : name == "--seed" ? &options->seed : nullptr;
    if (value == nullptr || !absl::SimpleAtoi(argv[i + 1], value)) return false;
  }
  return argc % 2 == 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!Parse(argc, argv, &options)) {
    std::fprintf(stderr, "usage: simulation_prove [--count N] [--seed S] [--mechanisms FOLDER]\n");
    return 2;
  }
  const absl::Time begin = absl::Now();
  const auto mechanisms = enlace::simulation::LoadMechanisms(options.mechanisms);
  uint64_t findings = 0;
  uint64_t steps = 0;
  uint64_t referrals = 0;
  auto mechanism = mechanisms.begin();
  for (uint64_t i = 0; i < options.count; ++i) {
    const enlace::simulation::Century century =
        enlace::simulation::Simulate(mechanism->second, options.seed * 1000003 + i);
    steps += century.steps_taken;
    referrals += century.referrals;
    if (!century.finding.empty()) {
      std::printf("%s\n", century.finding.c_str());
      if (++findings >= 10) break;
    }
    if (++mechanism == mechanisms.end()) mechanism = mechanisms.begin();
  }
  std::printf("%" PRIu64 " referrals, %" PRIu64 " steps taken\n", referrals, steps);
  std::printf("proved part=simulation count=%" PRIu64 " unit=century seed=%" PRIu64 " findings=%" PRIu64
              " seconds=%" PRId64 "\n",
              options.count, options.seed, findings, absl::ToInt64Seconds(absl::Now() - begin));
  return findings == 0 ? 0 : 1;
}
