// Pages of lists (AIP-158).
#ifndef ENLACE_GATEWAY_SERVICE_PAGE_H_
#define ENLACE_GATEWAY_SERVICE_PAGE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::service {

// 0 or less: 50; more than 500: 500.
size_t PageSize(int32_t asked);

// The opaque token of the page that begins after `after`. It is bound to the
// method and to the other fields of the request.
std::string PageToken(absl::string_view method, absl::string_view filter, absl::string_view after);

// Where the page of `token` begins; empty for an empty token.
//   INVALID_ARGUMENT   not a token of this method and filter.
absl::StatusOr<std::string> PageStart(absl::string_view method, absl::string_view filter, absl::string_view token);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_PAGE_H_
