#include "gateway/service/page.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/errors.h"

namespace enlace::service {
namespace {

constexpr size_t kTagSize = 8;

std::string Tag(absl::string_view method, absl::string_view filter, absl::string_view after) {
  constexpr absl::string_view kNul("\0", 1);
  return base::Sha256({"enlace/page/v1", kNul, method, kNul, filter, kNul, after}).substr(0, kTagSize);
}

}  // namespace

size_t PageSize(int32_t asked) {
  if (asked <= 0) return 50;
  return static_cast<size_t>(std::min(asked, 500));
}

std::string PageToken(absl::string_view method, absl::string_view filter, absl::string_view after) {
  return absl::WebSafeBase64Escape(absl::StrCat(Tag(method, filter, after), after));
}

absl::StatusOr<std::string> PageStart(absl::string_view method, absl::string_view filter,
                                      absl::string_view token) {
  if (token.empty()) return std::string();
  std::string raw;
  if (absl::WebSafeBase64Unescape(token, &raw) && raw.size() > kTagSize) {
    const std::string after = raw.substr(kTagSize);
    if (raw.substr(0, kTagSize) == Tag(method, filter, after)) return after;
  }
  return base::InvalidField("page_token", "is not from an answer to the same question");
}

}  // namespace enlace::service
