// What the methods that write agencies have in common.
#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_AGENCY_ENTRY_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_AGENCY_ENTRY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/v1/agency.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// INVALID_ARGUMENT naming the field unless the entry is complete and well formed.
absl::Status ValidateAgency(const v1::Agency& agency);

// The stored entry. NOT_FOUND if there is none.
absl::StatusOr<v1::Agency> ReadAgency(store::Reader& reader, absl::string_view agency_id);

// Stores the entry, records the act in the trust log, and lets the roster know once
// that is durable. Output-only fields that are not part of the entry (sealing
// certificates) are dropped.
absl::Status WriteAgency(const ActContext& context, absl::string_view event_type,
                         absl::string_view request_id, absl::string_view reason, v1::Agency agency);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_AGENCY_ENTRY_H_
