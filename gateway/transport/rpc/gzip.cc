#include "gateway/transport/rpc/gzip.h"

#include <zlib.h>

#include <algorithm>

#include "gateway/transport/rpc/status_encoding.h"

namespace enlace::transport {
namespace {

constexpr size_t kFirstBytes = 4096;
// 15 is the largest window, 16 asks for gzip's wrapper.
constexpr int kGzipWindowBits = 15 + 16;

absl::Status NoGzip() { return absl::InvalidArgumentError("the message is not one whole gzip member"); }

class InflateStream {
 public:
  InflateStream() : ok_(inflateInit2(&stream_, kGzipWindowBits) == Z_OK) {}
  ~InflateStream() {
    if (ok_) inflateEnd(&stream_);
  }
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;
  bool ok() const { return ok_; }
  z_stream* get() { return &stream_; }

 private:
  z_stream stream_ = {};
  const bool ok_;
};

}  // namespace

absl::StatusOr<std::string> Gunzip(absl::string_view compressed, size_t max_bytes) {
  InflateStream inflater;
  if (!inflater.ok()) return absl::ResourceExhaustedError("no memory to inflate a message");
  z_stream* const stream = inflater.get();
  stream->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream->avail_in = static_cast<uInt>(compressed.size());
  std::string out;
  size_t filled = 0;
  for (;;) {
    if (filled == out.size()) {
      if (filled > max_bytes) return MessageTooLarge(max_bytes);
      // One byte of room beyond the limit tells "exactly the limit" from "more".
      out.resize(std::min(max_bytes + 1, std::max(kFirstBytes, out.size() * 2)));
    }
    stream->next_out = reinterpret_cast<Bytef*>(out.data() + filled);
    stream->avail_out = static_cast<uInt>(out.size() - filled);
    const int result = inflate(stream, Z_NO_FLUSH);
    filled = out.size() - stream->avail_out;
    if (filled > max_bytes) return MessageTooLarge(max_bytes);
    if (result == Z_STREAM_END) break;
    if (result != Z_OK || (stream->avail_in == 0 && stream->avail_out != 0)) return NoGzip();
  }
  if (stream->avail_in != 0) return NoGzip();
  out.resize(filled);
  return out;
}

}  // namespace enlace::transport
