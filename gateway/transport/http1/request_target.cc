#include "gateway/transport/http1/request_target.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace enlace::transport {
namespace {

bool IsUriCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view("-._~:/?[]@!$&'()*+,;=%").find(c) != absl::string_view::npos;
}

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_' || c == '~';
}

bool IsPort(absl::string_view text) {
  return text.size() <= 5 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

}  // namespace

bool IsHost(absl::string_view value) {
  size_t end = 0;
  if (!value.empty() && value[0] == '[') {
    end = value.find(']');
    if (end == absl::string_view::npos || end < 3) return false;
    const absl::string_view address = value.substr(1, end - 1);
    if (!std::all_of(address.begin(), address.end(), [](unsigned char c) {
          return absl::ascii_isxdigit(c) || c == ':' || c == '.';
        })) {
      return false;
    }
    ++end;
  } else {
    while (end < value.size() && IsNameCharacter(value[end])) ++end;
  }
  if (end == 0) return false;
  if (end == value.size()) return true;
  return value[end] == ':' && IsPort(value.substr(end + 1));
}

absl::optional<RequestTarget> ParseRequestTarget(absl::string_view method, absl::string_view target) {
  if (target.empty() || !std::all_of(target.begin(), target.end(), IsUriCharacter)) return absl::nullopt;
  if (method == "CONNECT") {
    // RFC 9110 section 9.3.6: the port may not be left out.
    const size_t colon = target.rfind(':');
    if (!IsHost(target) || colon == absl::string_view::npos || colon + 1 == target.size() ||
        target.back() == ']') {
      return absl::nullopt;
    }
    return RequestTarget{std::string(target), std::string(target)};
  }
  if (target[0] == '/') return RequestTarget{std::string(target), ""};
  if (target == "*") {
    if (method != "OPTIONS") return absl::nullopt;
    return RequestTarget{"*", ""};
  }
  const size_t scheme = target.find("://");
  if (scheme == absl::string_view::npos) return absl::nullopt;
  const absl::string_view name = target.substr(0, scheme);
  if (!absl::EqualsIgnoreCase(name, "https") && !absl::EqualsIgnoreCase(name, "http")) return absl::nullopt;
  const absl::string_view rest = target.substr(scheme + 3);
  const size_t end = std::min(rest.find_first_of("/?"), rest.size());
  if (!IsHost(rest.substr(0, end))) return absl::nullopt;
  const absl::string_view path = rest.substr(end);
  RequestTarget parsed{std::string(path), std::string(rest.substr(0, end))};
  if (path.empty() && method == "OPTIONS") {
    parsed.path = "*";  // RFC 9112 section 3.2.4.
  } else if (path.empty() || path[0] != '/') {
    parsed.path = absl::StrCat("/", path);
  }
  return parsed;
}

}  // namespace enlace::transport
