// Whether a dated rule holds at a given time.
#ifndef ENLACE_GATEWAY_MECHANISM_VALIDITY_H_
#define ENLACE_GATEWAY_MECHANISM_VALIDITY_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/config/v1/mechanism.pb.h"
#include "enlace/v1/agency.pb.h"

namespace enlace::mechanism {

// `from` is the first instant, `to` the first one after; absent means no limit.
bool IsValidAt(const config::v1::Validity& validity, absl::Time at);

// The same for a mandate.
bool IsValidAt(const v1::Mandate& mandate, absl::Time at);

// Whether some mandate of the agency is valid; true if it records none.
bool HasMandateAt(const v1::Agency& agency, absl::Time at);

// Whether some mandate of the agency lists the role, whenever it is valid.
bool HoldsRole(const v1::Agency& agency, absl::string_view role);

// Whether one that lists it is valid.
bool HoldsRoleAt(const v1::Agency& agency, absl::string_view role, absl::Time at);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_VALIDITY_H_
