// An agency as the directory shows it.
#ifndef ENLACE_GATEWAY_SERVICE_DIRECTORY_AGENCY_VIEW_H_
#define ENLACE_GATEWAY_SERVICE_DIRECTORY_AGENCY_VIEW_H_

#include "absl/status/statusor.h"
#include "enlace/v1/agency.pb.h"
#include "gateway/service/core.h"
#include "gateway/store/store.h"

namespace enlace::service {

// `entry` with its sealing certificates that are valid now.
//   UNAVAILABLE   as Reader.
absl::StatusOr<v1::Agency> WithSealingCertificates(const Core& core, store::Reader& reader, v1::Agency entry);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_DIRECTORY_AGENCY_VIEW_H_
