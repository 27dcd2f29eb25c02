// What can be wrong between an identity folder and its gateway, in words.
#ifndef ENLACE_CLIENT_ENLACECTL_DOCTOR_CHECKS_H_
#define ENLACE_CLIENT_ENLACECTL_DOCTOR_CHECKS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "certs/keystore/keystore.h"
#include "client/enlacectl/doctor_finding.h"
#include "client/language.h"
#include "client/server_probe.h"

namespace enlace::client {

// The keystore by itself: enrolled, chains to its roots, in time, names an agency
// or an administrator, due for renewal. That keys and certificates match,
// Keystore::Open has checked. Pure.
std::vector<Finding> CheckKeystore(const certs::Keystore& keystore, absl::Time now, Language language);

// What a probe of the server found: DNS, TCP, TLS 1.3, the right port, root, time,
// clock, name. `keystore` may be nullptr, if there is none that can be used: the
// last four are left out then. Pure.
std::vector<Finding> CheckServer(const ServerProbe& probe, const certs::Keystore* keystore,
                                 const std::string& name, absl::Time now, Language language);

// How a call ended that was made once all else was good: only it shows a revoked,
// unknown or suspended identity. Pure.
Finding CheckCall(const absl::Status& answer, Language language);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_DOCTOR_CHECKS_H_
