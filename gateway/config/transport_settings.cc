#include "gateway/config/transport_settings.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace enlace::config {
namespace {

using google::protobuf::Duration;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct Number {
  const char* path;  // below transport
  const char* fallback;
  uint32_t least;
  uint32_t most;
};

constexpr uint32_t kMost = 1'000'000;
constexpr uint32_t kMostBytes = 256u << 20;

constexpr Number kNumbers[] = {
    {"loops", "0", 0, 256},
    {"workers", "4", 1, 256},
    {"connections.total", "10000", 1, kMost},
    {"connections.per_certificate", "64", 1, kMost},
    {"connections.per_address", "1024", 1, kMost},
    {"connections.descriptor_reserve", "64", 8, 4096},
    {"connections.newcomers", "0", 0, kMost},
    {"streams.header_list_limit", "16384", 4096, 1u << 20},
    {"streams.message_limit", "2097152", 64u << 10, 64u << 20},
    {"streams.per_connection", "128", 1, 10000},
    {"streams.queued_per_stream", "262144", 16u << 10, kMostBytes},
    {"streams.queued_per_connection", "1048576", 16u << 10, kMostBytes},
    {"calls.rate", "1000", 1, kMost},
    {"calls.burst", "2000", 1, kMost},
    {"calls.max_running", "256", 1, kMost},
    {"calls.max_running_per_caller", "128", 1, kMost},
    {"calls.reserved_for_urgent", "32", 1, kMost},
    {"calls.max_waiting", "4096", 1, kMost},
    {"calls.max_waiting_per_caller", "512", 1, kMost},
    {"calls.streams", "4096", 1, kMost},
    {"calls.streams_per_caller", "8", 1, kMost},
    {"budgets.resets", "1000", 10, kMost},
    {"budgets.pings", "4000", 10, kMost},
    {"budgets.settings", "1000", 10, kMost},
    {"budgets.empty_frames", "200", 10, kMost},
    {"budgets.continuations", "400", 10, kMost},
    {"budgets.window_updates", "8000", 10, kMost},
    {"budgets.priorities", "1000", 10, kMost},
    {"budgets.unknown_frames", "500", 10, kMost},
};

struct Length {
  const char* path;  // below transport
  const char* fallback;
  absl::Duration least;
  absl::Duration most;
};

const Length kLengths[] = {
    {"connections.handshake_limit", "5s", absl::Milliseconds(100), absl::Minutes(1)},
    {"connections.idle_limit", "30m", absl::Seconds(1), absl::Hours(24)},
    {"connections.keepalive_time", "30s", absl::Seconds(1), absl::Hours(2)},
    {"connections.keepalive_timeout", "10s", absl::Seconds(1), absl::Minutes(10)},
    {"connections.max_age", "1h", absl::ZeroDuration(), absl::Hours(24 * 7)},
    {"connections.max_age_grace", "1m", absl::ZeroDuration(), absl::Hours(24)},
    {"connections.drain_limit", "5s", absl::ZeroDuration(), absl::Minutes(10)},
    {"streams.request_limit", "30s", absl::Seconds(1), absl::Minutes(10)},
    {"streams.stall_limit", "30s", absl::Seconds(1), absl::Minutes(10)},
    {"calls.default_deadline", "30s", absl::Milliseconds(100), absl::Hours(1)},
};

// The message that holds the setting, and its field in there.
std::pair<const Message*, const FieldDescriptor*> Find(const v1::TransportConfig& transport,
                                                       absl::string_view path) {
  const Message* holder = &transport;
  const FieldDescriptor* field = nullptr;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    if (field != nullptr) holder = &holder->GetReflection()->GetMessage(*holder, field);
    field = holder->GetDescriptor()->FindFieldByName(std::string(name));
  }
  return {holder, field};
}

uint32_t NumberAt(const v1::TransportConfig& transport, absl::string_view path) {
  const auto [holder, field] = Find(transport, path);
  return holder->GetReflection()->GetUInt32(*holder, field);
}

absl::Duration ToAbsl(const Duration& value) {
  return absl::Seconds(value.seconds()) + absl::Nanoseconds(value.nanos());
}

absl::Duration LengthAt(const v1::TransportConfig& transport, absl::string_view path) {
  const auto [holder, field] = Find(transport, path);
  return ToAbsl(static_cast<const Duration&>(holder->GetReflection()->GetMessage(*holder, field)));
}

}  // namespace

const std::map<std::string, std::string>& TransportDefaults() {
  static const auto* const defaults = [] {
    auto* const map = new std::map<std::string, std::string>;
    for (const Number& number : kNumbers)
      map->emplace(absl::StrCat("transport.", number.path), number.fallback);
    for (const Length& length : kLengths)
      map->emplace(absl::StrCat("transport.", length.path), length.fallback);
    return map;
  }();
  return *defaults;
}

absl::Status CheckTransport(const v1::GatewayConfig& config,
                            const std::function<std::string(const std::string& path)>& origin) {
  const v1::TransportConfig& transport = config.transport();
  const auto problem = [&](absl::string_view below, absl::string_view what) {
    const std::string path = absl::StrCat("transport.", below);
    return absl::InvalidArgumentError(absl::StrCat(origin(path), ": ", path, ": ", what));
  };
  for (const Number& number : kNumbers) {
    const uint32_t value = NumberAt(transport, number.path);
    if (value >= number.least && value <= number.most) continue;
    return problem(number.path, absl::StrCat("must be ", number.least, " to ", number.most));
  }
  for (const Length& length : kLengths) {
    const absl::Duration value = LengthAt(transport, length.path);
    if (value >= length.least && value <= length.most) continue;
    return problem(length.path, absl::StrCat("must be ", absl::FormatDuration(length.least), " to ",
                                             absl::FormatDuration(length.most)));
  }
  const absl::Duration max_age = ToAbsl(transport.connections().max_age());
  if (max_age != absl::ZeroDuration() && max_age < absl::Seconds(1)) {
    return problem("connections.max_age", "must be 0s, which is never, or at least 1s");
  }
  if (transport.streams().queued_per_connection() < transport.streams().queued_per_stream()) {
    return problem("streams.queued_per_connection", "must be at least streams.queued_per_stream");
  }
  if (transport.calls().max_running_per_caller() > transport.calls().max_running()) {
    return problem("calls.max_running_per_caller", "must be at most calls.max_running");
  }
  if (transport.calls().max_waiting_per_caller() > transport.calls().max_waiting()) {
    return problem("calls.max_waiting_per_caller", "must be at most calls.max_waiting");
  }
  if (transport.calls().streams_per_caller() > transport.calls().streams()) {
    return problem("calls.streams_per_caller", "must be at most calls.streams");
  }
  return absl::OkStatus();
}

}  // namespace enlace::config
