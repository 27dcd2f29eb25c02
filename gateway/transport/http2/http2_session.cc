#include "gateway/transport/http2/http2_session.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/container/inlined_vector.h"
#include "gateway/transport/http2/session_core.h"
#include "gateway/transport/http2/session_memory.h"

namespace enlace::transport {
namespace {

constexpr size_t kSpareStreams = 16;
constexpr absl::Duration kDrainNotice = absl::Seconds(1);
// How long the rest of a request may come that is answered already.
constexpr absl::Duration kLateRequest = absl::Seconds(1);
// A type that nobody has registered: frames of it are ignored (RFC 9113 section
// 4.1, where the type has the fourth byte of a head).
constexpr char kUnusedType = '\xfe';
constexpr size_t kTypeOffset = 3;
// Opaque data of our PINGs (RFC 9113 section 6.7).
constexpr uint8_t kPingData[8] = {'e', 'n', 'l', 'a', 'c', 'e', 0, 0};

bool Past(SteadyTime since, absl::Duration limit, SteadyTime now) {
  return limit < absl::InfiniteDuration() && now - since >= absl::ToChronoNanoseconds(limit);
}

nghttp2_session* NewNghttp2(const Http2Options& options, Http2Session* session) {
  nghttp2_option* option = nullptr;
  if (nghttp2_option_new(&option) != 0) std::abort();  // Out of memory only.
  // Resets are our budget's: this one refills by time alone, and its clock is
  // not ours.
  nghttp2_option_set_stream_reset_rate_limit(option, uint64_t{1} << 40, uint64_t{1} << 40);
  nghttp2_option_set_max_settings(option, 32);
  nghttp2_session* made = nullptr;
  nghttp2_mem memory = SessionMemory();  // Copied.
  if (nghttp2_session_server_new3(&made, Http2Session::Callbacks(), session, option, &memory) != 0)
    std::abort();
  nghttp2_option_del(option);
  const std::array<nghttp2_settings_entry, 3> settings = {
      {{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, options.max_streams},
       {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, options.stream_window},
       {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, options.header_list}}};
  nghttp2_submit_settings(made, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
  nghttp2_session_set_local_window_size(made, NGHTTP2_FLAG_NONE, 0,
                                        static_cast<int32_t>(options.connection_window));
  return made;
}

}  // namespace

Http2Session::Http2Session(SessionHost* host, ExchangeFactory* factory, const Http2Options& options)
    : host_(host), factory_(factory), options_(options), budget_(options.budget) {
  nghttp2_ = NewNghttp2(options, this);
}

Http2Session::~Http2Session() {
  running_ = true;  // No WantsOutput any more.
  while (first_ != nullptr) {
    Http2Stream* const stream = first_;
    const bool over = stream->over();
    Exchange* const exchange = stream->exchange.get();
    Release(stream);
    if (!over && exchange != nullptr) exchange->OnClosed();
  }
  nghttp2_session_del(nghttp2_);
}

bool Http2Session::Input(absl::string_view bytes, SteadyTime now) {
  if (heard_ == SteadyTime()) idle_since_ = now;
  now_ = heard_ = now;
  ping_open_ = false;
  FreeBuried(now);
  if (failed_ || dead_) return false;
  running_ = true;
  if (scanner_.Scan(bytes, [this](const FrameHead& head) { return PayFor(head); })) {
    std::string changed;
    if (!overlooked_.empty()) {
      changed = std::string(bytes);
      for (const size_t at : overlooked_) changed[at + kTypeOffset] = kUnusedType;
      bytes = changed;
      overlooked_.clear();
    }
    const ssize_t taken =
        nghttp2_session_mem_recv(nghttp2_, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
    if (taken == NGHTTP2_ERR_BAD_CLIENT_MAGIC) {
      Fail("bad preface", NGHTTP2_PROTOCOL_ERROR);
    } else if (taken == NGHTTP2_ERR_FLOODED || taken == NGHTTP2_ERR_TOO_MANY_SETTINGS) {
      Fail("flood of settings or pings", NGHTTP2_ENHANCE_YOUR_CALM);
    } else if (taken < 0) {
      // Too many CONTINUATION frames have no code of their own in 1.52.
      Fail("header block", NGHTTP2_ENHANCE_YOUR_CALM);
    }
  }
  running_ = false;
  return !failed_;
}

void Http2Session::Output(size_t at_most, std::string* out) {
  out_ = out;
  at_most_ = at_most;
  running_ = true;
  do {
    SubmitReady();
    while (out->size() < at_most) {
      if (!by_hand_.empty() && !in_block_) {
        *out += by_hand_;
        by_hand_.clear();
      }
      const uint8_t* data = nullptr;
      const ssize_t size = nghttp2_session_mem_send(nghttp2_, &data);
      if (size < 0) GiveUp("out of memory");
      if (size <= 0) break;
      // Each piece is one frame with its head.
      in_block_ = size > 4 && (data[3] == NGHTTP2_HEADERS || data[3] == NGHTTP2_CONTINUATION) &&
                  (data[4] & NGHTTP2_FLAG_END_HEADERS) == 0;
      out->append(reinterpret_cast<const char*>(data), static_cast<size_t>(size));
    }
  } while (out->size() < at_most && CallWritable());
  running_ = false;
  out_ = nullptr;
}

nghttp2_nv Http2Session::FieldOf(const Header& header) {
  // What is long is seldom said twice, and would push out of the table what is.
  constexpr size_t kIndexed = 64;
  const uint8_t flags = header.value.size() > kIndexed ? NGHTTP2_NV_FLAG_NO_INDEX : NGHTTP2_NV_FLAG_NONE;
  return {reinterpret_cast<uint8_t*>(const_cast<char*>(header.name.data())),
          reinterpret_cast<uint8_t*>(const_cast<char*>(header.value.data())), header.name.size(),
          header.value.size(), flags};
}

void Http2Session::SubmitReady() {
  for (Http2Stream* const stream : ready_) {
    if (stream == nullptr) continue;
    stream->in_ready = false;
    if (!stream->aborted()) Submit(stream);
  }
  ready_.clear();
}

void Http2Session::Submit(Http2Stream* stream) {
  if (stream->submitted) {
    if (stream->deferred) {
      stream->deferred = false;
      nghttp2_session_resume_data(nghttp2_, stream->id());
    }
    return;
  }
  if (!stream->started()) {
    // An answer that ends before it starts is a defect of the exchange's.
    if (stream->ended())
      nghttp2_submit_rst_stream(nghttp2_, NGHTTP2_FLAG_NONE, stream->id(), NGHTTP2_INTERNAL_ERROR);
    return;
  }
  stream->submitted = true;
  absl::InlinedVector<nghttp2_nv, 16> fields;
  for (size_t i = 0; i < stream->header_count(); ++i) fields.push_back(FieldOf(stream->fields().at(i)));
  const bool bodiless = stream->ended() && stream->queued() == 0;
  if (bodiless && stream->has_trailers()) {
    nghttp2_submit_headers(nghttp2_, NGHTTP2_FLAG_NONE, stream->id(), nullptr, fields.data(), fields.size(),
                           nullptr);
    SubmitTrailers(stream);
    return;
  }
  nghttp2_data_provider provider;
  provider.source.ptr = stream;
  provider.read_callback = &ReadData;
  nghttp2_submit_response(nghttp2_, stream->id(), fields.data(), fields.size(),
                          bodiless ? nullptr : &provider);
}

void Http2Session::SubmitTrailers(Http2Stream* stream) {
  absl::InlinedVector<nghttp2_nv, 16> fields;
  for (size_t i = stream->header_count(); i < stream->fields().size(); ++i) {
    fields.push_back(FieldOf(stream->fields().at(i)));
  }
  nghttp2_submit_trailer(nghttp2_, stream->id(), fields.data(), fields.size());
}

void Http2Session::Ready(Http2Stream* stream) {
  if (!stream->in_ready && (!stream->submitted || stream->deferred)) {
    stream->in_ready = true;
    ready_.push_back(stream);
  }
  Wake();
}

void Http2Session::Reset(Http2Stream* stream, uint32_t error_code) {
  nghttp2_submit_rst_stream(nghttp2_, NGHTTP2_FLAG_NONE, stream->id(), error_code);
  Wake();
}

void Http2Session::Wake() {
  if (!running_) host_->WantsOutput();
}

Http2Stream* Http2Session::Find(int32_t stream_id) const {
  return static_cast<Http2Stream*>(nghttp2_session_get_stream_user_data(nghttp2_, stream_id));
}

Http2Stream* Http2Session::NewStream() {
  std::unique_ptr<Http2Stream> stream;
  if (spare_.empty()) {
    stream = std::make_unique<Http2Stream>(this, options_.stream_queue);
  } else {
    stream = std::move(spare_.back());
    spare_.pop_back();
  }
  stream->previous = nullptr;
  stream->next = first_;
  if (first_ != nullptr) first_->previous = stream.get();
  first_ = stream.get();
  ++open_;
  return stream.release();  // Owned by the list from here to Release.
}

void Http2Session::Release(Http2Stream* stream) {
  if (stream->in_ready)
    std::replace(ready_.begin(), ready_.end(), stream, static_cast<Http2Stream*>(nullptr));
  if (stream->previous != nullptr) stream->previous->next = stream->next;
  if (stream->next != nullptr) stream->next->previous = stream->previous;
  if (first_ == stream) first_ = stream->next;
  if (--open_ == 0) idle_since_ = now_;
  // The stream may be called by the exchange's OnClosed against its contract;
  // it takes nothing until it is opened again.
  if (stream->exchange != nullptr) buried_.push_back(std::move(stream->exchange));
  buried_at_ = now_;
  stream->Recycle();
  std::unique_ptr<Http2Stream> owned(stream);
  if (spare_.size() < kSpareStreams) spare_.push_back(std::move(owned));
}

void Http2Session::FreeBuried(SteadyTime now) {
  // The time is that of the turn: what ended in this one lives through it.
  if (!buried_.empty() && now != buried_at_) buried_.clear();
}

void Http2Session::Queued(Http2Stream* stream, size_t bytes) {
  queued_ += bytes;
  if (stream->queued() == bytes) stream->moved = now_;  // It had nothing to move before.
}

void Http2Session::Dropped(size_t bytes) { Shrunk(bytes); }

void Http2Session::Shrunk(size_t bytes) {
  const size_t half = options_.connection_queue / 2;
  const bool was_above = queued_ > half;
  queued_ -= bytes;
  if (!was_above || queued_ > half) return;
  for (Http2Stream* stream = first_; stream != nullptr; stream = stream->next) Owe(stream);
}

void Http2Session::Owe(Http2Stream* stream) {
  if (!stream->owes_writable() || stream->in_due) return;
  stream->in_due = true;
  writable_due_.push_back(stream->id());
  Wake();
}

bool Http2Session::CallWritable() {
  if (writable_due_.empty()) return false;
  std::vector<int32_t> due;
  due.swap(writable_due_);
  bool called = false;
  for (const int32_t id : due) {
    Http2Stream* const stream = Find(id);
    if (stream == nullptr) continue;
    stream->in_due = false;
    if (queued_ > options_.connection_queue / 2 || !stream->TakeWritable()) continue;
    called = true;
    stream->exchange->OnWritable();
  }
  return called;
}

void Http2Session::Fail(absl::string_view why, uint32_t error_code) {
  if (failed_ || dead_) return;
  failed_ = true;
  why_closed_ = why;
  nghttp2_session_terminate_session(nghttp2_, error_code);
  Wake();
}

void Http2Session::GiveUp(absl::string_view why) {
  if (dead_) return;
  dead_ = true;
  if (why_closed_.empty()) why_closed_ = why;
  Wake();
}

void Http2Session::Drain() {
  if (draining_ != Draining::kNo || failed_ || dead_) return;
  draining_ = Draining::kNotified;
  drain_begun_ = now_;
  // RFC 9113 section 6.8: requests that are under way meet a connection that
  // still takes them; the answer to the PING says that none is left.
  nghttp2_submit_shutdown_notice(nghttp2_);
  nghttp2_submit_ping(nghttp2_, NGHTTP2_FLAG_NONE, kPingData);
  Wake();
}

void Http2Session::LastGoaway() {
  draining_ = Draining::kLast;
  last_stream_id_ = nghttp2_session_get_last_proc_stream_id(nghttp2_);
  nghttp2_submit_goaway(nghttp2_, NGHTTP2_FLAG_NONE, last_stream_id_, NGHTTP2_NO_ERROR, nullptr, 0);
  Wake();
}

bool Http2Session::done() const {
  return dead_ ||
         (nghttp2_session_want_read(nghttp2_) == 0 && nghttp2_session_want_write(nghttp2_) == 0 &&
          open_ == 0) ||
         (failed_ && nghttp2_session_want_write(nghttp2_) == 0);
}

void Http2Session::Tick(SteadyTime now) {
  if (heard_ == SteadyTime()) {
    heard_ = idle_since_ = now;
    if (drain_begun_ == SteadyTime()) drain_begun_ = now;
  }
  now_ = now;
  FreeBuried(now);
  if (failed_ || dead_) return;
  TickStreams(now);
  TickIdle(now);
  KeepAlive(now);
  if (draining_ == Draining::kNotified && Past(drain_begun_, kDrainNotice, now)) LastGoaway();
}

void Http2Session::TickStreams(SteadyTime now) {
  if (head_.stream_id != 0 && Past(head_.begun, options_.request_limit, now)) {
    return Fail("slow header", NGHTTP2_ENHANCE_YOUR_CALM);
  }
  for (Http2Stream* stream = first_; stream != nullptr; stream = stream->next) {
    if (stream->answered && !stream->reset_asked && Past(stream->moved, kLateRequest, now)) {
      StopRequest(stream);
      continue;
    }
    const bool slow_request = !stream->request_done && Past(stream->begun, options_.request_limit, now);
    const bool stalled = stream->queued() > 0 && Past(stream->moved, options_.stall_limit, now);
    if (stream->aborted() || stream->reset_asked || !(slow_request || stalled)) continue;
    stream->reset_asked = true;
    // The stream closes, and OnClosed comes, when the frame is sent.
    Reset(stream, NGHTTP2_CANCEL);
  }
}

void Http2Session::TickIdle(SteadyTime now) {
  if (!settings_seen_ && Past(idle_since_, options_.request_limit, now)) return GiveUp("no preface");
  if (open_ > 0) return;
  // Nothing of the last burst of calls stays with an idle connection.
  if (!spare_.empty()) {
    std::vector<std::unique_ptr<Http2Stream>>().swap(spare_);
    std::vector<Http2Stream*>().swap(ready_);
    std::vector<int32_t>().swap(writable_due_);
    if (buried_.empty()) std::vector<std::unique_ptr<Exchange>>().swap(buried_);
    if (head_.stream_id == 0) head_ = Head();
    std::vector<uint32_t>().swap(taken_back_);
  }
  if (Past(idle_since_, options_.idle_limit, now)) Drain();
}

void Http2Session::KeepAlive(SteadyTime now) {
  if (ping_open_) {
    if (Past(ping_sent_, options_.keepalive_timeout, now)) GiveUp("no answer to a ping");
    return;
  }
  if (!Past(heard_, options_.keepalive_time, now)) return;
  ping_open_ = true;
  ping_sent_ = now;
  nghttp2_submit_ping(nghttp2_, NGHTTP2_FLAG_NONE, kPingData);
  Wake();
}

std::unique_ptr<Session> MakeHttp2Session(SessionHost* host, ExchangeFactory* factory,
                                          const Http2Options& options) {
  return std::make_unique<Http2Session>(host, factory, options);
}

}  // namespace enlace::transport
