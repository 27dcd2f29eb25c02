// The other end of a session in memory: raw frames, a client of libnghttp2's,
// and exchanges that tell what happened to them.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_HTTP2_HTTP2_PEER_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_HTTP2_HTTP2_PEER_H_

#include <nghttp2/nghttp2.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/http2/http2_session.h"

namespace enlace::transport {

// What became of one exchange; outlives it.
struct Seen {
  std::string method, target, authority, body;
  std::vector<std::pair<std::string, std::string>> headers;
  Responder* responder = nullptr;
  bool ended = false, closed = false, destroyed = false;
  int writable_calls = 0;
  std::function<void(Seen*)> on_end, on_body, on_writable;
};

class SeenExchange final : public Exchange {
 public:
  explicit SeenExchange(std::shared_ptr<Seen> seen) : seen_(std::move(seen)) {}
  ~SeenExchange() override { seen_->destroyed = true; }
  void OnBody(absl::string_view bytes) override {
    seen_->body.append(bytes.data(), bytes.size());
    if (seen_->on_body) seen_->on_body(seen_.get());
  }
  void OnEnd() override {
    seen_->ended = true;
    if (seen_->on_end) seen_->on_end(seen_.get());
  }
  void OnWritable() override {
    ++seen_->writable_calls;
    if (seen_->on_writable) seen_->on_writable(seen_.get());
  }
  void OnClosed() override {
    seen_->closed = true;
    seen_->responder = nullptr;
  }

 private:
  std::shared_ptr<Seen> seen_;
};

class SeenFactory final : public ExchangeFactory {
 public:
  std::unique_ptr<Exchange> Begin(const RequestHead& head, Responder* responder) override {
    auto seen = std::make_shared<Seen>();
    seen->method = std::string(head.method);
    seen->target = std::string(head.target);
    seen->authority = std::string(head.authority);
    for (size_t i = 0; i < head.headers.size(); ++i) {
      const Header header = head.headers.at(i);
      seen->headers.emplace_back(std::string(header.name), std::string(header.value));
    }
    seen->responder = responder;
    seen->on_end = on_end;
    all.push_back(seen);
    if (on_begin) on_begin(seen.get());
    return std::make_unique<SeenExchange>(seen);
  }
  std::function<void(Seen*)> on_begin, on_end;
  std::vector<std::shared_ptr<Seen>> all;
};

class CountingHost final : public SessionHost {
 public:
  void WantsOutput() override { ++wants; }
  int wants = 0;
};

// An answer of one gRPC message.
inline void Echo(Seen* seen) {
  seen->responder->Start(200, {{"content-type", "application/grpc"}});
  seen->responder->Write("hello");
  seen->responder->End({{"grpc-status", "0"}});
}

struct Frame {
  uint8_t type = 0, flags = 0;
  uint32_t stream = 0;
  std::string payload;
  uint32_t Word(size_t at = 0) const {
    uint32_t word = 0;
    for (size_t i = 0; i < 4; ++i) word = word << 8 | static_cast<uint8_t>(payload.at(at + i));
    return word;
  }
};

inline std::string Number(uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

inline std::string RawFrame(uint8_t type, uint8_t flags, uint32_t stream, absl::string_view payload) {
  std::string out = Number(static_cast<uint32_t>(payload.size())).substr(1);
  out += static_cast<char>(type);
  out += static_cast<char>(flags);
  return out + Number(stream) + std::string(payload);
}

inline std::string Literal(absl::string_view name, absl::string_view value) {
  // RFC 7541 section 6.2.2, without Huffman; for strings below 127 bytes.
  std::string out(1, '\0');
  out += static_cast<char>(name.size());
  out.append(name.data(), name.size());
  out += static_cast<char>(value.size());
  out.append(value.data(), value.size());
  return out;
}

inline std::string RequestBlock(absl::string_view method = "POST", absl::string_view path = "/echo") {
  return Literal(":method", method) + Literal(":scheme", "https") + Literal(":path", path) +
         Literal(":authority", "hub");
}

inline std::vector<Frame> FramesOf(absl::string_view bytes) {
  std::vector<Frame> frames;
  while (bytes.size() >= 9) {
    const auto at = [&](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(bytes[i])); };
    const size_t size = at(0) << 16 | at(1) << 8 | at(2);
    frames.push_back({static_cast<uint8_t>(at(3)), static_cast<uint8_t>(at(4)),
                      at(5) << 24 | at(6) << 16 | at(7) << 8 | at(8), std::string(bytes.substr(9, size))});
    bytes.remove_prefix(9 + size);
  }
  return frames;
}

// A session and its surroundings; time goes on by hand.
class Wire {
 public:
  explicit Wire(const Http2Options& options = {}) : session(MakeHttp2Session(&host, &factory, options)) {}

