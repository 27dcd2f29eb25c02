// What making and loading an authority agree on.
#ifndef ENLACE_CERTS_CA_AUTHORITY_FILES_H_
#define ENLACE_CERTS_CA_AUTHORITY_FILES_H_

#include <string>

#include "absl/time/time.h"
#include "gateway/base/random.h"

namespace enlace::certs {

inline constexpr char kRootKeyFile[] = "root.key";
inline constexpr char kRootFile[] = "root.pem";
inline constexpr char kIssuingKeyFile[] = "issuing.key";
inline constexpr char kIssuingFile[] = "issuing.pem";

// Certificates begin this much in the past, for clocks that lag.
inline constexpr absl::Duration kClockSlack = absl::Minutes(1);

// 16 random bytes as a positive number that keeps its length.
inline std::string NewSerial(base::Random& random) {
  std::string serial = random.Bytes(16);
  serial[0] = static_cast<char>((serial[0] & 0x7f) | 0x40);
  return serial;
}

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_CA_AUTHORITY_FILES_H_
