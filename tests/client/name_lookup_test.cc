#include "client/name_lookup.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

TEST(NameLookupTest, AnAddressIsItsOwnWithThePort) {
  ASSERT_OK_AND_ASSIGN(const AddressList list, LookUp("127.0.0.1", 7444));
  ASSERT_EQ(list->ai_family, AF_INET);
  const auto* const address = reinterpret_cast<const sockaddr_in*>(list->ai_addr);
  EXPECT_EQ(ntohs(address->sin_port), 7444);
  EXPECT_EQ(ntohl(address->sin_addr.s_addr), INADDR_LOOPBACK);
}

TEST(NameLookupTest, AReservedNameHasNone) {
  // RFC 2606 section 2.
  EXPECT_THAT(LookUp("gateway.invalid", 7444).status(), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace enlace::client
