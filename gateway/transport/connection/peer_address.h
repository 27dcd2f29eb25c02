// The other end of a socket in text.
#ifndef ENLACE_GATEWAY_TRANSPORT_CONNECTION_PEER_ADDRESS_H_
#define ENLACE_GATEWAY_TRANSPORT_CONNECTION_PEER_ADDRESS_H_

#include <sys/socket.h>

#include <string>

namespace enlace::transport {

struct PeerAddress {
  // "ipv4:192.0.2.7:5000" or "ipv6:[2001:db8::7]:5000"; "unknown" for any other
  // family. An IPv4 address that IPv6 carries is shown as what it is.
  std::string text;
  // What connections are counted by: the address, of IPv6 its /64, which is what
  // one site has.
  std::string site;
};

PeerAddress PeerAddressOf(const sockaddr_storage& address);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CONNECTION_PEER_ADDRESS_H_
