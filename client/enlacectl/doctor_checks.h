// What can be wrong between an identity folder and its gateway, in words.
#ifndef ENLACE_CLIENT_ENLACECTL_DOCTOR_CHECKS_H_
#define ENLACE_CLIENT_ENLACECTL_DOCTOR_CHECKS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "certs/keystore/keystore.h"
#include "client/language.h"
#include "client/server_probe.h"

namespace enlace::client {

enum class FindingLevel { kGood, kWarning, kBad };

// One line of the doctor.
struct Finding {
  FindingLevel level = FindingLevel::kGood;
  // Stable name for programs: "tls-certificate", "server-name", ...
  std::string check;
  // In the language asked for, with the remedy where there is one.
  std::string text;
  // For the exit code: OK unless the level is kBad.
  absl::Status status;
};

// The keystore by itself: enrolled, chains to its roots, in time, due for
// renewal. That keys and certificates match, Keystore::Open has checked. Pure.
std::vector<Finding> CheckKeystore(const certs::Keystore& keystore, absl::Time now, Language language);

// What a probe of the server found: DNS, TCP, TLS 1.3, root, time, name. Pure.
std::vector<Finding> CheckServer(const ServerProbe& probe, const certs::Keystore& keystore,
                                 const std::string& name, absl::Time now, Language language);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_DOCTOR_CHECKS_H_
