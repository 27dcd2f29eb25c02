#include "client/reconnection.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace enlace::client {
namespace {

// That adapters find a gateway again that was killed is part of the story of
// tests/byte_search.
TEST(ReconnectionTest, TheEnvironmentHasTheLastWord) {
  constexpr char kName[] = "GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS";
  unsetenv(kName);
  KeepReconnecting();
  EXPECT_STREQ(getenv(kName), "200");
  setenv(kName, "1000", 1);
  KeepReconnecting();
  EXPECT_STREQ(getenv(kName), "1000");
  unsetenv(kName);
}

}  // namespace
}  // namespace enlace::client
