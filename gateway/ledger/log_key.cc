#include "gateway/ledger/log_key.h"

#include <openssl/evp.h>
#include <sys/stat.h>

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gateway/base/files.h"
#include "gateway/base/invariant.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/verify/canonical_text.h"

namespace enlace::ledger {
namespace {

// The form of Go's note.GenerateKey, which other tools for signed notes read.
constexpr absl::string_view kPrefix = "PRIVATE+KEY+";
constexpr absl::string_view kEd25519 = "\x01";
constexpr size_t kSeedSize = 32;
constexpr size_t kSignatureSize = 64;

absl::Status CheckMode(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) == 0 && (info.st_mode & 077) == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(path, ": others can read this key; run chmod 600, and make a new key if they may have"));
}

absl::StatusOr<std::unique_ptr<LogKey>> ParseKeyFile(const std::string& path, const base::Secret& text,
                                                     absl::string_view origin) {
  absl::string_view rest = absl::StripAsciiWhitespace(text.RevealSecret());
  const bool has_prefix = absl::ConsumePrefix(&rest, kPrefix);
  const std::vector<absl::string_view> parts = absl::StrSplit(rest, absl::MaxSplits('+', 2));
  if (!has_prefix || parts.size() != 3)
    return absl::InvalidArgumentError(absl::StrCat(path, ": is not a log key"));
  ASSIGN_OR_RETURN(std::string decoded, ParseBase64(path, parts[2]));
  const base::Secret bytes(std::move(decoded));
  if (bytes.RevealSecret().size() != 1 + kSeedSize || !absl::StartsWith(bytes.RevealSecret(), kEd25519)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": is not an Ed25519 log key"));
  }
  if (parts[0] != origin) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": is the key of the log ", parts[0], ", not of ",
                                                      origin, "; check the configured names"));
  }
  ASSIGN_OR_RETURN(std::unique_ptr<LogKey> key,
                   LogKey::FromSeed(origin, base::Secret(std::string(bytes.RevealSecret().substr(1)))));
  if (absl::BytesToHexString(key->verifier().key_id()) != parts[1]) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": the key id does not belong to the key; is it damaged?"));
  }
  return key;
}

}  // namespace

struct LogKey::Native {
  explicit Native(EVP_PKEY* key) : key(key) {}
  ~Native() { EVP_PKEY_free(key); }
  EVP_PKEY* const key;
};

LogKey::LogKey(VerifierKey verifier, std::unique_ptr<Native> native)
    : verifier_(std::move(verifier)), native_(std::move(native)) {}
LogKey::~LogKey() = default;

absl::StatusOr<std::unique_ptr<LogKey>> LogKey::FromSeed(absl::string_view origin, const base::Secret& seed) {
  if (seed.RevealSecret().size() != kSeedSize) {
    return absl::InvalidArgumentError("log key: the private key must have 32 bytes");
  }
  auto native = std::make_unique<Native>(EVP_PKEY_new_raw_private_key(
      EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(seed.RevealSecret().data()),
      kSeedSize));
  std::string public_key(kSeedSize, '\0');
  size_t size = public_key.size();
  if (native->key == nullptr ||
      EVP_PKEY_get_raw_public_key(native->key, reinterpret_cast<unsigned char*>(public_key.data()), &size) !=
          1) {
    return absl::InternalError("log key: OpenSSL cannot read the key");
  }
  ASSIGN_OR_RETURN(VerifierKey verifier, VerifierKey::New(origin, public_key));
  return std::unique_ptr<LogKey>(new LogKey(std::move(verifier), std::move(native)));
}

absl::StatusOr<std::unique_ptr<LogKey>> LogKey::LoadOrCreate(const std::string& path,
                                                             absl::string_view origin, base::Random& random) {
  absl::StatusOr<std::string> text = base::ReadFile(path, 4096);
  if (text.ok()) {
    const base::Secret secret(*std::move(text));
    RETURN_IF_ERROR(CheckMode(path));
    return ParseKeyFile(path, secret, origin);
  }
  if (!absl::IsNotFound(text.status())) return text.status();
  const base::Secret seed(random.Bytes(kSeedSize));
  ASSIGN_OR_RETURN(std::unique_ptr<LogKey> key, FromSeed(origin, seed));
  const base::Secret typed(absl::StrCat(kEd25519, seed.RevealSecret()));
  const base::Secret line(absl::StrCat(kPrefix, origin, "+", absl::BytesToHexString(key->verifier().key_id()),
                                       "+", absl::Base64Escape(typed.RevealSecret()), "\n"));
  RETURN_IF_ERROR(base::WriteFileAtomically(path, line.RevealSecret(), 0600));
  return key;
}

std::string LogKey::SignCheckpoint(uint64_t size, absl::string_view root) const {
  SignedNote note;
  note.text = FormatCheckpoint({.origin = origin(), .size = size, .root = std::string(root)});
  std::string signature(kSignatureSize, '\0');
  size_t length = signature.size();
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  // Memory is gone otherwise: a log that cannot sign must not answer.
  base::StopUnless(context != nullptr);
  base::StopUnless(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, native_->key) == 1);
  base::StopUnless(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                                  reinterpret_cast<const unsigned char*>(note.text.data()),
                                  note.text.size()) == 1);
  base::StopUnless(length == kSignatureSize);
  note.signatures.push_back({.name = origin(), .key_id = verifier_.key_id(), .signature = signature});
  return FormatNote(note);
}

}  // namespace enlace::ledger
