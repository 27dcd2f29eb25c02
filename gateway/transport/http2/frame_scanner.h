// Reads the heads of frames in a stream of bytes, before libnghttp2 does: it
// reports no ignored or unknown frame, and those must be paid for too.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP2_FRAME_SCANNER_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP2_FRAME_SCANNER_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gateway/transport/http2/budget.h"

namespace enlace::transport {

// RFC 9113 section 4.1.
struct FrameHead {
  uint32_t length;  // of the payload, in bytes
  uint8_t type;
  uint8_t flags;
  uint32_t stream_id;
};

// What a frame costs the peer that sent it; nothing for requests, their bodies
// and acknowledgements.
absl::optional<Charge> ChargeOf(const FrameHead& head);

// Keeps its place between calls; skips the client's preface (section 3.4) and
// every payload. Judges nothing: what is wrong with a frame is libnghttp2's to
// say. Not thread-safe.
class FrameScanner {
 public:
  // Calls `visit(head)` for each head that completes in `bytes`; stops and
  // returns false as soon as `visit` does.
  template <typename Visit>
  bool Scan(absl::string_view bytes, Visit visit) {
    const size_t all = bytes.size();
    while (!bytes.empty()) {
      if (skip_ > 0) {
        const size_t skipped = bytes.size() < skip_ ? bytes.size() : skip_;
        bytes.remove_prefix(skipped);
        skip_ -= skipped;
        continue;
      }
      while (have_ < kHeadSize && !bytes.empty()) {
        head_[have_++] = static_cast<uint8_t>(bytes.front());
        bytes.remove_prefix(1);
      }
      if (have_ < kHeadSize) return true;
      const FrameHead head = Take();
      head_end_ = all - bytes.size();
      if (!visit(head)) return false;
    }
    return true;
  }

  static constexpr size_t kHeadSize = 9;
  // Where in the bytes of the running Scan the visited head ended.
  size_t head_end() const { return head_end_; }

 private:
  static constexpr size_t kPrefaceSize = 24;

  // The completed head; from now on its payload is skipped.
  FrameHead Take();

  size_t skip_ = kPrefaceSize;
  size_t have_ = 0;
  size_t head_end_ = 0;
  std::array<uint8_t, kHeadSize> head_ = {};
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP2_FRAME_SCANNER_H_
