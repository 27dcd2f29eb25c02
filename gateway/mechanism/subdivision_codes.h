// The subdivisions of all countries by ISO 3166-2, as Debian's iso-codes has them.
#ifndef ENLACE_GATEWAY_MECHANISM_SUBDIVISION_CODES_H_
#define ENLACE_GATEWAY_MECHANISM_SUBDIVISION_CODES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace enlace::mechanism {

// Whether `code` is one, for example MX-CHH.
bool IsSubdivision(absl::string_view code);

// Those of a country (ISO 3166-1 alpha-2), sorted; empty for an unknown one.
std::vector<std::string> SubdivisionsOf(absl::string_view country);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_SUBDIVISION_CODES_H_
