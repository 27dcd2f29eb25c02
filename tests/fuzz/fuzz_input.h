// What fuzz targets share: taking input apart, and a demand that ends the run.
#ifndef ENLACE_TESTS_FUZZ_FUZZ_INPUT_H_
#define ENLACE_TESTS_FUZZ_FUZZ_INPUT_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::fuzz {

// Ends the process, which a fuzzer takes for a finding, unless `holds`.
inline void Demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: does not hold: %s\n", what);
  std::abort();
}

// The value, which must be there whatever the input is.
template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) std::fprintf(stderr, "fuzz: %s\n", value.status().ToString().c_str());
  Demand(value.ok(), "what has nothing to do with the input succeeds");
  return *std::move(value);
}

// Takes the input from its front. Zeros when nothing is left.
class Input {
 public:
  Input(const uint8_t* data, size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  uint8_t Byte() {
    const absl::string_view one = Take(1);
    return one.empty() ? 0 : static_cast<uint8_t>(one[0]);
  }
  uint16_t Short() {
    const unsigned high = Byte();
    return static_cast<uint16_t>(high << 8 | Byte());
  }
  absl::string_view Take(size_t size) {
    const absl::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  // Up to the next `end`, which is passed over.
  absl::string_view Until(char end) {
    const absl::string_view taken = Take(std::min(rest_.find(end), rest_.size()));
    Take(1);
    return taken;
  }
  bool empty() const { return rest_.empty(); }
  absl::string_view Rest() { return Take(rest_.size()); }

 private:
  absl::string_view rest_;
};

// `bytes` after the edits that the rest of `input` holds, four bytes each: what
// to do, where (two, big-endian, modulo the size), and with which byte. That is
// how a target gets past a signature: it begins with bytes that are right.
inline std::string Edited(std::string bytes, Input* input) {
  while (!input->empty()) {
    const uint8_t what = input->Byte();
    const size_t at = bytes.empty() ? 0 : input->Short() % bytes.size();
    const char with = static_cast<char>(input->Byte());
    if (what % 4 == 1) {
      bytes.insert(bytes.begin() + static_cast<ptrdiff_t>(at), with);
    } else if (bytes.empty()) {
      continue;
    } else if (what % 4 == 2) {
      bytes.erase(at, 1);
    } else if (what % 4 == 3) {
      bytes.resize(at);
    } else {
      bytes[at] = static_cast<char>(bytes[at] ^ with);
    }
  }
  return bytes;
}

}  // namespace enlace::fuzz

#endif  // ENLACE_TESTS_FUZZ_FUZZ_INPUT_H_
