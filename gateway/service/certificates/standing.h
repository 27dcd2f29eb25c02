// How an identity's certificates stand now, by the roster.
#ifndef ENLACE_GATEWAY_SERVICE_CERTIFICATES_STANDING_H_
#define ENLACE_GATEWAY_SERVICE_CERTIFICATES_STANDING_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/v1/certificate.pb.h"
#include "gateway/identity/roster.h"

namespace enlace::service {

// Neither revoked nor over.
bool IsInForce(const identity::CertificateStanding& certificate, absl::Time now);

// Of each identity and usage the certificate that ends last, revoked ones left out.
using LastCertificates =
    std::map<std::pair<std::string, v1::CertificateUsage>, identity::CertificateStanding>;
LastCertificates LastOfEach(const identity::Roster& roster);

// Whether its end is so near that its holder is warned, or past.
bool EndsSoon(const identity::CertificateStanding& certificate, absl::Time now);

// Whose certificate it is, by its URI; "" if not an agency's.
std::string AgencyOf(const identity::CertificateStanding& certificate);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CERTIFICATES_STANDING_H_
