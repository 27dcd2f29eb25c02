// A tlog-proof from a receipt: any bytes are read or refused, what was read has
// one spelling only, and no path leads anywhere by accident.
#include <cstdint>
#include <cstdlib>

#include "enlace/v1/receipt.pb.h"
#include "gateway/ledger/verify/receipt_verifier.h"
#include "gateway/ledger/verify/tlog_proof.h"
#include "gateway/ledger/verify/verify_proof.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace enlace::ledger;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  static const VerifierKey key = *VerifierKey::New("log.gob/1", std::string(32, 'k'));
  enlace::v1::Receipt receipt;
  if (receipt.ParseFromArray(data, static_cast<int>(size)) && VerifyReceipt(receipt, key).ok()) std::abort();
  const auto proof = ParseTlogProof(bytes);
  if (!proof.ok()) return 0;
  if (!proof->extra.empty() || bytes.find("\nextra ") == absl::string_view::npos) {
    if (FormatTlogProof(*proof) != bytes) std::abort();
  }
  const std::string root(32, 'r');
  for (const uint64_t tree : {proof->index + 1, proof->index * 2 + 1, ~uint64_t{0}}) {
    if (VerifyInclusion(EmptyRoot(), proof->index, tree, proof->path, root).ok()) std::abort();
    if (VerifyConsistency(proof->index, EmptyRoot(), tree, root, proof->path).ok() && proof->index != 0)
      std::abort();
  }
  return 0;
}
