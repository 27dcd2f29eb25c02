// A log made for the comparison: its key, its tree, and receipts with as many
// wrong parts as one likes under a right signature.
#ifndef ENLACE_TESTS_VERIFIER_SPECIMEN_H_
#define ENLACE_TESTS_VERIFIER_SPECIMEN_H_

#include <openssl/evp.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "enlace/v1/receipt.pb.h"
#include "gateway/ledger/verify/merkle.h"
#include "gateway/ledger/verify/signed_note.h"

namespace enlace::verifier {

// Signs what it is given, whatever that says.
class LogKey {
 public:
  // `seed` has 32 bytes.
  LogKey(const std::string& name, const std::string& seed);

  const ledger::VerifierKey& key() const { return key_; }
  std::string Sign(const std::string& message) const;
  // The line of a note with this key's signature over `text`.
  std::string SignatureLine(const std::string& text) const;
  // `text`, an empty line and the signature.
  std::string Note(const std::string& text) const;

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> private_key_;
  ledger::VerifierKey key_;
};

// RFC 6962 section 2.1 as it is written there, with the roots of subtrees kept.
class SpecimenTree {
 public:
  explicit SpecimenTree(std::vector<std::string> leaf_hashes) : leaves_(std::move(leaf_hashes)) {}

  uint64_t size() const { return leaves_.size(); }
  const std::string& leaf(uint64_t index) const { return leaves_[index]; }
  std::string Root(uint64_t size) { return Root(0, size); }
  // PATH(index, D[0:size]).
  ledger::HashPath Inclusion(uint64_t index, uint64_t size) { return Inclusion(index, 0, size); }
  // PROOF(old_size, D[0:new_size]).
  ledger::HashPath Consistency(uint64_t old_size, uint64_t new_size);

 private:
  std::string Root(uint64_t begin, uint64_t end);
  ledger::HashPath Inclusion(uint64_t index, uint64_t begin, uint64_t end);
  ledger::HashPath Subproof(uint64_t old_size, uint64_t begin, uint64_t end, bool whole);

  std::vector<std::string> leaves_;
  std::map<std::pair<uint64_t, uint64_t>, std::string> roots_;
};

// The parts of a receipt before they are put together.
struct Specimen {
  // Which stands where; the tree's other leaves are made up.
  uint64_t index = 0;
  uint64_t size = 1;
  std::string record;
  // Stands in the receipt if the record does not parse, so that this is all
  // there is to refuse.
  google::protobuf::Timestamp record_time;
  std::string salt;
  std::string leaf;
};

// A right specimen whose texts depend on `number`.
Specimen MakeSpecimen(uint64_t number);
// Lets the leaf commit to the specimen's record.
void Commit(Specimen& specimen);
// The text of the checkpoint under which the specimen's leaf stands.
std::string CheckpointText(const Specimen& specimen, const std::string& origin);
// The proof under this note.
std::string ProofText(const Specimen& specimen, const std::string& note);
// The receipt with that proof; its labels are those of the record if that parses.
v1::Receipt MakeReceipt(const Specimen& specimen, const std::string& note);

}  // namespace enlace::verifier

#endif  // ENLACE_TESTS_VERIFIER_SPECIMEN_H_
