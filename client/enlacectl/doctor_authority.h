// What can be wrong with the files of a gateway's authority, in words.
#ifndef ENLACE_CLIENT_ENLACECTL_DOCTOR_AUTHORITY_H_
#define ENLACE_CLIENT_ENLACECTL_DOCTOR_AUTHORITY_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/enlacectl/doctor_finding.h"
#include "client/language.h"
#include "enlace/config/v1/gateway_config.pb.h"
#include "gateway/base/random.h"

namespace enlace::client {

// The folders of the authorities as the settings name them: files and modes, that the
// issuing key, in its file or token, opens and belongs to its certificate, that the
// trust domain is that of the settings, and when root and issuing authority end. While
// one of several is good, what is wrong with another is a warning. Reads only.
std::vector<Finding> CheckAuthority(const config::v1::GatewayConfig& config, absl::Time now,
                                    base::Random& random, Language language);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_DOCTOR_AUTHORITY_H_
