#include "client/address.h"

#include "tests/support/status_matchers.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

TEST(AddressTest, ReadsNamesAndBothKindsOfIpAddress) {
  ASSERT_OK_AND_ASSIGN(Address address, ParseAddress("a", "enlace.example.gob:7444"));
  EXPECT_EQ(address.host, "enlace.example.gob");
  EXPECT_EQ(address.port, 7444);
  ASSERT_OK_AND_ASSIGN(address, ParseAddress("a", "[2001:db8::1]:443"));
  EXPECT_EQ(address.host, "2001:db8::1");
  EXPECT_EQ(address.ToText(), "[2001:db8::1]:443");
  ASSERT_OK_AND_ASSIGN(address, ParseAddress("a", "127.0.0.1:1"));
  EXPECT_EQ(address.ToText(), "127.0.0.1:1");
}

TEST(AddressTest, RefusesWhatIsNotHostAndPort) {
  for (const char* text : {"", "host", "host:", ":1", "host:0", "host:65536", "host:-1", "host:+1", "host:1x",
                           "ho st:1", "http://host:1", "2001:db8::1:443", "[]:1"}) {
    EXPECT_THAT(ParseAddress("--address", text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--address")))
        << text;
  }
}

}  // namespace
}  // namespace enlace::client
