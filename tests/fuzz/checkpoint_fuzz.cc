// A checkpoint from a peer: any bytes are read or refused, and what was read has
// one spelling only.
#include <cstdint>
#include <cstdlib>

#include "gateway/ledger/verify/checkpoint.h"
#include "gateway/ledger/verify/signed_note.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace enlace::ledger;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(VerifierKey::Parse(bytes));
  const auto checkpoint = ParseCheckpoint(bytes);
  if (checkpoint.ok() &&
      bytes.substr(0, FormatCheckpoint(*checkpoint).size()) != FormatCheckpoint(*checkpoint)) {
    std::abort();
  }
  const auto note = ParseNote(bytes);
  if (!note.ok()) return 0;
  if (FormatNote(*note) != bytes) std::abort();
  static const VerifierKey key = *VerifierKey::New("log.gob/1", std::string(32, 'k'));
  if (VerifyCheckpoint(bytes, key).ok()) std::abort();  // Nobody holds this key.
  return 0;
}
