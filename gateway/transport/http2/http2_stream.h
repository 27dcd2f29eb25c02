// The answer of one exchange on its way out.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP2_HTTP2_STREAM_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP2_HTTP2_STREAM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/http/header_list.h"
#include "gateway/transport/http/loop.h"

namespace enlace::transport {

class Http2Stream;

// The session, as its streams see it. On the loop's thread only.
class StreamHost {
 public:
  virtual ~StreamHost() = default;
  // The stream has something new to send. Idempotent.
  virtual void Ready(Http2Stream* stream) = 0;
  // The stream breaks off: RST_STREAM with that code.
  virtual void Reset(Http2Stream* stream, uint32_t error_code) = 0;
  // So many bytes more of that stream wait for the peer.
  virtual void Queued(Http2Stream* stream, size_t bytes) = 0;
  // So many bytes wait no longer, because they were dropped.
  virtual void Dropped(size_t bytes) = 0;
  // Whether the connection as a whole takes more.
  virtual bool ConnectionWritable() const = 0;
};

// Holds what an exchange answered until libnghttp2 fetches it. It calls nothing
// of libnghttp2: an exchange may answer inside any callback. Reused for many
// exchanges, so that one RPC costs no allocation here. Not thread-safe.
class Http2Stream final : public Responder {
 public:
  // `host` is borrowed; above `limit` waiting bytes the stream is not writable.
  Http2Stream(StreamHost* host, size_t limit) : host_(host), limit_(limit) {}

  // Begins anew for the request on stream `id`. `no_body`: the answer has none.
  void Open(int32_t id, bool no_body, SteadyTime now);
  // Forgets what waits and gives back memory that a small answer does not need.
  void Recycle();

  void Start(int status, absl::Span<const Header> headers) override;
  void Write(std::string bytes) override;
  void End(absl::Span<const Header> trailers) override;
  void Abort(AbortReason reason) override;
  bool writable() const override;

  // Whether the exchange has said its last word: it is called no more.
  bool over() const { return ended_ || aborted_; }
  bool ended() const { return ended_; }
  bool aborted() const { return aborted_; }
  bool started() const { return started_; }
  size_t queued() const { return queued_; }
  int32_t id() const { return id_; }
  // ":status" and the header fields, then from `header_count` on the trailers.
  const HeaderList& fields() const { return fields_; }
  size_t header_count() const { return header_count_; }
  bool has_trailers() const { return fields_.size() > header_count_; }

  // Moves `bytes` from the front of what waits to the end of `out`; returns how
  // many pieces went out whole: a Write, or small ones joined. REQUIRES: bytes <= queued().
  size_t Send(size_t bytes, std::string* out);
  // Whether OnWritable is owed and due; then it is owed no more.
  bool TakeWritable();
  bool owes_writable() const { return owes_writable_; }

  // For the session.
  std::unique_ptr<Exchange> exchange;
  SteadyTime begun;           // when the request began
  SteadyTime moved;           // when the answer last got on
  bool submitted = false;     // the header fields are with libnghttp2
  bool deferred = false;      // libnghttp2 waits to be told of more
  bool in_ready = false;      // stands in the session's list of ready streams
  bool in_due = false;        // stands in the list of streams to call OnWritable of
  bool reset_asked = false;   // a limit of time has submitted RST_STREAM
  bool request_done = false;  // the peer has ended its side
  bool answered = false;      // all of the answer is out
  size_t unwanted = 0;        // bytes of the request that came after that
  Http2Stream* previous = nullptr;
  Http2Stream* next = nullptr;

 private:
  void DropQueue();

  StreamHost* const host_;
  const size_t limit_;
  int32_t id_ = 0;
  bool no_body_ = false;
  bool started_ = false;
  bool ended_ = false;
  bool aborted_ = false;
  mutable bool owes_writable_ = false;
  size_t header_count_ = 0;
  HeaderList fields_;
  absl::InlinedVector<std::string, 2> chunks_;
  size_t first_chunk_ = 0;  // of chunks_: those before it are sent
  size_t sent_of_first_ = 0;
  size_t queued_ = 0;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP2_HTTP2_STREAM_H_
