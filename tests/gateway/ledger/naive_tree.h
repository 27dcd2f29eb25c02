// RFC 6962 section 2.1 word by word: slow, and right by inspection.
#ifndef ENLACE_TESTS_GATEWAY_LEDGER_NAIVE_TREE_H_
#define ENLACE_TESTS_GATEWAY_LEDGER_NAIVE_TREE_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"

namespace enlace::ledger {

using Hashes = std::vector<std::string>;

inline std::string NaiveLeaf(int i) { return base::Sha256(absl::StrCat(std::string(1, '\0'), "leaf ", i)); }

inline size_t NaiveSplit(size_t n) {
  size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

// MTH(D[begin:end]) over leaf hashes.
inline std::string NaiveRoot(const Hashes& leaves, size_t begin, size_t end) {
  if (begin == end) return base::Sha256("");
  if (end - begin == 1) return leaves[begin];
  const size_t k = begin + NaiveSplit(end - begin);
  return base::Sha256(absl::StrCat("\1", NaiveRoot(leaves, begin, k), NaiveRoot(leaves, k, end)));
}

// PATH(m, D[begin:end]).
inline Hashes NaivePath(const Hashes& leaves, size_t m, size_t begin, size_t end) {
  if (end - begin == 1) return {};
  const size_t k = begin + NaiveSplit(end - begin);
  Hashes path = m < k ? NaivePath(leaves, m, begin, k) : NaivePath(leaves, m, k, end);
  path.push_back(m < k ? NaiveRoot(leaves, k, end) : NaiveRoot(leaves, begin, k));
  return path;
}

// SUBPROOF(m, D[begin:end], b).
inline Hashes NaiveSubproof(const Hashes& leaves, size_t m, size_t begin, size_t end, bool b) {
  if (m == end) return b ? Hashes{} : Hashes{NaiveRoot(leaves, begin, end)};
  const size_t k = begin + NaiveSplit(end - begin);
  Hashes path = m <= k ? NaiveSubproof(leaves, m, begin, k, b) : NaiveSubproof(leaves, m, k, end, false);
  path.push_back(m <= k ? NaiveRoot(leaves, k, end) : NaiveRoot(leaves, begin, k));
  return path;
}

}  // namespace enlace::ledger

#endif  // ENLACE_TESTS_GATEWAY_LEDGER_NAIVE_TREE_H_
