// Writes cases with the verdict of gateway/ledger/verify to standard output, for
// compare.py to judge them again.
//
//   verifier_agreement SIZES MUTANTS SEED
//
// All inclusion and consistency proofs of the trees up to SIZES leaves, each bit
// of a receipt turned over, the limits of the formats, and MUTANTS mutants. Lines that
// begin with "finding" tell of right proofs refused here and of turned bits that
// passed; the last line says how many cases there were, so that a pipe that
// broke is seen.
#include <google/protobuf/stubs/logging.h>

#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/ledger/verify/merkle.h"
#include "tests/verifier/case_writer.h"
#include "tests/verifier/edges.h"
#include "tests/verifier/hostile.h"
#include "tests/verifier/specimen.h"

namespace enlace::verifier {
namespace {

// Returns how many right proofs were refused.
uint64_t WriteAllProofs(CaseWriter& cases, uint64_t sizes) {
  std::vector<std::string> leaves;
  for (uint64_t i = 0; i < sizes; ++i) leaves.push_back(ledger::LeafHash(absl::StrCat("leaf ", i)));
  SpecimenTree tree(leaves);
  uint64_t refused = 0;
  for (uint64_t size = 0; size <= sizes; ++size) {
    const std::string root = tree.Root(size);
    for (uint64_t index = 0; index < size; ++index) {
      if (!cases.Inclusion(leaves[index], index, size, tree.Inclusion(index, size), root)) ++refused;
    }
    for (uint64_t old_size = 0; old_size <= size; ++old_size) {
      const ledger::HashPath path = tree.Consistency(old_size, size);
      if (!cases.Consistency(old_size, tree.Root(old_size), size, root, path)) ++refused;
    }
  }
  return refused;
}

int Main(int argc, char** argv) {
  uint64_t sizes = 0, mutants = 0, seed = 0;
  if (argc != 4 || !absl::SimpleAtoi(argv[1], &sizes) || !absl::SimpleAtoi(argv[2], &mutants) ||
      !absl::SimpleAtoi(argv[3], &seed)) {
    std::cerr << "usage: verifier_agreement SIZES MUTANTS SEED\n";
    return 2;
  }
  google::protobuf::SetLogHandler(nullptr);  // It would tell of each record that does not parse.
  std::ios::sync_with_stdio(false);
  CaseWriter cases(std::cout);
  const uint64_t refused = WriteAllProofs(cases, sizes);
  const LogKey log("enlace.example.gob/caselog/1", base::Sha256("the log's key"));
  const LogKey other("witness.example.org", base::Sha256("another key"));
  WriteCurveEdges(cases);
  WriteNoteEdges(cases, log, other);
  WriteProofEdges(cases);
  WriteLeafEdges(cases);
  WriteRecordEdges(cases, log);
  Hostile hostile(cases, log, other, seed);
  const uint64_t passed = hostile.WriteAllBitFlips();
  for (const uint64_t end = cases.count() + mutants; cases.count() < end;) hostile.WriteOne();
  if (refused > 0) std::cout << "finding " << refused << " right proofs were refused\n";
  if (passed > 0) std::cout << "finding " << passed << " turned bits made no difference\n";
  std::cout << "end " << cases.count() << std::endl;
  return std::cout ? 0 : 1;
}

}  // namespace
}  // namespace enlace::verifier

int main(int argc, char** argv) { return enlace::verifier::Main(argc, argv); }
