// The files of an authority: what making, loading and the ceremony agree on.
#ifndef ENLACE_CERTS_CA_AUTHORITY_FILES_H_
#define ENLACE_CERTS_CA_AUTHORITY_FILES_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "certs/x509/certificate.h"
#include "certs/x509/certificate_builder.h"
#include "certs/x509/private_key.h"
#include "gateway/base/random.h"
#include "gateway/base/secret.h"

namespace enlace::certs {

inline constexpr char kRootKeyFile[] = "root.key";
inline constexpr char kRootFile[] = "root.pem";
inline constexpr char kIssuingKeyFile[] = "issuing.key";
inline constexpr char kIssuingFile[] = "issuing.pem";
// The request for issuing.pem, PKCS#10 in PEM.
inline constexpr char kIssuingRequestFile[] = "issuing.csr";
// Instead of a key file: the PKCS#11 URI (RFC 7512) of a key in a token, one line.
inline constexpr char kRootUriFile[] = "root.uri";
inline constexpr char kIssuingUriFile[] = "issuing.uri";

// Certificates begin this much in the past, for clocks that lag.
inline constexpr absl::Duration kClockSlack = absl::Minutes(1);

// 16 random bytes as a positive number that keeps its length.
inline std::string NewSerial(base::Random& random) {
  std::string serial = random.Bytes(16);
  serial[0] = static_cast<char>((serial[0] & 0x7f) | 0x40);
  return serial;
}

// The name of an issuing authority.
inline std::string IssuingName(const std::string& trust_domain) { return "Enlace issuing " + trust_domain; }

// What root and issuing authority of a trust domain are to be: from kClockSlack before
// `now` until `end`, with a new serial.
CertificateSpec RootSpec(const std::string& trust_domain, absl::Time now, absl::Time end,
                         base::Random& random);
CertificateSpec IssuingSpec(const std::string& trust_domain, absl::Time now, absl::Time end,
                            base::Random& random);

// How a private key is come by.
struct KeyAccess {
  base::Secret passphrase;    // Of the key's file, or PIN of the token; may be empty.
  std::string pkcs11_module;  // Needed if the key is in a token.
};

// The folders of a gateway's authorities: `folder` itself if it holds one, and each
// folder in <folder>/authorities; `folder` if there are none. Reads names alone.
std::vector<std::string> AuthorityFolders(const std::string& folder);

// The certificate of a PEM file.
//   NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT: naming the file.
absl::StatusOr<Certificate> LoadCertificateFile(const std::string& path);

// The key of `folder`, in the file `key_file` or in the token that `uri_file` names.
// `path`, if given, receives the path of the one that is there.
//   NOT_FOUND           neither file is there, or the token or its key is not.
//   PERMISSION_DENIED   others may read the key, or the token refuses the PIN.
//   INVALID_ARGUMENT    both files are there, or the one is malformed, or the
//                       passphrase does not open it.
//   UNAVAILABLE         the token could not be read.
// Each names the file and what to do about it.
absl::StatusOr<PrivateKey> LoadAuthorityKey(const std::string& folder, const char* key_file,
                                            const char* uri_file, const KeyAccess& access,
                                            std::string* path = nullptr);

// INVALID_ARGUMENT naming `path` unless `issuing` is an authority that `root` signed.
absl::Status CheckUnderRoot(const std::string& path, const Certificate& root, const Certificate& issuing);

// The one host of URI names that an issuing certificate permits; empty if there is
// none.
std::string PermittedHost(const Certificate& issuing);

// A file to be.
struct AuthorityFile {
  const char* name;
  base::Secret data;
  mode_t mode;
};

// Writes all of them, in their order, or none.
//   UNAVAILABLE  one could not be written; those written are removed.
absl::Status WriteAllOrNone(const std::string& folder, const std::vector<AuthorityFile>& files);

// ALREADY_EXISTS naming the first of the files that the folder has.
absl::Status CheckVacant(const std::string& folder, const std::vector<const char*>& names);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_CA_AUTHORITY_FILES_H_
