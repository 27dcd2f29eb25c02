#include "gateway/transport/door_options.h"

#include <algorithm>

namespace enlace::transport {
namespace {

absl::Duration LengthOf(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

// 0 stands for never.
absl::Duration AgeOf(const google::protobuf::Duration& duration) {
  const absl::Duration age = LengthOf(duration);
  return age == absl::ZeroDuration() ? absl::InfiniteDuration() : age;
}

void SetConnections(const config::v1::ConnectionLimits& settings, DoorLimits* limits) {
  limits->connections.all = settings.total();
  limits->connections.reserved_files = settings.descriptor_reserve();
  limits->connections.per_name = settings.per_certificate();
  limits->connections.per_address = settings.per_address();
  limits->connections.newcomers = settings.newcomers();
  limits->connection.handshake_limit = LengthOf(settings.handshake_limit());
  limits->connection.max_age = AgeOf(settings.max_age());
  limits->connection.max_age_grace = LengthOf(settings.max_age_grace());
  limits->http2.idle_limit = limits->http1.idle_time = LengthOf(settings.idle_limit());
  limits->http2.keepalive_time = LengthOf(settings.keepalive_time());
  limits->http2.keepalive_timeout = LengthOf(settings.keepalive_timeout());
}

void SetStreams(const config::v1::StreamLimits& settings, DoorLimits* limits) {
  limits->http2.header_list = settings.header_list_limit();
  limits->http1.limits.max_head_bytes = settings.header_list_limit();
  limits->rpc.max_message_bytes = settings.message_limit();
  limits->http2.max_streams = settings.per_connection();
  limits->http2.request_limit = limits->http1.body_time = LengthOf(settings.request_limit());
  limits->http1.head_time = std::min(limits->http1.head_time, limits->http1.body_time);
  limits->http2.stall_limit = limits->http1.stall_time = LengthOf(settings.stall_limit());
  limits->connection.write_limit = LengthOf(settings.stall_limit());
  limits->http2.stream_queue = limits->http1.max_queued_bytes = settings.queued_per_stream();
  limits->http2.connection_queue = settings.queued_per_connection();
}

void SetCalls(const config::v1::CallLimits& settings, CallOptions* calls) {
  calls->times.default_deadline = LengthOf(settings.default_deadline());
  calls->rate.per_second = settings.rate();
  calls->rate.burst = settings.burst();
  calls->turns.max_running = static_cast<int>(settings.max_running());
  calls->turns.max_running_per_caller = static_cast<int>(settings.max_running_per_caller());
  calls->turns.reserved_for_urgent = static_cast<int>(settings.reserved_for_urgent());
  calls->turns.max_waiting = static_cast<int>(settings.max_waiting());
  calls->turns.max_waiting_per_caller = static_cast<int>(settings.max_waiting_per_caller());
  calls->max_streams = static_cast<int>(settings.streams());
  calls->max_streams_per_caller = static_cast<int>(settings.streams_per_caller());
}

// A budget as it is set is what a connection may send before it has earned any.
void SetBudgets(const config::v1::FrameBudgets& settings, BudgetOptions* budget) {
  const auto set = [budget](Charge charge, uint32_t burst) {
    budget->allowances[static_cast<size_t>(charge)].burst = burst;
  };
  set(Charge::kReset, settings.resets());
  set(Charge::kPing, settings.pings());
  set(Charge::kSettings, settings.settings());
  set(Charge::kEmpty, settings.empty_frames());
  set(Charge::kContinuation, settings.continuations());
  set(Charge::kWindow, settings.window_updates());
  set(Charge::kPriority, settings.priorities());
  set(Charge::kUnknown, settings.unknown_frames());
}

}  // namespace

DoorLimits LimitsOf(const config::v1::TransportConfig& settings, absl::Duration heartbeat) {
  DoorLimits limits;
  limits.loops = static_cast<int>(settings.loops());
  limits.refuse_by_alert = settings.refuse_by_alert();
  limits.rpc.accept_gzip = settings.accept_gzip();
  limits.calls.workers = static_cast<int>(settings.workers());
  limits.calls.times.heartbeat = heartbeat;
  SetConnections(settings.connections(), &limits);
  SetStreams(settings.streams(), &limits);
  SetCalls(settings.calls(), &limits.calls);
  SetBudgets(settings.budgets(), &limits.http2.budget);
  return limits;
}

void MakeSessions(DoorLimits* limits) {
  limits->connection.http2 = [options = limits->http2](SessionHost* host, ExchangeFactory* factory) {
    return MakeHttp2Session(host, factory, options);
  };
  limits->connection.http1 = [options = limits->http1](SessionHost* host, ExchangeFactory* factory) {
    return MakeHttp1Session(host, factory, options);
  };
}

}  // namespace enlace::transport
