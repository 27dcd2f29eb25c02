// The long form of the model: as many random steps as are asked for.
//
//   property_prove [--count N] [--seed S]
//
// Prints each finding with the history to paste into model_test.cc. The last line
// is "proved part=property count=... unit=step seed=... findings=... seconds=...";
// the exit status is 0 if there was no finding.
#include <cinttypes>
#include <cstdio>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "tests/property/trial.h"

int main(int argc, char** argv) {
  enlace::property::Exploration exploration;
  exploration.steps = 1000000;
  for (int i = 1; i < argc; i += 2) {
    const std::string name = argv[i];
    uint64_t* const value = name == "--count"  ? &exploration.steps
                            : name == "--seed" ? &exploration.seed
                                               : nullptr;
    if (value == nullptr || i + 1 == argc || !absl::SimpleAtoi(argv[i + 1], value)) {
      std::fprintf(stderr, "usage: property_prove [--count N] [--seed S]\n");
      return 2;
    }
  }
  const absl::Time begin = absl::Now();
  const enlace::property::Outcome outcome = enlace::property::Explore(exploration);
  for (const enlace::property::Finding& finding : outcome.findings) {
    std::printf("%s\nafter\n%s\n", finding.difference.what.c_str(),
                enlace::property::Print(finding.history).c_str());
  }
  std::printf(
      "proved part=property count=%" PRIu64 " unit=step seed=%" PRIu64 " findings=%zu seconds=%" PRId64 "\n",
      outcome.steps, exploration.seed, outcome.findings.size(), absl::ToInt64Seconds(absl::Now() - begin));
  return outcome.findings.empty() ? 0 : 1;
}
