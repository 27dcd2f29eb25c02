#include "gateway/transport/connection/peer_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstring>

#include "absl/strings/str_cat.h"

namespace enlace::transport {
namespace {

PeerAddress Ipv4(const in_addr& address, in_port_t port) {
  char text[INET_ADDRSTRLEN] = "";
  inet_ntop(AF_INET, &address, text, sizeof(text));
  return {absl::StrCat("ipv4:", text, ":", ntohs(port)), text};
}

}  // namespace

PeerAddress PeerAddressOf(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof(v4));
    return Ipv4(v4.sin_addr, v4.sin_port);
  }
  if (address.ss_family != AF_INET6) return {"unknown", "unknown"};
  sockaddr_in6 v6;
  std::memcpy(&v6, &address, sizeof(v6));
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
    in_addr v4;
    std::memcpy(&v4, v6.sin6_addr.s6_addr + 12, sizeof(v4));
    return Ipv4(v4, v6.sin6_port);
  }
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof(text));
  PeerAddress peer;
  peer.text = absl::StrCat("ipv6:[", text, "]:", ntohs(v6.sin6_port));
  std::memset(v6.sin6_addr.s6_addr + 8, 0, 8);
  inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof(text));
  peer.site = absl::StrCat(text, "/64");
  return peer;
}

}  // namespace enlace::transport
