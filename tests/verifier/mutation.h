// Changes that a careless or hostile hand makes to bytes and to texts of lines,
// drawn from a seed.
#ifndef ENLACE_TESTS_VERIFIER_MUTATION_H_
#define ENLACE_TESTS_VERIFIER_MUTATION_H_

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace enlace::verifier {

// The same seed gives the same changes on every machine. Not thread-safe.
class Mutator {
 public:
  explicit Mutator(uint64_t seed) : random_(seed) {}

  // From 0 to `limit` - 1; `limit` is above 0.
  uint64_t Below(uint64_t limit) { return random_() % limit; }
  bool OneIn(uint64_t n) { return Below(n) == 0; }
  template <typename T>
  const T& Pick(const std::vector<T>& values) {
    return values[Below(values.size())];
  }
  std::string RandomBytes(size_t size);

  // One change of bytes: a bit, a piece left out, doubled, put in or cut off.
  std::string Bytes(std::string bytes);
  // One change to a text: of bytes, of whole lines, of the spelling of a number
  // or of base64.
  std::string Text(const std::string& text);
  // Another spelling of a decimal number, or another number.
  std::string Number(const std::string& digits);
  // Another spelling of base64, often of the same bytes.
  std::string Base64(std::string text);
  // A path with a hash too many, too few, moved, altered or of another size.
  std::vector<std::string> Path(std::vector<std::string> path);

 private:
  std::string Lines(const std::string& text);
  // Changes a number that stands alone, if there is one.
  std::string NumberIn(const std::string& text);
  // Replaces one run of the given characters by what `Change` makes of it.
  std::string Run(const std::string& text, const std::string& characters,
                  std::string (Mutator::*change)(const std::string&));
  std::string Base64Run(const std::string& run) { return Base64(run); }

  std::mt19937_64 random_;
};

}  // namespace enlace::verifier

#endif  // ENLACE_TESTS_VERIFIER_MUTATION_H_
