#include "gateway/transport/connection/peer_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "gtest/gtest.h"

namespace enlace::transport {
namespace {

sockaddr_storage V6(const char* text) {
  sockaddr_storage address{};
  auto* const v6 = reinterpret_cast<sockaddr_in6*>(&address);
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(5000);
  inet_pton(AF_INET6, text, &v6->sin6_addr);
  return address;
}

TEST(PeerAddressTest, Ipv4IsCountedByTheAddress) {
  sockaddr_storage address{};
  auto* const v4 = reinterpret_cast<sockaddr_in*>(&address);
  v4->sin_family = AF_INET;
  v4->sin_port = htons(5000);
  inet_pton(AF_INET, "192.0.2.7", &v4->sin_addr);
  EXPECT_EQ(PeerAddressOf(address).text, "ipv4:192.0.2.7:5000");
  EXPECT_EQ(PeerAddressOf(address).site, "192.0.2.7");
}

TEST(PeerAddressTest, Ipv6IsCountedByItsSite) {
  EXPECT_EQ(PeerAddressOf(V6("2001:db8:1:2:3:4:5:6")).text, "ipv6:[2001:db8:1:2:3:4:5:6]:5000");
  EXPECT_EQ(PeerAddressOf(V6("2001:db8:1:2:3:4:5:6")).site, PeerAddressOf(V6("2001:db8:1:2:ffff::1")).site);
  EXPECT_NE(PeerAddressOf(V6("2001:db8:1:2::1")).site, PeerAddressOf(V6("2001:db8:1:3::1")).site);
}

TEST(PeerAddressTest, Ipv4WithinIpv6IsShownAsIpv4) {
  EXPECT_EQ(PeerAddressOf(V6("::ffff:192.0.2.7")).text, "ipv4:192.0.2.7:5000");
}

TEST(PeerAddressTest, AnotherFamilyIsUnknown) {
  sockaddr_storage address{};
  address.ss_family = AF_UNIX;
  EXPECT_EQ(PeerAddressOf(address).text, "unknown");
}

}  // namespace
}  // namespace enlace::transport
