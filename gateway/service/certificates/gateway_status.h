// What an administrator has to look after now.
#ifndef ENLACE_GATEWAY_SERVICE_CERTIFICATES_GATEWAY_STATUS_H_
#define ENLACE_GATEWAY_SERVICE_CERTIFICATES_GATEWAY_STATUS_H_

#include "absl/status/statusor.h"
#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"

namespace enlace::service {

// Certificates that end at most this many are listed, queues too.
inline constexpr int kMostInStatus = 500;

// Ids, numbers and times only.
//   UNAVAILABLE, DATA_LOSS  as store::Reader.
absl::StatusOr<v1::GetGatewayStatusResponse> StatusOf(const Core& core);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CERTIFICATES_GATEWAY_STATUS_H_
