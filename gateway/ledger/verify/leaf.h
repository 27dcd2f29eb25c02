// The leaf of both logs: 192 bytes that tell nothing but a class and a minute,
// and commit to a record that only those entitled can open. Byte by byte in
// docs/ledger_format.md section 2.
#ifndef ENLACE_GATEWAY_LEDGER_VERIFY_LEAF_H_
#define ENLACE_GATEWAY_LEDGER_VERIFY_LEAF_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::ledger {

inline constexpr size_t kLeafSize = 192;
inline constexpr size_t kSaltSize = 32;

// What kind of act a leaf stands for; the only thing about the act that a reader
// of leaves learns. Numbers are part of the format; never reuse one.
enum class LeafClass : uint8_t {
  kDataIn = 1,
  kDisclosure = 2,
  kAdmin = 3,
  kKey = 4,
  kAlarm = 5,
  kGap = 6,
};

// AuditLeafV1. The five strings have 32 bytes each.
struct Leaf {
  LeafClass clazz = LeafClass::kDataIn;
  uint16_t policy_version = 0;
  // Minutes since 1970-01-01T00:00Z, rounded down.
  uint32_t minute = 0;
  std::string commit;
  std::string case_tag;
  std::string sealed;
  std::string prev;
  std::string actor;
};

// The 192 bytes. The strings must have 32 bytes: the process stops otherwise,
// for a leaf of another size would be a fork of the format.
std::string EncodeLeaf(const Leaf& leaf);

//   INVALID_ARGUMENT  not 192 bytes, unknown version or class, padding not zero.
absl::StatusOr<Leaf> ParseLeaf(absl::string_view bytes);

// The salted commitments of a leaf. A salt has 32 bytes and is used once.
std::string CommitRecord(absl::string_view salt, absl::string_view record_bytes);
std::string CommitCase(absl::string_view salt, absl::string_view case_id);
std::string CommitActor(absl::string_view salt, absl::string_view spki_sha256);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_VERIFY_LEAF_H_
