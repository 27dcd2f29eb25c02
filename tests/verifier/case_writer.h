// The cases that both verifiers judge, one a line, with the verdict of
// gateway/ledger/verify:
//
//   <kind> <rule> <meaning> <input>...
//
// Inputs and meaning are base64 and "-" where empty; the meaning is what an
// accepted input says. The rules:
//
//   accept   accepted here; the other side must accept it with this meaning
//   refuse   refused here; the other side must refuse it
//   at-most  accepted here; the other side may refuse it, or must agree
//   either   left open by the document
//
// compare.py reads the lines; any of them alone is a replay.
#ifndef ENLACE_TESTS_VERIFIER_CASE_WRITER_H_
#define ENLACE_TESTS_VERIFIER_CASE_WRITER_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "enlace/v1/receipt.pb.h"
#include "gateway/ledger/verify/signed_note.h"

namespace enlace::verifier {

// Not thread-safe. Borrows the stream. Each method writes one case and returns
// whether it was accepted.
class CaseWriter {
 public:
  explicit CaseWriter(std::ostream& out) : out_(out) {}

  bool Inclusion(const std::string& leaf_hash, uint64_t index, uint64_t size,
                 const std::vector<std::string>& path, const std::string& root);
  bool Consistency(uint64_t old_size, const std::string& old_root, uint64_t new_size,
                   const std::string& new_root, const std::vector<std::string>& path);
  bool Checkpoint(const ledger::VerifierKey& key, const std::string& note);
  bool Proof(const std::string& text);
  bool Leaf(const std::string& bytes);
  bool Key(const std::string& text);
  // A signature under a key that need not be one.
  bool Signature(const std::string& public_key, const std::string& message, const std::string& signature);
  bool Receipt(const ledger::VerifierKey& key, const v1::Receipt& receipt);
  // A receipt in JSON, which protobuf reads in more spellings than the document
  // has.
  bool Json(const ledger::VerifierKey& key, const std::string& json);

  uint64_t count() const { return count_; }

 private:
  bool Write(const char* kind, const char* rule, const std::string& meaning,
             const std::vector<std::string>& inputs);

  std::ostream& out_;
  uint64_t count_ = 0;
};

}  // namespace enlace::verifier

#endif  // ENLACE_TESTS_VERIFIER_CASE_WRITER_H_
