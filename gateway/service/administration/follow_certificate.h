// What holds certificates in memory follows an act that changed one.
#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_FOLLOW_CERTIFICATE_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_FOLLOW_CERTIFICATE_H_

#include "enlace/v1/certificate.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// Once the act is durable, whoever connects is judged by the certificate as it is now,
// and the revocation list is made anew.
inline void FollowCertificate(const ActContext& context, const v1::Certificate& certificate) {
  context.after.push_back([&core = context.core, certificate] {
    core.roster.Put(certificate);
    core.revocation_list.Changed();
  });
}

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_FOLLOW_CERTIFICATE_H_
