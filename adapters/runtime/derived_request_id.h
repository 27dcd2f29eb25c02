// request_ids that a restart finds again.
#ifndef ENLACE_ADAPTERS_RUNTIME_DERIVED_REQUEST_ID_H_
#define ENLACE_ADAPTERS_RUNTIME_DERIVED_REQUEST_ID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace enlace::adapters {

// The UUID version 4 of one act: the same for the same parts for ever, so that
// an act repeated after a crash is the same request to the gateway. Pure.
// `act` says what is done ("send", "confirm_delivery", ...), `about` to what.
std::string DerivedRequestId(absl::string_view agency_id, absl::string_view act, absl::string_view about);

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_DERIVED_REQUEST_ID_H_
