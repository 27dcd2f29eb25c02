// Spoils inputs of a corpus from a seed, without knowing what has been reached:
// for machines and builds without libFuzzer.
#ifndef ENLACE_TESTS_FUZZ_MUTATOR_H_
#define ENLACE_TESTS_FUZZ_MUTATOR_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace enlace::fuzz {

class Mutator {
 public:
  // `corpus` is not empty.
  Mutator(std::vector<std::string> corpus, uint64_t seed) : corpus_(std::move(corpus)), random_(seed) {
    for (const std::string& one : corpus_) longest_ = std::max(longest_, 2 * one.size());
  }

  // One of the corpus with a few edits.
  std::string Next() {
    std::string bytes = Any();
    const size_t edits = 1 + Below(6);
    for (size_t i = 0; i < edits; ++i) Edit(&bytes);
    if (bytes.size() > longest_) bytes.resize(longest_);
    return bytes;
  }

 private:
  size_t Below(size_t bound) { return static_cast<size_t>(random_() % bound); }
  const std::string& Any() { return corpus_[Below(corpus_.size())]; }
  char Byte() {
    // What lengths, flags and signs turn on comes more often than the rest.
    static constexpr unsigned char kTelling[] = {0, 1, 4, 9, 0x20, 0x7f, 0x80, 0xff, '\r', '\n', ':', '"'};
    return static_cast<char>(Below(2) == 0 ? kTelling[Below(sizeof(kTelling))] : Below(256));
  }

  void Edit(std::string* bytes) {
    const size_t at = Below(bytes->size() + 1);
    const size_t some = std::min(bytes->size() - at, 1 + Below(Below(4) == 0 ? 64 : 4));
    switch (Below(6)) {
      case 0:
        bytes->replace(at, some, std::string(some, Byte()));
        break;
      case 1:
        if (at < bytes->size()) (*bytes)[at] = static_cast<char>((*bytes)[at] ^ (1 << Below(8)));
        break;
      case 2:
        bytes->erase(at, some);
        break;
      case 3:
        bytes->insert(at, 1 + Below(8), Byte());
        break;
      case 4:  // Says something twice.
        bytes->insert(Below(bytes->size() + 1), bytes->substr(at, some * (1 + Below(16))));
        break;
      default: {  // Goes on as another one does.
        const std::string& other = Any();
        bytes->replace(at, std::string::npos, other, Below(other.size() + 1), std::string::npos);
      }
    }
  }

  const std::vector<std::string> corpus_;
  std::mt19937_64 random_;
  size_t longest_ = 4096;
};

}  // namespace enlace::fuzz

#endif  // ENLACE_TESTS_FUZZ_MUTATOR_H_
