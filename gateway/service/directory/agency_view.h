// An agency as the directory shows it.
#ifndef ENLACE_GATEWAY_SERVICE_DIRECTORY_AGENCY_VIEW_H_
#define ENLACE_GATEWAY_SERVICE_DIRECTORY_AGENCY_VIEW_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/v1/agency.pb.h"
#include "gateway/service/core.h"
#include "gateway/store/store.h"

namespace enlace::service {

// The sealing certificates of an agency that are valid at `now`, newest first, each with
// its issuer's. Without those of an authority that is retired: nobody trusts them.
//   UNAVAILABLE   as Reader.
absl::StatusOr<std::vector<v1::SealingCertificate>> OfferedSealingCertificates(const Core& core,
                                                                               store::Reader& reader,
                                                                               absl::string_view agency_id,
                                                                               absl::Time now);

// `entry` with its sealing certificates that are valid now.
//   UNAVAILABLE   as Reader.
absl::StatusOr<v1::Agency> WithSealingCertificates(const Core& core, store::Reader& reader, v1::Agency entry);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_DIRECTORY_AGENCY_VIEW_H_
