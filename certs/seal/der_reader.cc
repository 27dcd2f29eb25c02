#include "certs/seal/der_reader.h"

#include <cstddef>

#include "absl/strings/strip.h"

namespace enlace::certs {
namespace {

constexpr size_t kMaxLengthBytes = 4;

// Sizes of header and contents of the first element; false if it is not DER.
bool Measure(absl::string_view data, size_t* header, size_t* contents) {
  if (data.size() < 2) return false;
  const auto first = static_cast<uint8_t>(data[1]);
  size_t size = first;
  *header = 2;
  if (first >= 0x80) {
    const size_t count = first & 0x7f;
    if (count == 0 || count > kMaxLengthBytes || data.size() < 2 + count) return false;
    size = 0;
    for (size_t i = 0; i < count; ++i) size = size << 8 | static_cast<uint8_t>(data[2 + i]);
    const bool shortest = size >= 0x80 && (size >> (8 * (count - 1))) != 0;
    if (!shortest) return false;
    *header += count;
  }
  *contents = size;
  return data.size() - *header >= size;
}

}  // namespace

bool DerReader::ReadWhole(uint8_t tag, absl::string_view* element) {
  size_t header = 0;
  size_t contents = 0;
  if (rest_.empty() || static_cast<uint8_t>(rest_[0]) != tag || !Measure(rest_, &header, &contents)) return false;
  *element = rest_.substr(0, header + contents);
  rest_.remove_prefix(header + contents);
  return true;
}

bool DerReader::Read(uint8_t tag, absl::string_view* contents) {
  absl::string_view element;
  if (!ReadWhole(tag, &element)) return false;
  size_t header = 0;
  size_t size = 0;
  Measure(element, &header, &size);
  *contents = element.substr(header);
  return true;
}

bool DerReader::Expect(absl::string_view element) { return absl::ConsumePrefix(&rest_, element); }

}  // namespace enlace::certs
