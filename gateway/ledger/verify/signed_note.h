// C2SP signed notes (c2sp.org/signed-note) with Ed25519: a text and lines of
// signatures, of which a verifier looks at those whose key it knows.
#ifndef ENLACE_GATEWAY_LEDGER_VERIFY_SIGNED_NOTE_H_
#define ENLACE_GATEWAY_LEDGER_VERIFY_SIGNED_NOTE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::ledger {

// One line "— <name> base64(<key id of 4 bytes> || <signature>)".
struct NoteSignature {
  std::string name;
  std::string key_id;
  std::string signature;
};

struct SignedNote {
  // Ends with a newline; what the signatures sign.
  std::string text;
  std::vector<NoteSignature> signatures;
};

// A public Ed25519 key with the name of who signs with it. A value; copyable.
class VerifierKey {
 public:
  // `public_key` has 32 bytes.
  //   INVALID_ARGUMENT  the name is empty or holds a blank or '+'; wrong size; a
  //                     point of small order, under which anybody can sign.
  static absl::StatusOr<VerifierKey> New(absl::string_view name, absl::string_view public_key);
  // From "<name>+<key id, 8 hexadecimal digits>+base64(0x01 || public key)".
  //   INVALID_ARGUMENT  not of this form, another algorithm, or the key id is
  //                     not that of name and key.
  static absl::StatusOr<VerifierKey> Parse(absl::string_view text);

  const std::string& name() const { return name_; }
  // SHA-256(name || 0x0A || 0x01 || public key), the first 4 bytes.
  const std::string& key_id() const { return key_id_; }
  const std::string& public_key() const { return public_key_; }
  // The form that Parse reads.
  std::string ToText() const;
  // Whether `signature` (64 bytes) is this key's over `message`.
  bool Verify(absl::string_view message, absl::string_view signature) const;

 private:
  VerifierKey() = default;
  std::string name_;
  std::string key_id_;
  std::string public_key_;
};

// INVALID_ARGUMENT unless `name` may stand in a signature line: 1 to 255 printable
// ASCII characters without blank and '+'.
absl::Status CheckNoteName(absl::string_view name);

// The whole note. `note.text` must end with a newline.
std::string FormatNote(const SignedNote& note);

// Reads a note without checking signatures.
//   INVALID_ARGUMENT  not a signed note; longer than 64 KiB; more than 64 lines
//                     of signatures; a text that is not printable ASCII.
absl::StatusOr<SignedNote> ParseNote(absl::string_view bytes);

// Reads a note and checks that `key` signed it. Lines of other keys are ignored.
//   INVALID_ARGUMENT  as ParseNote.
//   DATA_LOSS         no line of this key, or a wrong signature under its id.
absl::StatusOr<SignedNote> VerifyNote(absl::string_view bytes, const VerifierKey& key);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_VERIFY_SIGNED_NOTE_H_
