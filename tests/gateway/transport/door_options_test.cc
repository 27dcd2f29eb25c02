#include "gateway/transport/door_options.h"

#include <gmock/gmock.h>

namespace enlace::transport {
namespace {

constexpr absl::Duration kHeartbeat = absl::Seconds(7);

TEST(DoorOptionsTest, EverySettingReachesThePartThatItBounds) {
  config::v1::TransportConfig settings;
  settings.set_loops(3);
  settings.set_workers(5);
  settings.set_refuse_by_alert(true);
  settings.set_accept_gzip(true);
  auto* connections = settings.mutable_connections();
  connections->set_total(100);
  connections->set_per_certificate(10);
  connections->set_per_address(20);
  connections->set_descriptor_reserve(30);
  connections->set_newcomers(40);
  connections->mutable_handshake_limit()->set_seconds(4);
  connections->mutable_idle_limit()->set_seconds(600);
  connections->mutable_max_age()->set_seconds(3600);
  auto* streams = settings.mutable_streams();
  streams->set_header_list_limit(9000);
  streams->set_message_limit(1000000);
  streams->set_per_connection(64);
  streams->mutable_request_limit()->set_seconds(20);
  streams->mutable_stall_limit()->set_seconds(15);
  streams->set_queued_per_stream(70000);
  streams->set_queued_per_connection(80000);
  auto* calls = settings.mutable_calls();
  calls->mutable_default_deadline()->set_seconds(12);
  calls->set_rate(50);
  calls->set_burst(60);
  calls->set_max_running(11);
  calls->set_reserved_for_urgent(4);
  calls->set_streams_per_caller(2);
  settings.mutable_budgets()->set_resets(17);
  settings.mutable_budgets()->set_unknown_frames(18);
  const DoorLimits limits = LimitsOf(settings, kHeartbeat);

  EXPECT_EQ(limits.loops, 3);
  EXPECT_TRUE(limits.refuse_by_alert);
  EXPECT_EQ(limits.connections.all, 100);
  EXPECT_EQ(limits.connections.per_name, 10);
  EXPECT_EQ(limits.connections.per_address, 20);
  EXPECT_EQ(limits.connections.reserved_files, 30);
  EXPECT_EQ(limits.connections.newcomers, 40);
  EXPECT_EQ(limits.connection.handshake_limit, absl::Seconds(4));
  EXPECT_EQ(limits.connection.max_age, absl::Hours(1));
  EXPECT_EQ(limits.http2.idle_limit, absl::Minutes(10));
  EXPECT_EQ(limits.http1.idle_time, absl::Minutes(10));
  EXPECT_EQ(limits.http2.header_list, 9000u);
  EXPECT_EQ(limits.http1.limits.max_head_bytes, 9000u);
  EXPECT_EQ(limits.rpc.max_message_bytes, 1000000u);
  EXPECT_TRUE(limits.rpc.accept_gzip);
  EXPECT_EQ(limits.http2.max_streams, 64u);
  EXPECT_EQ(limits.http2.request_limit, absl::Seconds(20));
  EXPECT_EQ(limits.http1.body_time, absl::Seconds(20));
  EXPECT_EQ(limits.http2.stall_limit, absl::Seconds(15));
  EXPECT_EQ(limits.http1.stall_time, absl::Seconds(15));
  EXPECT_EQ(limits.http2.stream_queue, 70000u);
  EXPECT_EQ(limits.http2.connection_queue, 80000u);
  EXPECT_EQ(limits.calls.workers, 5);
  EXPECT_EQ(limits.calls.times.default_deadline, absl::Seconds(12));
  EXPECT_EQ(limits.calls.times.heartbeat, kHeartbeat);
  EXPECT_EQ(limits.calls.rate.per_second, 50);
  EXPECT_EQ(limits.calls.rate.burst, 60);
  EXPECT_EQ(limits.calls.turns.max_running, 11);
  EXPECT_EQ(limits.calls.turns.reserved_for_urgent, 4);
  EXPECT_EQ(limits.calls.max_streams_per_caller, 2);
  EXPECT_EQ(limits.http2.budget.allowances[static_cast<size_t>(Charge::kReset)].burst, 17u);
  EXPECT_EQ(limits.http2.budget.allowances[static_cast<size_t>(Charge::kUnknown)].burst, 18u);
}

TEST(DoorOptionsTest, AnAgeOfZeroIsNever) {
  EXPECT_EQ(LimitsOf(config::v1::TransportConfig(), kHeartbeat).connection.max_age, absl::InfiniteDuration());
}

TEST(DoorOptionsTest, SessionsAreMadeForBothVersionsOfHttp) {
  class Host final : public SessionHost {
    void WantsOutput() override {}
  } host;
  class Factory final : public ExchangeFactory {
    std::unique_ptr<Exchange> Begin(const RequestHead&, Responder*) override { return nullptr; }
  } factory;
  DoorLimits limits;
  MakeSessions(&limits);
  EXPECT_NE(limits.connection.http1(&host, &factory), nullptr);
  EXPECT_NE(limits.connection.http2(&host, &factory), nullptr);
}

}  // namespace
}  // namespace enlace::transport
