// Signed notes and the keys that verify them: one spelling each, and nobody
// changes a text under a signature that was made.
#include <cstdint>

#include "gateway/base/secret.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/verify/checkpoint.h"
#include "gateway/ledger/verify/signed_note.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace enlace;
  using fuzz::Demand;
  static const ledger::LogKey& key =
      *fuzz::Must(ledger::LogKey::FromSeed("log.example.gob/1", base::Secret(std::string(32, 's'))))
           .release();
  static const std::string genuine = key.SignCheckpoint(7, std::string(32, 'r'));
  fuzz::Input input(data, size);
  const bool edits = input.Byte() == 'e';
  const std::string bytes = edits ? fuzz::Edited(genuine, &input) : std::string(input.Rest());

  const auto note = ledger::ParseNote(bytes);
  if (note.ok()) Demand(ledger::FormatNote(*note) == bytes, "a note has one spelling");
  const auto verified = ledger::VerifyNote(bytes, key.verifier());
  if (verified.ok()) {
    Demand(note.ok(), "what verifies is a note");
    Demand(verified->text == ledger::ParseNote(genuine)->text, "no text is signed but the one that was");
    Demand(ledger::VerifyCheckpoint(bytes, key.verifier()).ok(), "the text is still the checkpoint");
  }
  const auto other = ledger::VerifierKey::Parse(bytes);
  if (other.ok()) Demand(other->ToText() == bytes, "a key has one spelling");
  return 0;
}
