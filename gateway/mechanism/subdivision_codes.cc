#include "gateway/mechanism/subdivision_codes.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace enlace::mechanism {
namespace {

// Sorted. The list is made from iso-codes when the build is configured
// (CMakeLists.txt beside this file).
constexpr absl::string_view kCodes[] = {
#include "gateway/mechanism/subdivision_codes.inc"
};

}  // namespace

bool IsSubdivision(absl::string_view code) {
  return std::binary_search(std::begin(kCodes), std::end(kCodes), code);
}

std::vector<std::string> SubdivisionsOf(absl::string_view country) {
  std::vector<std::string> codes;
  if (country.size() != 2) return codes;
  const std::string prefix = absl::StrCat(country, "-");
  for (const auto* code = std::lower_bound(std::begin(kCodes), std::end(kCodes), prefix);
       code != std::end(kCodes) && absl::StartsWith(*code, prefix); ++code) {
    codes.emplace_back(*code);
  }
  return codes;
}

}  // namespace enlace::mechanism
