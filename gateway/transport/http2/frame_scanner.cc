#include "gateway/transport/http2/frame_scanner.h"

#include <nghttp2/nghttp2.h>

namespace enlace::transport {

absl::optional<Charge> ChargeOf(const FrameHead& head) {
  const bool ack = (head.flags & NGHTTP2_FLAG_ACK) != 0;
  const bool ends = (head.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  switch (head.type) {
    case NGHTTP2_DATA:
      // A padded frame may be empty too: one byte says how much padding follows.
      if (head.length <= ((head.flags & NGHTTP2_FLAG_PADDED) != 0 ? 1u : 0u) && !ends) return Charge::kEmpty;
      return absl::nullopt;
    case NGHTTP2_HEADERS:
      if (head.length == 0) return Charge::kEmpty;
      return absl::nullopt;
    case NGHTTP2_PRIORITY:
      return Charge::kPriority;
    case NGHTTP2_RST_STREAM:
      return Charge::kReset;
    case NGHTTP2_SETTINGS:
      if (ack) return absl::nullopt;
      return Charge::kSettings;
    case NGHTTP2_PING:
      if (ack) return absl::nullopt;
      return Charge::kPing;
    case NGHTTP2_GOAWAY:
      return Charge::kSettings;
    case NGHTTP2_WINDOW_UPDATE:
      return Charge::kWindow;
    case NGHTTP2_CONTINUATION:
      return Charge::kContinuation;
    default:
      return Charge::kUnknown;
  }
}

FrameHead FrameScanner::Take() {
  const auto& h = head_;
  FrameHead head;
  head.length = uint32_t{h[0]} << 16 | uint32_t{h[1]} << 8 | h[2];
  head.type = h[3];
  head.flags = h[4];
  head.stream_id = (uint32_t{h[5]} << 24 | uint32_t{h[6]} << 16 | uint32_t{h[7]} << 8 | h[8]) & 0x7fffffff;
  have_ = 0;
  skip_ = head.length;
  return head;
}

}  // namespace enlace::transport