  bool In(absl::string_view bytes) { return session->Input(bytes, now); }
  bool Preface(absl::string_view settings = "") {
    const bool went =
        In(std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") + RawFrame(NGHTTP2_SETTINGS, 0, 0, settings));
    Out();
    return went;
  }
  bool Request(uint32_t stream, uint8_t flags = NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM) {
    return In(RawFrame(NGHTTP2_HEADERS, flags, stream, RequestBlock()));
  }
  bool ResetStream(uint32_t stream) {
    return In(RawFrame(NGHTTP2_RST_STREAM, 0, stream, Number(NGHTTP2_CANCEL)));
  }
  bool Window(uint32_t stream, uint32_t size) {
    return In(RawFrame(NGHTTP2_WINDOW_UPDATE, 0, stream, Number(size)));
  }
  // All there is to send.
  std::vector<Frame> Out(size_t at_most = 1 << 16) {
    std::string all;
    for (;;) {
      std::string part;
      session->Output(at_most, &part);
      if (part.empty()) break;
      all += part;
    }
    std::vector<Frame> frames = FramesOf(all);
    for (const Frame& frame : frames) {
      if (frame.type == NGHTTP2_GOAWAY) goaway_code = frame.Word(4);
    }
    return frames;
  }
  void Pass(std::chrono::milliseconds time) { now += time; }
  void TickAfter(std::chrono::milliseconds time) {
    Pass(time);
    session->Tick(now);
  }
  Seen& seen(size_t i) { return *factory.all.at(i); }

  uint32_t goaway_code = 0;  // of the last GOAWAY
  CountingHost host;
  SeenFactory factory;
  SteadyTime now = SteadyTime(std::chrono::hours(1));
  std::unique_ptr<Session> session;
};

inline size_t Count(const std::vector<Frame>& frames, uint8_t type) {
  size_t count = 0;
  for (const Frame& frame : frames) count += frame.type == type;
  return count;
}

// The last of that type; an empty frame if there is none.
inline Frame Last(const std::vector<Frame>& frames, uint8_t type) {
  Frame last;
  for (const Frame& frame : frames) {
    if (frame.type == type) last = frame;
  }
  return last;
}

// A client of libnghttp2's: what it makes of the answers.
class Client {
 public:
  struct Answer {
    std::map<std::string, std::string> fields;
    std::string body;
    bool closed = false;
    uint32_t error = 0;
  };
  Client() {
    nghttp2_session_callbacks* callbacks;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_header_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, const uint8_t* name, size_t name_size,
                      const uint8_t* value, size_t value_size, uint8_t, void* self) {
          static_cast<Client*>(self)
              ->answers[frame->hd.stream_id]
              .fields[std::string(reinterpret_cast<const char*>(name), name_size)] =
              std::string(reinterpret_cast<const char*>(value), value_size);
          return 0;
        });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        callbacks, [](nghttp2_session*, uint8_t, int32_t id, const uint8_t* data, size_t size, void* self) {
          static_cast<Client*>(self)->answers[id].body.append(reinterpret_cast<const char*>(data), size);
          return 0;
        });
    nghttp2_session_callbacks_set_on_stream_close_callback(
        callbacks, [](nghttp2_session*, int32_t id, uint32_t error, void* self) {
          Answer& answer = static_cast<Client*>(self)->answers[id];
          answer.closed = true;
          answer.error = error;
          return 0;
        });
    nghttp2_session_client_new(&session_, callbacks, this);
    nghttp2_session_callbacks_del(callbacks);
    nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, nullptr, 0);
  }
  ~Client() { nghttp2_session_del(session_); }

  int32_t Ask(std::vector<std::pair<std::string, std::string>> fields, std::string body = "") {
    std::vector<nghttp2_nv> nva;
    for (auto& [name, value] : fields) {
      nva.push_back({reinterpret_cast<uint8_t*>(name.data()), reinterpret_cast<uint8_t*>(value.data()),
                     name.size(), value.size(), NGHTTP2_NV_FLAG_NONE});
    }
    nghttp2_data_provider provider;
    provider.source.ptr = this;
    provider.read_callback = [](nghttp2_session*, int32_t id, uint8_t* buffer, size_t size, uint32_t* flags,
                                nghttp2_data_source* source, void*) -> ssize_t {
      std::string& rest = static_cast<Client*>(source->ptr)->bodies_[id];
      size = std::min(size, rest.size());
      std::copy_n(rest.data(), size, buffer);
      rest.erase(0, size);
      if (rest.empty()) *flags |= NGHTTP2_DATA_FLAG_EOF;
      return static_cast<ssize_t>(size);
    };
    const int32_t id = nghttp2_submit_request(session_, nullptr, nva.data(), nva.size(),
                                              body.empty() ? nullptr : &provider, nullptr);
    bodies_[id] = std::move(body);
    return id;
  }
  int32_t Ask(const std::string& method, std::string body = "") {
    return Ask({{":method", method}, {":scheme", "https"}, {":path", "/echo"}, {":authority", "hub"}},
               std::move(body));
  }
  // Carries bytes both ways until nobody has any.
  void Run(Wire* wire) {
    for (bool more = true; more;) {
      more = false;
      const uint8_t* data;
      for (ssize_t size; (size = nghttp2_session_mem_send(session_, &data)) > 0; more = true) {
        wire->In({reinterpret_cast<const char*>(data), static_cast<size_t>(size)});
      }
      std::string out;
      wire->session->Output(1 << 16, &out);
      if (out.empty()) continue;
      more = true;
      nghttp2_session_mem_recv(session_, reinterpret_cast<const uint8_t*>(out.data()), out.size());
    }
  }
  std::map<int32_t, Answer> answers;

 private:
  nghttp2_session* session_;
  std::map<int32_t, std::string> bodies_;
};

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_HTTP2_HTTP2_PEER_H_
