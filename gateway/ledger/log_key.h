// The key that signs a log's checkpoints.
#ifndef ENLACE_GATEWAY_LEDGER_LOG_KEY_H_
#define ENLACE_GATEWAY_LEDGER_LOG_KEY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/base/random.h"
#include "gateway/base/secret.h"
#include "gateway/ledger/verify/checkpoint.h"
#include "gateway/ledger/verify/signed_note.h"

namespace enlace::ledger {

// An Ed25519 key and the origin of the log it signs. Thread-safe, immutable.
// Never gives its private part away.
class LogKey {
 public:
  // The key in the file `path`; a new one, in a new file of mode 0600, if there
  // is none.
  //   FAILED_PRECONDITION  the file is of another log, or others can read it.
  //   INVALID_ARGUMENT     not a key file, or `origin` cannot be a key's name.
  //   PERMISSION_DENIED, UNAVAILABLE  as base::ReadFile, WriteFileAtomically.
  static absl::StatusOr<std::unique_ptr<LogKey>> LoadOrCreate(const std::string& path,
                                                              absl::string_view origin, base::Random& random);
  // From the 32 bytes of the private key (RFC 8032).
  static absl::StatusOr<std::unique_ptr<LogKey>> FromSeed(absl::string_view origin, const base::Secret& seed);
  ~LogKey();
  LogKey(const LogKey&) = delete;
  LogKey& operator=(const LogKey&) = delete;

  const std::string& origin() const { return verifier_.name(); }
  // What verifies; ToText() of it is the text to publish.
  const VerifierKey& verifier() const { return verifier_; }
  // The checkpoint as a signed note. The same bytes for the same size and root.
  std::string SignCheckpoint(uint64_t size, absl::string_view root) const;

 private:
  struct Native;
  LogKey(VerifierKey verifier, std::unique_ptr<Native> native);
  const VerifierKey verifier_;
  const std::unique_ptr<Native> native_;
};

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_LOG_KEY_H_
