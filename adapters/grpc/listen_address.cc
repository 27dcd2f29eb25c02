#include "adapters/grpc/listen_address.h"

#include <arpa/inet.h>
#include <sys/un.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/address.h"
#include "gateway/base/errors.h"

namespace enlace::adapters {
namespace {

constexpr char kField[] = "grpc.listen";

bool IsLoopback(const std::string& host) {
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

}  // namespace

absl::StatusOr<ListenAddress> ParseListenAddress(absl::string_view text) {
  if (absl::ConsumePrefix(&text, "unix:")) {
    while (absl::StartsWith(text, "//")) text.remove_prefix(1);
    // A path ends at its first zero byte for the kernel, whatever stands behind it.
    if (!absl::StartsWith(text, "/") || text.size() >= sizeof(sockaddr_un::sun_path) ||
        text.find('\0') != absl::string_view::npos) {
      return base::InvalidField(kField, absl::StrCat("the socket must be an absolute path of at most ",
                                                     sizeof(sockaddr_un::sun_path) - 1, " bytes"));
    }
    return ListenAddress{absl::StrCat("unix:", text), std::string(text)};
  }
  auto address = client::ParseAddress(kField, text);
  if (!address.ok()) {
    return base::InvalidField(kField, "must be unix:/path/of/socket, 127.0.0.1:port or [::1]:port");
  }
  if (address->host == "localhost") address->host = "127.0.0.1";
  if (!IsLoopback(address->host)) {
    return base::InvalidField(kField,
                              "other machines could reach this address, and content passes here in clear; "
                              "use unix:/path/of/socket, "
                              "127.0.0.1:port or [::1]:port");
  }
  return ListenAddress{address->ToText(), ""};
}

}  // namespace enlace::adapters
