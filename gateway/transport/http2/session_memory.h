// Memory for libnghttp2's sessions, of which an idle one keeps little resident.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP2_SESSION_MEMORY_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP2_SESSION_MEMORY_H_

#include <nghttp2/nghttp2.h>

#include <cstddef>

namespace enlace::transport {

// malloc and its kin, but a block of at least `kLargeBlock` bytes comes without
// pages: the first touch of each brings it. libnghttp2 (1.52) takes a buffer as
// large as the largest frame for each session, and writes no more of it than a
// header block or a control frame, since our DATA frames are not copied there;
// malloc would give it what the handshake has just used, and all of that would
// stay resident for as long as the connection does. Thread-safe.
nghttp2_mem SessionMemory();

// In bytes.
inline constexpr size_t kLargeBlock = 16 << 10;

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP2_SESSION_MEMORY_H_
