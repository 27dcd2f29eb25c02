// The reader of DER: contents lie within their element, and an element has one
// spelling.
#include <cstdint>

#include "certs/seal/der_reader.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

using enlace::certs::DerReader;
using enlace::fuzz::Demand;

// The only DER of this tag and contents.
std::string Encoded(char tag, absl::string_view contents) {
  std::string length;
  for (size_t rest = contents.size(); rest > 0; rest >>= 8)
    length.insert(length.begin(), static_cast<char>(rest & 0xff));
  if (contents.size() < 0x80) {
    length.assign(1, static_cast<char>(contents.size()));
  } else {
    length.insert(length.begin(), static_cast<char>(0x80 | length.size()));
  }
  std::string out(1, tag);
  return out.append(length).append(contents.data(), contents.size());
}

void Walk(absl::string_view bytes, int depth) {
  DerReader reader(bytes);
  absl::string_view rest = bytes;
  while (!rest.empty()) {
    const char tag = rest[0];
    DerReader copy = reader;
    absl::string_view contents;
    absl::string_view element;
    const bool is_read = reader.Read(static_cast<uint8_t>(tag), &contents);
    Demand(is_read == copy.ReadWhole(static_cast<uint8_t>(tag), &element), "both ways of reading agree");
    if (!is_read) return;
    Demand(element.data() == rest.data() && element.size() <= rest.size(),
           "an element is where the reader stands");
    Demand(element == Encoded(tag, contents), "an element has one spelling");
    DerReader same(rest);
    Demand(same.Expect(element), "an element is expected as it was read");
    if (depth < 16) Walk(contents, depth + 1);
    rest.remove_prefix(element.size());
    Demand(reader.AtEnd() == rest.empty(), "the reader knows its end");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Walk(absl::string_view(reinterpret_cast<const char*>(data), size), 0);
  return 0;
}
