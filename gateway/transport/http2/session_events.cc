// What libnghttp2 reports, and what it asks for.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "gateway/transport/http2/session_core.h"

namespace enlace::transport {
namespace {

// A header list this many times over its limit is no mistake but an attack by
// compression: a byte on the wire can name a whole table entry.
constexpr size_t kBombFactor = 4;
constexpr size_t kKiB = 1024;
constexpr size_t kMostTakenBack = 128;

absl::string_view View(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// A frame whose payload is one number (RFC 9113 sections 6.4 and 6.9).
void AppendFrame(uint8_t type, uint32_t stream_id, uint32_t value, std::string* out) {
  out->append("\0\0\4", 3);
  out->push_back(static_cast<char>(type));
  out->push_back(0);
  for (const uint32_t number : {stream_id, value}) {
    for (const int shift : {24, 16, 8, 0}) out->push_back(static_cast<char>(number >> shift));
  }
}

bool EndsStream(const nghttp2_frame& frame) { return (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0; }

bool IsRequest(const nghttp2_frame& frame) {
  return frame.hd.type == NGHTTP2_HEADERS && frame.headers.cat == NGHTTP2_HCAT_REQUEST;
}

}  // namespace

const nghttp2_session_callbacks* Http2Session::Callbacks() {
  static const nghttp2_session_callbacks* const callbacks = [] {
    nghttp2_session_callbacks* made = nullptr;
    if (nghttp2_session_callbacks_new(&made) != 0) std::abort();  // Out of memory only.
    nghttp2_session_callbacks_set_on_begin_headers_callback(
        made, [](nghttp2_session*, const nghttp2_frame* frame, void* self) {
          return static_cast<Http2Session*>(self)->OnBeginHeaders(*frame);
        });
    nghttp2_session_callbacks_set_on_header_callback(
        made, [](nghttp2_session*, const nghttp2_frame*, const uint8_t* name, size_t name_size,
                 const uint8_t* value, size_t value_size, uint8_t, void* self) {
          return static_cast<Http2Session*>(self)->OnHeader(View(name, name_size), View(value, value_size));
        });
    nghttp2_session_callbacks_set_on_frame_recv_callback(
        made, [](nghttp2_session*, const nghttp2_frame* frame, void* self) {
          return static_cast<Http2Session*>(self)->OnFrame(*frame);
        });
    nghttp2_session_callbacks_set_on_frame_send_callback(
        made, [](nghttp2_session*, const nghttp2_frame* frame, void* self) {
          return static_cast<Http2Session*>(self)->OnSent(*frame);
        });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        made, [](nghttp2_session*, uint8_t, int32_t stream_id, const uint8_t* data, size_t size, void* self) {
          return static_cast<Http2Session*>(self)->OnData(stream_id, View(data, size));
        });
    nghttp2_session_callbacks_set_on_stream_close_callback(
        made, [](nghttp2_session*, int32_t stream_id, uint32_t error_code, void* self) {
          return static_cast<Http2Session*>(self)->OnClose(stream_id, error_code);
        });
    nghttp2_session_callbacks_set_send_data_callback(
        made,
        [](nghttp2_session*, nghttp2_frame* frame, const uint8_t* head, size_t size, nghttp2_data_source*,
           void* self) { return static_cast<Http2Session*>(self)->SendData(*frame, head, size); });
    return made;
  }();
  return callbacks;
}

bool Http2Session::PayFor(const FrameHead& head) {
  if (IsBelated(head)) return Overlook(head);
  if (head.type == NGHTTP2_HEADERS) begun_ = std::max(begun_, head.stream_id);
  if (head.type == NGHTTP2_RST_STREAM) NoteReset(head);
  const absl::optional<Charge> charge = ChargeOf(head);
  if (charge.has_value()) {
    if (budget_.Spend(*charge, now_)) return true;
    Fail(NameOfBudget(*charge), NGHTTP2_ENHANCE_YOUR_CALM);
    return false;
  }
  // RFC 9113 section 6.8 lets us be silent, but then the peer would wait for its
  // connection's end before it tries elsewhere.
  if (draining_ == Draining::kLast && head.type == NGHTTP2_HEADERS &&
      head.stream_id > static_cast<uint32_t>(last_stream_id_)) {
    // libnghttp2 sends none for a stream that it never opened.
    AppendFrame(NGHTTP2_RST_STREAM, head.stream_id, NGHTTP2_REFUSED_STREAM, &by_hand_);
  }
  return true;
}

bool Http2Session::IsBelated(const FrameHead& head) const {
  return head.type == NGHTTP2_DATA &&
         std::find(taken_back_.begin(), taken_back_.end(), head.stream_id) != taken_back_.end();
}

void Http2Session::NoteReset(const FrameHead& head) {
  // gRPC C++ may reset a stream whose HEADERS it then never sends: the call was taken
  // back in between. RFC 9113 section 5.1 makes that an error of the connection, and
  // all other calls of an agency would end with it; nothing is gained by that.
  constexpr uint32_t kResetSize = 4;
  if (head.stream_id % 2 == 1 && head.stream_id > begun_ && head.length == kResetSize && Hide()) return;
  if (taken_back_.size() == kMostTakenBack) taken_back_.erase(taken_back_.begin());
  taken_back_.push_back(head.stream_id);
}

bool Http2Session::Hide() {
  if (scanner_.head_end() < FrameScanner::kHeadSize) return false;
  overlooked_.push_back(scanner_.head_end() - FrameScanner::kHeadSize);
  return true;
}

bool Http2Session::Overlook(const FrameHead& head) {
  // Netty may send DATA after the RST_STREAM of a call that is taken back. That is
  // an error of the stream (RFC 9113 section 5.1, closed), but libnghttp2 ends the
  // connection for it, and with it all other calls.
  if (!budget_.Spend(Charge::kEmpty, now_)) {
    Fail(NameOfBudget(Charge::kEmpty), NGHTTP2_ENHANCE_YOUR_CALM);
    return false;
  }
  if (!Hide()) return true;
  AppendFrame(NGHTTP2_RST_STREAM, head.stream_id, NGHTTP2_STREAM_CLOSED, &by_hand_);
  // The peer counts the bytes against the connection's window (section 6.9.1).
  if (head.length > 0) AppendFrame(NGHTTP2_WINDOW_UPDATE, 0, head.length, &by_hand_);
  return true;
}

int Http2Session::OnBeginHeaders(const nghttp2_frame& frame) {
  head_.stream_id = frame.hd.stream_id;
  head_.trailers = !IsRequest(frame);
  head_.begun = now_;
  head_.list_size = 0;
  head_.pseudo.clear();
  head_.method_size = head_.path_at = head_.path_size = head_.authority_at = head_.authority_size = 0;
  head_.fields.Clear();
  return 0;
}

int Http2Session::OnHeader(absl::string_view name, absl::string_view value) {
  head_.list_size += name.size() + value.size() + 32;
  if (HeadTooLarge()) {
    if (head_.list_size <= kBombFactor * options_.header_list) return 0;
    Fail("header list", NGHTTP2_ENHANCE_YOUR_CALM);
    return NGHTTP2_ERR_CALLBACK_FAILURE;
  }
  if (head_.trailers) return 0;
  if (!name.empty() && name[0] == ':') {
    KeepPseudo(name, value);
  } else {
    head_.fields.Add(name, value);
  }
  return 0;
}

void Http2Session::KeepPseudo(absl::string_view name, absl::string_view value) {
  const size_t at = head_.pseudo.size();
  if (name == ":path") {
    head_.path_at = at;
    head_.path_size = value.size();
  } else if (name == ":method") {
    // Stands first, wherever the peer put it.
    head_.pseudo.insert(0, value.data(), value.size());
    head_.method_size = value.size();
    head_.path_at += value.size();
    head_.authority_at += value.size();
    return;
  } else if (name == ":authority") {
    head_.authority_at = at;
    head_.authority_size = value.size();
  } else {
    return;  // :scheme: the connection knows better.
  }
  head_.pseudo.append(value.data(), value.size());
}

int Http2Session::OnFrame(const nghttp2_frame& frame) {
  switch (frame.hd.type) {
    case NGHTTP2_HEADERS:
      if (!IsRequest(frame)) {
        head_.stream_id = 0;
        if (HeadTooLarge()) {
          nghttp2_submit_rst_stream(nghttp2_, NGHTTP2_FLAG_NONE, frame.hd.stream_id,
                                    NGHTTP2_ENHANCE_YOUR_CALM);
          return 0;
        }
        break;
      }
      BeginExchange(frame.hd.stream_id, EndsStream(frame));
      head_.stream_id = 0;
      break;
    case NGHTTP2_DATA:
      break;
    case NGHTTP2_SETTINGS:
      settings_seen_ = true;
      return 0;
    case NGHTTP2_PING:
      if ((frame.hd.flags & NGHTTP2_FLAG_ACK) != 0 && draining_ == Draining::kNotified) LastGoaway();
      return 0;
    default:
      return 0;
  }
  return EndsStream(frame) ? EndRequest(frame.hd.stream_id) : 0;
}

void Http2Session::BeginExchange(int32_t stream_id, bool request_done) {
  if (HeadTooLarge()) {
    // RFC 6585 section 5. The block was read to its end, so the table of header
    // fields is still that of the peer.
    const nghttp2_nv status = FieldOf({":status", "431"});
    if (!budget_.Spend(Charge::kReset, now_))
      return Fail(NameOfBudget(Charge::kReset), NGHTTP2_ENHANCE_YOUR_CALM);
    nghttp2_submit_response(nghttp2_, stream_id, &status, 1, nullptr);
    return;
  }
  const absl::string_view pseudo = head_.pseudo;
  RequestHead head{HttpVersion::k2, pseudo.substr(0, head_.method_size),
                   pseudo.substr(head_.path_at, head_.path_size),
                   pseudo.substr(head_.authority_at, head_.authority_size), head_.fields};
  if (head.authority.empty()) head.authority = head_.fields.Get("host");
  Http2Stream* const stream = NewStream();
  stream->Open(stream_id, head.method == "HEAD", now_);
  stream->request_done = request_done;
  nghttp2_session_set_stream_user_data(nghttp2_, stream_id, stream);
  stream->exchange = factory_->Begin(head, stream);
}

int Http2Session::EndRequest(int32_t stream_id) {
  Http2Stream* const stream = Find(stream_id);
  if (stream == nullptr) return 0;
  stream->request_done = true;
  if (!stream->over()) stream->exchange->OnEnd();
  return 0;
}

int Http2Session::OnData(int32_t stream_id, absl::string_view bytes) {
  Http2Stream* const stream = Find(stream_id);
  if (stream == nullptr) return 0;
  if (!stream->over()) {
    stream->exchange->OnBody(bytes);
  } else if (stream->answered && !stream->reset_asked) {
    stream->unwanted += bytes.size();
    if (stream->unwanted > options_.stream_window) StopRequest(stream);
  }
  return 0;
}

int Http2Session::OnSent(const nghttp2_frame& frame) {
  if (frame.hd.type == NGHTTP2_GOAWAY && frame.goaway.error_code != NGHTTP2_NO_ERROR && !failed_) {
    failed_ = true;
    why_closed_ = "protocol error";
  }
  if (frame.hd.type == NGHTTP2_RST_STREAM) {
    const Http2Stream* const stream = Find(frame.hd.stream_id);
    const uint32_t code = frame.rst_stream.error_code;
    const bool ours = (stream != nullptr && stream->aborted()) || code == NGHTTP2_NO_ERROR;
    // What the peer makes us reset costs us as much as a reset of its own
    // ("made you reset", CVE-2025-8671).
    if (!ours && !budget_.Spend(Charge::kReset, now_))
      Fail(NameOfBudget(Charge::kReset), NGHTTP2_ENHANCE_YOUR_CALM);
    return 0;
  }
  const bool ends = (frame.hd.type == NGHTTP2_DATA || frame.hd.type == NGHTTP2_HEADERS) && EndsStream(frame);
  if (ends && nghttp2_session_get_stream_remote_close(nghttp2_, frame.hd.stream_id) == 0) {
    Http2Stream* const stream = Find(frame.hd.stream_id);
    if (stream == nullptr) {
      nghttp2_submit_rst_stream(nghttp2_, NGHTTP2_FLAG_NONE, frame.hd.stream_id, NGHTTP2_NO_ERROR);
    } else {
      // Not reset yet: clients that are still sending, curl among them, would
      // lose the answer.
      stream->answered = true;
      stream->moved = now_;
    }
  }
  return 0;
}

void Http2Session::StopRequest(Http2Stream* stream) {
  // RFC 9113 section 8.1: answered in full, the rest of the request is not wanted.
  stream->reset_asked = true;
  Reset(stream, NGHTTP2_NO_ERROR);
}

int Http2Session::OnClose(int32_t stream_id, uint32_t error_code) {
  if (head_.stream_id == stream_id) head_.stream_id = 0;
  Http2Stream* const stream = Find(stream_id);
  if (stream == nullptr) return 0;
  nghttp2_session_set_stream_user_data(nghttp2_, stream_id, nullptr);
  if (stream->ended() && error_code == NGHTTP2_NO_ERROR) budget_.Earn(1);
  const bool over = stream->over();
  Exchange* const exchange = stream->exchange.get();
  Release(stream);
  if (!over && exchange != nullptr) exchange->OnClosed();
  return 0;
}

ssize_t Http2Session::ReadData(nghttp2_session*, int32_t, uint8_t*, size_t at_most, uint32_t* flags,
                               nghttp2_data_source* source, void* self) {
  return static_cast<Http2Session*>(self)->NextData(static_cast<Http2Stream*>(source->ptr), at_most, flags);
}

ssize_t Http2Session::NextData(Http2Stream* stream, size_t at_most, uint32_t* flags) {
  const size_t size = std::min(stream->queued(), at_most);
  if (size == 0 && !stream->ended()) {
    stream->deferred = true;
    return NGHTTP2_ERR_DEFERRED;
  }
  *flags |= NGHTTP2_DATA_FLAG_NO_COPY;
  if (size == stream->queued() && stream->ended()) {
    *flags |= NGHTTP2_DATA_FLAG_EOF;
    if (stream->has_trailers()) {
      *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
      SubmitTrailers(stream);
    }
  }
  return static_cast<ssize_t>(size);
}

int Http2Session::SendData(const nghttp2_frame& frame, const uint8_t* head, size_t size) {
  Http2Stream* const stream = Find(frame.hd.stream_id);
  if (stream == nullptr) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  constexpr size_t kFrameHead = 9;
  out_->append(reinterpret_cast<const char*>(head), kFrameHead);
  const size_t whole = stream->Send(size, out_);
  stream->moved = now_;
  unearned_bytes_ += size;
  budget_.Earn(whole + unearned_bytes_ / kKiB);
  unearned_bytes_ %= kKiB;
  Shrunk(size);
  if (stream->owes_writable() && stream->queued() <= options_.stream_queue / 2) Owe(stream);
  // A pause, not "would block": the frame is out.
  return out_->size() >= at_most_ ? NGHTTP2_ERR_PAUSE : 0;
}

}  // namespace enlace::transport
