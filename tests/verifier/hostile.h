// Mutants: inputs that a careless or hostile hand made of right ones, with and
// without the log's key.
#ifndef ENLACE_TESTS_VERIFIER_HOSTILE_H_
#define ENLACE_TESTS_VERIFIER_HOSTILE_H_

#include <cstdint>
#include <string>

#include "tests/verifier/case_writer.h"
#include "tests/verifier/mutation.h"
#include "tests/verifier/specimen.h"

namespace enlace::verifier {

// Not thread-safe. Borrows the writer and the keys.
class Hostile {
 public:
  Hostile(CaseWriter& cases, const LogKey& log, const LogKey& other, uint64_t seed);

  // Writes one mutant. A few are as good as what they were made of.
  void WriteOne();
  // Each bit of what a receipt's signature and hashes cover, turned over.
  // Returns how many made no difference, which should be none.
  uint64_t WriteAllBitFlips();

 private:
  // With the log's key: right signatures under wrong contents.
  void SignedRecord(Specimen specimen);
  void SignedLeaf(Specimen specimen);
  void SignedCheckpoint(const Specimen& specimen);
  // Without it.
  void ReceiptField(const Specimen& specimen);
  void SignatureLines(const Specimen& specimen);
  void Json(const Specimen& specimen);
  void Inclusion();
  void Consistency();
  void Parsers(const Specimen& specimen);
  void Signature();

  std::string RightNote(const Specimen& specimen) const;
  std::string WrongLine(const std::string& text);
  void ChangeField(v1::Receipt& receipt, const Specimen& specimen);

  CaseWriter& cases_;
  Mutator mutator_;
  const LogKey& log_;
  const LogKey& other_;
  SpecimenTree tree_;
};

}  // namespace enlace::verifier

#endif  // ENLACE_TESTS_VERIFIER_HOSTILE_H_
