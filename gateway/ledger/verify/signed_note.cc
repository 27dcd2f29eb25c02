#include "gateway/ledger/verify/signed_note.h"

#include <openssl/evp.h>

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gateway/base/digest.h"
#include "gateway/base/invariant.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/verify/canonical_text.h"

namespace enlace::ledger {
namespace {

constexpr absl::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a blank.
constexpr absl::string_view kEd25519 = "\x01";
constexpr size_t kPublicKeySize = 32;
constexpr size_t kSignatureSize = 64;
constexpr size_t kKeyIdSize = 4;
constexpr size_t kMaxKeyNameSize = 255;
constexpr size_t kMaxNoteSize = 64 << 10;
constexpr size_t kMaxSignatures = 64;

const unsigned char* Bytes(absl::string_view data) {
  return reinterpret_cast<const unsigned char*>(data.data());
}

// Whether a signature under this key binds anybody. Under a point of small order
// many signatures are right for any message, and anybody can make them. The y
// coordinates are those of the eight such points; the sign of x does not matter.
bool IsBindingKey(absl::string_view public_key) {
  std::string y(public_key.rbegin(), public_key.rend());
  y[0] = static_cast<char>(y[0] & 0x7f);
  const std::string hex = absl::BytesToHexString(y);
  for (const absl::string_view small : {"0000000000000000000000000000000000000000000000000000000000000000",
                                        "0000000000000000000000000000000000000000000000000000000000000001",
                                        "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
                                        "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
                                        "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"}) {
    if (hex == small) return false;
  }
  // From the prime on, y is an odd spelling of a smaller number.
  return hex < "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed";
}

absl::StatusOr<NoteSignature> ParseSignatureLine(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, kDash)) {
    return absl::InvalidArgumentError("signed note: a signature line does not begin with a dash");
  }
  const size_t blank = line.find(' ');
  if (blank == absl::string_view::npos) {
    return absl::InvalidArgumentError("signed note: a signature line has no signature");
  }
  RETURN_IF_ERROR(CheckNoteName(line.substr(0, blank)));
  ASSIGN_OR_RETURN(const std::string bytes, ParseBase64("signed note: signature", line.substr(blank + 1)));
  if (bytes.size() <= kKeyIdSize) return absl::InvalidArgumentError("signed note: a signature is too short");
  return NoteSignature{.name = std::string(line.substr(0, blank)),
                       .key_id = bytes.substr(0, kKeyIdSize),
                       .signature = bytes.substr(kKeyIdSize)};
}

}  // namespace

absl::Status CheckNoteName(absl::string_view name) {
  bool ok = !name.empty() && name.size() <= kMaxKeyNameSize;
  for (const char c : name) ok = ok && c > ' ' && c < 0x7f && c != '+';
  return ok ? absl::OkStatus()
            : absl::InvalidArgumentError(
                  "key name: must be 1 to 255 printable ASCII characters without blank or '+'");
}

absl::StatusOr<VerifierKey> VerifierKey::New(absl::string_view name, absl::string_view public_key) {
  RETURN_IF_ERROR(CheckNoteName(name));
  if (public_key.size() != kPublicKeySize) {
    return absl::InvalidArgumentError("verifier key: an Ed25519 key has 32 bytes");
  }
  if (!IsBindingKey(public_key)) {
    return absl::InvalidArgumentError("verifier key: is not canonical or of small order; it binds nobody");
  }
  VerifierKey key;
  key.name_ = std::string(name);
  key.public_key_ = std::string(public_key);
  key.key_id_ = base::Sha256({name, "\n", kEd25519, public_key}).substr(0, kKeyIdSize);
  return key;
}

absl::StatusOr<VerifierKey> VerifierKey::Parse(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits('+', 2));
  if (parts.size() != 3) {
    return absl::InvalidArgumentError("verifier key: must be <name>+<key id>+<base64 of 0x01 and the key>");
  }
  ASSIGN_OR_RETURN(const std::string bytes, ParseBase64("verifier key", parts[2]));
  if (bytes.size() != 1 + kPublicKeySize || bytes.substr(0, 1) != std::string(kEd25519)) {
    return absl::InvalidArgumentError("verifier key: is not an Ed25519 key (type 0x01)");
  }
  ASSIGN_OR_RETURN(VerifierKey key, New(parts[0], absl::string_view(bytes).substr(1)));
  if (absl::BytesToHexString(key.key_id()) != parts[1]) {
    return absl::InvalidArgumentError("verifier key: the key id does not belong to this name and key");
  }
  return key;
}

std::string VerifierKey::ToText() const {
  return absl::StrCat(name_, "+", absl::BytesToHexString(key_id_), "+",
                      absl::Base64Escape(absl::StrCat(kEd25519, public_key_)));
}

bool VerifierKey::Verify(absl::string_view message, absl::string_view signature) const {
  if (signature.size() != kSignatureSize) return false;
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key_), public_key_.size()),
      EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return key != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

std::string FormatNote(const SignedNote& note) {
  base::StopUnless(absl::EndsWith(note.text, "\n"));
  std::string out = absl::StrCat(note.text, "\n");
  for (const NoteSignature& signature : note.signatures) {
    absl::StrAppend(&out, kDash, signature.name, " ",
                    absl::Base64Escape(absl::StrCat(signature.key_id, signature.signature)), "\n");
  }
  return out;
}

absl::StatusOr<SignedNote> ParseNote(absl::string_view bytes) {
  if (bytes.size() > kMaxNoteSize) return absl::InvalidArgumentError("signed note: is longer than 64 KiB");
  // The last empty line divides: the text itself may hold empty lines.
  const size_t divide = bytes.rfind("\n\n");
  if (divide == absl::string_view::npos || bytes.back() != '\n') {
    return absl::InvalidArgumentError("signed note: has no signatures after an empty line");
  }
  SignedNote note;
  note.text = std::string(bytes.substr(0, divide + 1));
  for (const char c : note.text) {
    if ((c < ' ' || c > '~') && c != '\n') {
      return absl::InvalidArgumentError("signed note: holds what is not printable ASCII");
    }
  }
  const absl::string_view lines = bytes.substr(divide + 2);
  if (lines.empty()) return absl::InvalidArgumentError("signed note: has no signatures after an empty line");
  for (const absl::string_view line : absl::StrSplit(lines.substr(0, lines.size() - 1), '\n')) {
    if (note.signatures.size() == kMaxSignatures) {
      return absl::InvalidArgumentError("signed note: has too many signatures");
    }
    ASSIGN_OR_RETURN(NoteSignature signature, ParseSignatureLine(line));
    note.signatures.push_back(std::move(signature));
  }
  return note;
}

absl::StatusOr<SignedNote> VerifyNote(absl::string_view bytes, const VerifierKey& key) {
  ASSIGN_OR_RETURN(SignedNote note, ParseNote(bytes));
  bool signed_by_key = false;
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name != key.name() || signature.key_id != key.key_id()) continue;
    if (!key.Verify(note.text, signature.signature)) {
      return absl::DataLossError(absl::StrCat("signed note: the signature of ", key.name(), " is wrong"));
    }
    signed_by_key = true;
  }
  if (!signed_by_key) {
    return absl::DataLossError(absl::StrCat("signed note: is not signed by the key ",
                                            absl::BytesToHexString(key.key_id()), " of ", key.name()));
  }
  return note;
}

}  // namespace enlace::ledger
