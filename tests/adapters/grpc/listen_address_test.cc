#include "adapters/grpc/listen_address.h"

#include "tests/support/status_matchers.h"

namespace enlace::adapters {
namespace {

TEST(ListenAddressTest, PlacesWithinThisMachineAreTaken) {
  const auto target = [](const char* text) { return ParseListenAddress(text)->target; };
  EXPECT_EQ(target("127.0.0.1:7000"), "127.0.0.1:7000");
  EXPECT_EQ(target("127.9.9.9:7000"), "127.9.9.9:7000");
  EXPECT_EQ(target("[::1]:7000"), "[::1]:7000");
  EXPECT_EQ(target("unix:/run/enlace/local.sock"), "unix:/run/enlace/local.sock");
  EXPECT_EQ(ParseListenAddress("unix:///run/enlace/local.sock")->socket_path, "/run/enlace/local.sock");
}

TEST(ListenAddressTest, LocalhostIsNotLookedUp) {
  EXPECT_EQ(ParseListenAddress("localhost:1")->target, "127.0.0.1:1");
}

TEST(ListenAddressTest, WhatOtherMachinesReachIsRefusedWithTheRemedy) {
  for (const char* text : {"0.0.0.0:7000", "[::]:7000", "10.0.0.7:7000", "[::ffff:127.0.0.1]:7000",
                           "uep.example:7000", "128.0.0.1:7000", "127.1:7000"}) {
    EXPECT_THAT(ParseListenAddress(text).status(),
                StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("unix:/path/of/socket")))
        << text;
  }
}

TEST(ListenAddressTest, MalformedPlacesNameTheSetting) {
  for (const char* text : {"", "7000", "127.0.0.1", "unix:relative.sock", "unix:"}) {
    EXPECT_THAT(ParseListenAddress(text).status(),
                StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("grpc.listen")))
        << text;
  }
  EXPECT_FALSE(ParseListenAddress("unix:/" + std::string(200, 'x')).ok());
  EXPECT_FALSE(ParseListenAddress(absl::string_view("unix:/run/a\0b", 13)).ok());
}

}  // namespace
}  // namespace enlace::adapters
