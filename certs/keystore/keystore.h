// The keys and certificates of one identity, as files.
#ifndef ENLACE_CERTS_KEYSTORE_KEYSTORE_H_
#define ENLACE_CERTS_KEYSTORE_KEYSTORE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "certs/x509/certificate.h"
#include "certs/x509/private_key.h"
#include "gateway/base/random.h"
#include "gateway/base/secret.h"

namespace enlace::certs {

// A sealing key with its certificate; old ones stay to open old envelopes.
struct SealingPair {
  PrivateKey key;
  Certificate certificate;
};

// A folder (mode 0700) with
//   tls.key tls.pem           the TLS key and its chain (leaf first)
//   sealing/<key id>.key .pem every sealing key so far with its chain
//   bundle.pem                trusted roots
//   former-roots.pem          roots that were trusted once: what was sealed in their
//                             time can still be opened
//   native-number.key         32 random bytes for hashing own file numbers
// Files are written atomically, the key before its certificate: a new TLS key
// waits as tls.key.new until tls.pem names it, so that a crash at any moment
// leaves a pair that fits. Not thread-safe; processes take turns at a folder.
class Keystore {
 public:
  // Opens the folder, making it if it is not there.
  //   PERMISSION_DENIED   unreadable, or readable by others (mode must be 0700).
  //   INVALID_ARGUMENT    a file is malformed, or key and certificate differ.
  //   UNAVAILABLE         the folder or native-number.key could not be made or locked.
  static absl::StatusOr<std::unique_ptr<Keystore>> Open(const std::string& folder, base::Random& random);

  // Whether the identity was enrolled.
  bool enrolled() const { return !tls_chain_.empty(); }
  // URI SAN of the TLS certificate; empty if not enrolled.
  std::string uri() const;

  // Only if enrolled.
  const PrivateKey& tls_key() const;
  const std::vector<Certificate>& tls_chain() const { return tls_chain_; }
  // All pairs, newest certificate first; empty for administrators.
  const std::vector<SealingPair>& sealing() const { return sealing_; }
  // Issuing authority of the newest sealing certificate; only if there is one.
  const Certificate& sealing_issuer() const;
  const std::vector<Certificate>& bundle() const { return bundle_; }
  // Roots that were trusted once and are no longer; of no use for connections.
  const std::vector<Certificate>& former_roots() const { return former_roots_; }
  const std::string& folder() const { return folder_; }

  // HMAC-SHA256 of a native number (trimmed, blanks removed, upper case) under
  // native-number.key, 32 bytes.
  std::string HashNativeNumber(absl::string_view number) const;

  // Takes over issued certificates for the given keys; `sealing_key` may be
  // nullptr (administrators). A sealing chain holds its issuer too.
  //   INVALID_ARGUMENT   a certificate does not belong to its key, a text holds
  //                      no certificate, or a sealing chain lacks its issuer.
  //   UNAVAILABLE        a file could not be written; the old state stays.
  absl::Status Install(const PrivateKey& tls_key, const std::string& tls_chain_pem,
                       const PrivateKey* sealing_key, const std::string& sealing_chain_pem,
                       const std::string& bundle_pem);

  // Trusts the roots of `bundle_pem` from now on. Whether they deserve it is the
  // caller's to know (client/trust_bundle.h).
  //   INVALID_ARGUMENT   the text holds no certificate, or one that is no authority's.
  //   UNAVAILABLE        the file could not be written; the old bundle stays.
  absl::Status InstallBundle(const std::string& bundle_pem);

 private:
  explicit Keystore(std::string folder) : folder_(std::move(folder)) {}
  absl::Status Load();
  absl::Status LoadTls();
  absl::Status LoadSealing();
  absl::Status LoadRoots();
  // Writes those of bundle_ that `bundle` has not to former-roots.pem.
  absl::Status KeepFormer(const std::vector<Certificate>& bundle);
  absl::Status LoadNativeNumberKey(base::Random& random);

  const std::string folder_;
  base::Secret native_number_key_;
  std::vector<PrivateKey> tls_key_;  // At most one.
  std::vector<Certificate> tls_chain_;
  std::vector<SealingPair> sealing_;
  std::vector<Certificate> sealing_issuer_;  // At most one.
  std::vector<Certificate> bundle_;
  std::vector<Certificate> former_roots_;
};

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_KEYSTORE_KEYSTORE_H_
