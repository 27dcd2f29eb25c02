// The class behind MakeHttp2Session; for the files of this folder only.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP2_SESSION_CORE_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP2_SESSION_CORE_H_

#include <nghttp2/nghttp2.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/http/session.h"
#include "gateway/transport/http2/budget.h"
#include "gateway/transport/http2/frame_scanner.h"
#include "gateway/transport/http2/http2_options.h"
#include "gateway/transport/http2/http2_stream.h"

namespace enlace::transport {

// libnghttp2 reads and writes the frames and judges them; this class makes
// exchanges of them, and keeps the bounds that libnghttp2 does not know.
// Exchanges are called from libnghttp2's callbacks, so what they do through
// their streams only queues. Not thread-safe.
class Http2Session final : public Session, public StreamHost {
 public:
  Http2Session(SessionHost* host, ExchangeFactory* factory, const Http2Options& options);
  ~Http2Session() override;

  bool Input(absl::string_view bytes, SteadyTime now) override;
  void Output(size_t at_most, std::string* out) override;
  void Tick(SteadyTime now) override;
  void Drain() override;
  bool done() const override;
  size_t open() const override { return open_; }
  absl::string_view why_closed() const override { return why_closed_; }

  void Ready(Http2Stream* stream) override;
  void Reset(Http2Stream* stream, uint32_t error_code) override;
  void Queued(Http2Stream* stream, size_t bytes) override;
  void Dropped(size_t bytes) override;
  bool ConnectionWritable() const override { return queued_ <= options_.connection_queue; }

  // What libnghttp2 calls; shared by all sessions, never freed.
  static const nghttp2_session_callbacks* Callbacks();

 private:
  enum class Draining { kNo, kNotified, kLast };
  // The fields of a request while its header block is read.
  struct Head {
    int32_t stream_id = 0;  // 0: no block is open
    bool trailers = false;
    size_t list_size = 0;  // RFC 9113 section 6.5.2
    SteadyTime begun;
    std::string pseudo;  // the three values, one after the other
    size_t method_size = 0, path_at = 0, path_size = 0, authority_at = 0, authority_size = 0;
    HeaderList fields;
  };

  // libnghttp2's callbacks, as members; 0 or an error of libnghttp2's.
  int OnBeginHeaders(const nghttp2_frame& frame);
  int OnHeader(absl::string_view name, absl::string_view value);
  int OnFrame(const nghttp2_frame& frame);
  int OnSent(const nghttp2_frame& frame);
  int OnData(int32_t stream_id, absl::string_view bytes);
  void StopRequest(Http2Stream* stream);
  int OnClose(int32_t stream_id, uint32_t error_code);
  static ssize_t ReadData(nghttp2_session* nghttp2, int32_t stream_id, uint8_t* buffer, size_t at_most,
                          uint32_t* flags, nghttp2_data_source* source, void* self);
  ssize_t NextData(Http2Stream* stream, size_t at_most, uint32_t* flags);
  int SendData(const nghttp2_frame& frame, const uint8_t* head, size_t size);

  bool PayFor(const FrameHead& head);
  // Whether the peer took the stream back and this is DATA that crossed it.
  bool IsBelated(const FrameHead& head) const;
  void NoteReset(const FrameHead& head);
  // Keeps the frame whose head is visited from libnghttp2; false if that has seen the
  // head's first part already.
  bool Hide();
  bool Overlook(const FrameHead& head);
  bool HeadTooLarge() const { return head_.list_size > options_.header_list; }
  void KeepPseudo(absl::string_view name, absl::string_view value);
  void BeginExchange(int32_t stream_id, bool request_done);
  int EndRequest(int32_t stream_id);
  static nghttp2_nv FieldOf(const Header& header);
  void Submit(Http2Stream* stream);
  void SubmitTrailers(Http2Stream* stream);
  void SubmitReady();
  // Calls what is due to produce more; false if nobody was.
  bool CallWritable();
  void Owe(Http2Stream* stream);
  // Bytes have left the queues.
  void Shrunk(size_t bytes);
  Http2Stream* Find(int32_t stream_id) const;
  Http2Stream* NewStream();
  // Takes the stream out of every list; its exchange dies in a later turn.
  void Release(Http2Stream* stream);
  void FreeBuried(SteadyTime now);
  // Ends the connection with GOAWAY; the first cause counts.
  void Fail(absl::string_view why, uint32_t error_code);
  // Ends it without a word: nobody listens.
  void GiveUp(absl::string_view why);
  void LastGoaway();
  void KeepAlive(SteadyTime now);
  void TickStreams(SteadyTime now);
  void TickIdle(SteadyTime now);
  void Wake();

  SessionHost* const host_;
  ExchangeFactory* const factory_;
  const Http2Options options_;
  nghttp2_session* nghttp2_ = nullptr;
  FrameScanner scanner_;
  Budget budget_;
  Head head_;

  Http2Stream* first_ = nullptr;  // the open streams
  size_t open_ = 0;
  std::vector<std::unique_ptr<Http2Stream>> spare_;
  std::vector<Http2Stream*> ready_;
  std::vector<int32_t> writable_due_;
  std::vector<std::unique_ptr<Exchange>> buried_;
  SteadyTime buried_at_;

  size_t queued_ = 0;
  size_t unearned_bytes_ = 0;
  std::string by_hand_;               // frames that libnghttp2 would not write
  std::vector<uint32_t> taken_back_;  // the last streams that the peer has reset
  uint32_t begun_ = 0;                // the highest stream of which HEADERS came
  std::vector<size_t> overlooked_;    // heads of this Input's frames that libnghttp2 is not to see
  bool in_block_ = false;             // a header block is half out: CONTINUATION must follow
  std::string* out_ = nullptr;        // of the running Output
  size_t at_most_ = 0;
  bool running_ = false;  // an Input or Output is

  SteadyTime now_;
  SteadyTime heard_;       // the last Input
  SteadyTime idle_since_;  // when the last stream ended
  SteadyTime ping_sent_;
  bool ping_open_ = false;
  bool settings_seen_ = false;
  Draining draining_ = Draining::kNo;
  SteadyTime drain_begun_;
  int32_t last_stream_id_ = 0;  // of the GOAWAY that counts
  bool failed_ = false;
  bool dead_ = false;
  absl::string_view why_closed_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP2_SESSION_CORE_H_
