#include "gateway/ledger/verify/merkle.h"

#include "absl/numeric/bits.h"
#include "gateway/base/digest.h"

namespace enlace::ledger {

std::string EmptyRoot() { return base::Sha256(absl::string_view()); }

std::string LeafHash(absl::string_view leaf) { return base::Sha256({absl::string_view("\0", 1), leaf}); }

std::string NodeHash(absl::string_view left, absl::string_view right) {
  return base::Sha256({absl::string_view("\1", 1), left, right});
}

uint64_t SplitPoint(uint64_t size) { return uint64_t{1} << (absl::bit_width(size - 1) - 1); }

}  // namespace enlace::ledger
