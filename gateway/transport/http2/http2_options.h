// What bounds one HTTP/2 connection.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP2_HTTP2_OPTIONS_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP2_HTTP2_OPTIONS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"
#include "gateway/transport/http2/budget.h"

namespace enlace::transport {

struct Http2Options {
  // SETTINGS_MAX_CONCURRENT_STREAMS.
  uint32_t max_streams = 128;
  // Flow-control windows for what the peer sends, in bytes.
  uint32_t stream_window = 256 << 10;
  uint32_t connection_window = 1 << 20;
  // SETTINGS_MAX_HEADER_LIST_SIZE in bytes, 32 per field included. Above it a
  // request is answered with 431, above four times that the connection ends.
  uint32_t header_list = 16 << 10;
  // Bytes that may wait for a slow reader before `writable` turns false.
  size_t stream_queue = 256 << 10;
  size_t connection_queue = 1 << 20;
  // A stream whose answer does not move for so long is reset.
  absl::Duration stall_limit = absl::Seconds(30);
  // A request that is not complete after so long is reset.
  absl::Duration request_limit = absl::Seconds(30);
  // A connection without a stream for so long is drained.
  absl::Duration idle_limit = absl::Minutes(30);
  // A PING goes out after so much silence, and the connection is given up when
  // nothing has come in `keepalive_timeout` after it.
  absl::Duration keepalive_time = absl::Seconds(30);
  absl::Duration keepalive_timeout = absl::Seconds(10);
  BudgetOptions budget;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP2_HTTP2_OPTIONS_H_
