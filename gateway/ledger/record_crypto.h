// Records at rest: AES-256-GCM under a key derived from their subject's, so that
// erasing the subject's key erases them.
#ifndef ENLACE_GATEWAY_LEDGER_RECORD_CRYPTO_H_
#define ENLACE_GATEWAY_LEDGER_RECORD_CRYPTO_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/ledger_service.pb.h"
#include "gateway/base/secret.h"
#include "gateway/ledger/verify/leaf.h"

namespace enlace::ledger {

// The salts of the three commitments of a leaf.
struct Salts {
  std::string record;
  std::string case_id;
  std::string actor;
};

// A record in clear, with what opens its leaf.
struct RecordOpening {
  Salts salts;
  std::string record_bytes;
};

// Encrypts for `subject`, whose key in the vault is `subject_key`. `nonce` has 12
// random bytes. The result opens at this log and index only.
store::v1::SealedRecord SealRecord(const std::string& subject, const base::Secret& subject_key, v1::LogId log,
                                   uint64_t index, const std::string& nonce, const RecordOpening& opening);

//   DATA_LOSS  altered, moved from another index, or another key.
absl::StatusOr<RecordOpening> UnsealRecord(const store::v1::SealedRecord& sealed,
                                           const base::Secret& subject_key, v1::LogId log, uint64_t index);

// What `prev` of the case's linked record number `seq` is XORed with, 32 bytes:
// only who has the case's key can follow a case through the log.
std::string ChainMask(const base::Secret& case_key, uint64_t seq);
// Bytewise XOR of two strings of 32 bytes.
std::string Xor(absl::string_view a, absl::string_view b);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_RECORD_CRYPTO_H_
