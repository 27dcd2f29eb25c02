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
    limits.newcomers = 3;
    return limits;
  }
  uint64_t Admit(const PeerAddress& peer = kHere, size_t loop = 0) {
    const auto id = registry_.Admit(peer, loop, absl::UnixEpoch());
    EXPECT_THAT(id.status(), IsOk());
    return id.ok() ? id->id : 0;
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
  registry_.Settle(Admit(kHere));
  registry_.Settle(Admit(kHere));
  const auto same = registry_.Admit(kHere, 0, absl::UnixEpoch()).status();
  EXPECT_THAT(same, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(std::string(same.message()), HasSubstr("one address: 2"));
  registry_.Settle(Admit(kThere));
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

class NewcomersTest : public testing::Test {
 protected:
  static ConnectionLimits Limits() {
    ConnectionLimits limits;
    limits.all = 8;
    return limits;
  }
  ConnectionRegistry::Admission Admit(const PeerAddress& peer = kHere) {
    const auto admission = registry_.Admit(peer, 0, absl::UnixEpoch());
    EXPECT_THAT(admission.status(), IsOk());
    return admission.ok() ? *admission : ConnectionRegistry::Admission();
  }
  uint64_t AdmitSettled() {
    const uint64_t id = Admit().id;
    registry_.Settle(id);
    return id;
  }

  ConnectionRegistry registry_{Limits()};
};

TEST_F(NewcomersTest, HaveAQuarterAndTheOldestGoesForTheNext) {
  EXPECT_EQ(registry_.most_newcomers(), 2);
  const uint64_t first = Admit().id, second = Admit().id;
  EXPECT_EQ(Admit().evicted, first);
  EXPECT_EQ(Admit().evicted, second);
}

TEST_F(NewcomersTest, WhoHasSettledIsNotEvicted) {
  const uint64_t first = Admit().id, second = Admit().id;
  registry_.Settle(first);
  EXPECT_EQ(Admit().evicted, 0U);
  EXPECT_EQ(Admit().evicted, second);
}

TEST_F(NewcomersTest, TheNamedHaveSettledAndThoseWithoutTheirShareHaveNot) {
  ConnectionLimits limits = Limits();
  limits.per_name = 1;
  ConnectionRegistry registry(limits);
  const auto admit = [&] { return *registry.Admit(kHere, 0, absl::UnixEpoch()); };
  const uint64_t named = admit().id, beyond = admit().id;
  EXPECT_THAT(registry.Identify(named, "agency/fgr", "0a"), IsOk());
  EXPECT_THAT(registry.Identify(beyond, "agency/fgr", "0a"), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(admit().evicted, 0U);
  EXPECT_EQ(admit().evicted, beyond);
}

TEST_F(NewcomersTest, MakeRoomWhereTheSettledHaveAllTheRest) {
  for (int i = 0; i < 7; ++i) AdmitSettled();
  const uint64_t slow = Admit().id;
  EXPECT_EQ(Admit().evicted, slow);
}

TEST_F(NewcomersTest, AreRefusedWhereOnlyTheSettledAre) {
  for (int i = 0; i < 8; ++i) AdmitSettled();
  EXPECT_THAT(registry_.Admit(kHere, 0, absl::UnixEpoch()).status(),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(NewcomersTest, WhoSettlesWhileItIsEvictedStaysAndCounts) {
  for (int i = 0; i < 7; ++i) AdmitSettled();
  const uint64_t evicted = Admit().id;
  const uint64_t next = Admit().id;
  registry_.Settle(evicted);
  // One more than all: the next must not come in as well, nor be evicted for it.
  EXPECT_THAT(registry_.Admit(kHere, 0, absl::UnixEpoch()).status(),
              StatusIs(absl::StatusCode::kResourceExhausted));
  registry_.Remove(evicted);
  EXPECT_EQ(Admit().evicted, next);
}

TEST_F(NewcomersTest, FewMayBeLeavingAtATime) {
  ASSERT_OK_AND_ASSIGN(const auto first, registry_.Admit(kHere, 0, absl::UnixEpoch()));
  EXPECT_EQ(first.evicted, 0U);
  absl::Status last;
  int admitted = 0;
  while ((last = registry_.Admit(kHere, 0, absl::UnixEpoch()).status()).ok()) ++admitted;
  EXPECT_THAT(std::string(last.message()), HasSubstr("newcomers: 2"));
  EXPECT_EQ(registry_.size(), admitted + 1);
  EXPECT_LT(registry_.size(), 64);
}

TEST_F(NewcomersTest, AnAddressWithItsShareEvictsNobody) {
  ConnectionLimits limits = Limits();
  limits.per_address = 1;
  limits.newcomers = 1;
  ConnectionRegistry registry(limits);
  ASSERT_THAT(registry.Admit(kHere, 0, absl::UnixEpoch()).status(), IsOk());
  const auto again = registry.Admit(kHere, 0, absl::UnixEpoch()).status();
  EXPECT_THAT(std::string(again.message()), HasSubstr("one address: 1"));
  EXPECT_THAT(registry.Admit(kThere, 0, absl::UnixEpoch()).status(), IsOk());
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
