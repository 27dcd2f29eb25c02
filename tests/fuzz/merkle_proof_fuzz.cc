// Inclusion and consistency proofs over real trees: the path of RFC 6962 is
// accepted, any other path, position or size is not.
#include <cstdint>

#include "absl/strings/str_join.h"
#include "gateway/ledger/verify/verify_proof.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/gateway/ledger/naive_tree.h"

namespace {

using namespace enlace::ledger;
using enlace::fuzz::Demand;

// The path after edits, cut into hashes again; the last one may be short.
HashPath EditedPath(const HashPath& path, enlace::fuzz::Input* input) {
  const std::string bytes = enlace::fuzz::Edited(absl::StrJoin(path, ""), input);
  HashPath out;
  for (size_t at = 0; at < bytes.size(); at += 32) out.push_back(bytes.substr(at, 32));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kLargest = 64;
  static const Hashes leaves = [] {
    Hashes out;
    for (size_t i = 0; i < kLargest; ++i) out.push_back(NaiveLeaf(static_cast<int>(i)));
    return out;
  }();
  enlace::fuzz::Input input(data, size);
  const bool consistency = input.Byte() % 2 == 1;
  const size_t new_size = 1 + input.Byte() % kLargest;
  const size_t old_size =
      consistency ? 1 + input.Byte() % new_size : input.Byte() % new_size;  // Or an index.
  const uint64_t claimed = input.Byte();  // What the proof is shown for instead.
  const std::string root = NaiveRoot(leaves, 0, new_size);
  const HashPath good = consistency ? NaiveSubproof(leaves, old_size, 0, new_size, true)
                                    : NaivePath(leaves, old_size, 0, new_size);
  const auto accepts = [&](uint64_t old, uint64_t now, const HashPath& path) {
    return consistency ? VerifyConsistency(old, NaiveRoot(leaves, 0, old_size), now, root, path).ok()
                       : VerifyInclusion(leaves[old_size], old, now, path, root).ok();
  };
  Demand(accepts(old_size, new_size, good), "the proof of RFC 6962 is accepted");
  const HashPath path = EditedPath(good, &input);
  Demand(accepts(old_size, new_size, path) == (path == good), "no other path is accepted");
  // The empty tree is the beginning of any, under its own root.
  if (claimed != old_size) Demand(!accepts(claimed, new_size, path), "no other position is accepted");
  return 0;
}
