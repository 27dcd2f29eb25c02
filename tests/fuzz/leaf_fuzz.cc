// A leaf from a mirror: any bytes are read or refused, and what was read encodes
// to the same bytes.
#include <cstdint>
#include <cstdlib>

#include "gateway/ledger/verify/leaf.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto leaf = enlace::ledger::ParseLeaf(bytes);
  if (leaf.ok() && enlace::ledger::EncodeLeaf(*leaf) != bytes) std::abort();
  return 0;
}
