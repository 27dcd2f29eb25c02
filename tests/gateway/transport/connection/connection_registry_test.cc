#include "gateway/transport/connection/connection_registry.h"

#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const PeerAddress kHere{"ipv4:192.0.2.1:1000", "192.0.2.1"};
const PeerAddress kThere{"ipv4:192.0.2.2:1000", "192.0.2.2"};

class ConnectionRegistryTest : public testing::Test {
 protected:
  static ConnectionLimits Limits() {
    ConnectionLimits limits;
    limits.all = 3;
    limits.per_name = 1;
    limits.per_address = 2;
    return limits;
  }
  uint64_t Admit(const PeerAddress& peer = kHere, size_t loop = 0) {
    const auto id = registry_.Admit(peer, loop, absl::UnixEpoch());
    EXPECT_THAT(id.status(), IsOk());
    return id.ok() ? *id : 0;
  }

  ConnectionRegistry registry_{Limits()};
};

TEST_F(ConnectionRegistryTest, ListsFactsInTheOrderOfArrival) {
  const uint64_t first = Admit(kHere), second = Admit(kThere);
  EXPECT_THAT(registry_.Identify(second, "agency/fgr", "0a"), IsOk());
  registry_.SetProtocol(second, "h2");
  *registry_.OpenCount(second) = 7;
  const auto all = registry_.List();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].id, first);
  EXPECT_EQ(all[0].name, "");
  EXPECT_EQ(all[1].name, "agency/fgr");
  EXPECT_EQ(all[1].serial, "0a");
  EXPECT_EQ(all[1].address, kThere.text);
  EXPECT_EQ(all[1].protocol, "h2");
  EXPECT_EQ(all[1].open, 7);
}

TEST_F(ConnectionRegistryTest, RefusesBeyondTheLimitOfAnAddressAndInAll) {
  Admit(kHere);
  Admit(kHere);
  const auto same = registry_.Admit(kHere, 0, absl::UnixEpoch()).status();
  EXPECT_THAT(same, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(std::string(same.message()), HasSubstr("one address: 2"));
  Admit(kThere);
  const auto more = registry_.Admit(kThere, 0, absl::UnixEpoch()).status();
  EXPECT_THAT(std::string(more.message()), HasSubstr("in all: 3"));
}

TEST_F(ConnectionRegistryTest, WhatEndsMakesRoom) {
  const uint64_t first = Admit(), second = Admit();
  EXPECT_THAT(registry_.Identify(first, "agency/fgr", "0a"), IsOk());
  EXPECT_THAT(registry_.Identify(second, "agency/fgr", "0b"), StatusIs(absl::StatusCode::kResourceExhausted));
  registry_.Remove(first);
  EXPECT_THAT(registry_.Identify(second, "agency/fgr", "0b"), IsOk());
  Admit();
  registry_.Remove(999);  // Unknown: nothing happens.
  EXPECT_EQ(registry_.size(), 2);
}

TEST_F(ConnectionRegistryTest, FindsTheLoopThatServesTheFewest) {
  EXPECT_EQ(registry_.IdlestLoop(2), 0U);
  const uint64_t first = Admit(kHere, 0);
  EXPECT_EQ(registry_.IdlestLoop(2), 1U);
  Admit(kHere, 1);
  registry_.Remove(first);
  EXPECT_EQ(registry_.IdlestLoop(2), 0U);
  EXPECT_EQ(registry_.LoopOf(first), -1);
}

TEST_F(ConnectionRegistryTest, TheLimitStaysBelowTheDescriptorsOfTheProcess) {
  ConnectionLimits limits;
  limits.all = 1 << 30;
  EXPECT_LT(ConnectionRegistry(limits).most(), 1 << 30);
}

TEST_F(ConnectionRegistryTest, WaitsUntilTheLastHasGone) {
  const uint64_t id = Admit();
  EXPECT_FALSE(registry_.WaitUntilEmpty(absl::ZeroDuration()));
  std::thread other([&] { registry_.Remove(id); });
  EXPECT_TRUE(registry_.WaitUntilEmpty(absl::Minutes(1)));
  other.join();
  EXPECT_THAT(registry_.List(), IsEmpty());
}

}  // namespace
}  // namespace enlace::transport
