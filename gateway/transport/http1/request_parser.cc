#include "gateway/transport/http1/request_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gateway/transport/http1/field_section.h"
#include "gateway/transport/http1/request_target.h"

namespace enlace::transport {
namespace {

namespace beast = boost::beast;
using beast::error_code;

constexpr size_t kMaxChunkLineBytes = 256;
// Bytes of chunk lines that a body may hold beyond 16 per chunk and twice its
// data, so that a large body is not sent as line noise.
constexpr int64_t kMaxChunkExcessBytes = 16 << 10;

// Takes Beast's findings down. A body is never copied.
class BeastParser final : public beast::http::basic_parser<true> {
 public:
  BeastParser(ParsedHead* head, std::string* target) : head_(head), target_(target) {
    // Sizes are checked before, on the raw bytes, or belong to what is served.
    body_limit(boost::none);
    header_limit(std::numeric_limits<uint32_t>::max());
  }
  absl::string_view part;
  std::string host;
  size_t hosts = 0;
  bool head_is_done = false;

 protected:
  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target, int version,
                       error_code&) override {
    head_->method.assign(method.data(), method.size());
    target_->assign(target.data(), target.size());
    head_->http11 = version == 11;
  }
  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                     error_code&) override {
    if (head_is_done) return;  // Trailers: nothing that is served asks for them.
    name_.assign(name.data(), name.size());
    absl::AsciiStrToLower(&name_);
    if (name_ == "host") {
      ++hosts;
      host.assign(value.data(), value.size());
      return;
    }
    head_->fields.Add(name_, {value.data(), value.size()});
  }
  void on_header_impl(error_code&) override { head_is_done = true; }
  void on_response_impl(int, beast::string_view, int, error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(beast::string_view body, error_code&) override {
    part = {body.data(), body.size()};
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, error_code&) override {
    part = {body.data(), body.size()};
    return body.size();
  }
  void on_finish_impl(error_code&) override {}

 private:
  ParsedHead* const head_;
  std::string* const target_;
  std::string name_;
};

// What the framing of a message says of itself, after Beast has read it.
struct Framing {
  size_t content_lengths = 0;
  size_t transfer_encodings = 0;
  absl::string_view content_length, transfer_encoding;
  bool lookalike = false;
};

Framing FramingOf(const HeaderList& fields) {
  Framing framing;
  for (size_t i = 0; i < fields.size(); ++i) {
    const Header field = fields.at(i);
    if (field.name == "content-length") {
      ++framing.content_lengths;
      framing.content_length = field.value;
    } else if (field.name == "transfer-encoding") {
      ++framing.transfer_encodings;
      framing.transfer_encoding = field.value;
    } else if (field.name == "content_length" || field.name == "transfer_encoding") {
      // Some proxies take an underscore for a hyphen.
      framing.lookalike = true;
    }
  }
  return framing;
}

bool AllDigits(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

}  // namespace

class RequestParser::Impl {
 public:
  explicit Impl(const RequestLimits& limits)
      : limits_(limits),
        // A method and a version of reasonable length stand beside the target.
        section_(limits.max_fields + 1, limits.max_target_bytes + 64),
        trailers_(limits.max_fields, limits.max_head_bytes) {}

  Event Next(absl::string_view* bytes) {
    switch (state_) {
      case State::kHead:
        return NextHead(bytes);
      case State::kBody:
        return NextBody(bytes);
      case State::kChunkLine:
        return NextChunkLine(bytes);
      case State::kTrailers:
        return NextTrailers(bytes);
      case State::kComplete:
        state_ = State::kHead;
        fresh_ = true;
        return Event::kEnd;
      case State::kFault:
        break;
    }
    return Event::kFault;
  }

  ParsedHead head;
  RequestFault fault;
  absl::string_view body;
  bool complete() const { return state_ == State::kComplete; }

 private:
  // kBody is a body of known length or the data of one chunk.
  enum class State { kHead, kBody, kChunkLine, kTrailers, kComplete, kFault };

  Event Fault(int status, absl::string_view message) {
    state_ = State::kFault;
    fault = {status, message};
    return Event::kFault;
  }

  // Hands `whole`, which Beast must take to its last byte, to Beast.
  bool Put(absl::string_view whole) {
    const size_t taken = beast_->put(boost::asio::const_buffer(whole.data(), whole.size()), error_);
    return !error_ && taken == whole.size();
  }

  Event NextHead(absl::string_view* bytes) {
    if (fresh_) {
      // RFC 9112 section 2.2: an empty line before the request line is ignored.
      if (bytes->size() < 2 && absl::StartsWith("\r\n", *bytes)) return Event::kNeedMore;
      if (absl::StartsWith(*bytes, "\r\n")) bytes->remove_prefix(2);
      section_.Reset();
      fresh_ = false;
    }
    const FieldSection::Result result = section_.Scan(bytes->substr(0, limits_.max_head_bytes));
    if (result == FieldSection::Result::kRefused) return Fault(400, section_.problem());
    if (result == FieldSection::Result::kFirstLineTooLong) return Fault(414, "request line too long");
    if (result == FieldSection::Result::kTooManyLines) return Fault(431, "too many header fields");
    if (result == FieldSection::Result::kMore) {
      return bytes->size() >= limits_.max_head_bytes ? Fault(431, "header too large") : Event::kNeedMore;
    }
    const absl::string_view whole = bytes->substr(0, section_.size());
    bytes->remove_prefix(whole.size());
    head.fields.Clear();
    head.authority.clear();
    beast_.emplace(&head, &target_);
    if (!Put(whole)) return MalformedHead(whole);
    return CheckedHead();
  }

  Event MalformedHead(absl::string_view whole) {
    if (error_ == beast::http::error::bad_version) {
      // "HTTP/2.0" is a version that we do not speak, "http/1.1" is none at all.
      const absl::string_view line = whole.substr(0, whole.find('\r'));
      const absl::string_view version = line.substr(line.rfind(' ') + 1);
      if (std::count(line.begin(), line.end(), ' ') == 2 && version.size() == 8 &&
          absl::StartsWith(version, "HTTP/") && AllDigits(version.substr(5, 1)) && version[6] == '.' &&
          AllDigits(version.substr(7))) {
        return Fault(505, "HTTP version not supported");
      }
    }
    return Fault(400, "malformed request");
  }

  // What Beast lets pass and RFC 9112 does not.
  Event CheckedHead() {
    if (target_.size() > limits_.max_target_bytes) return Fault(414, "request target too long");
    absl::optional<RequestTarget> target = ParseRequestTarget(head.method, target_);
    if (!target.has_value()) return Fault(400, "malformed request target");
    const Framing framing = FramingOf(head.fields);
    if (framing.lookalike) return Fault(400, "ambiguous message length");
    if (framing.content_lengths + framing.transfer_encodings > 1)
      return Fault(400, "ambiguous message length");
    if (framing.content_lengths == 1 && !AllDigits(framing.content_length)) {
      return Fault(400, "malformed content length");
    }
    if (framing.transfer_encodings == 1 &&
        (!head.http11 || !absl::EqualsIgnoreCase(framing.transfer_encoding, "chunked"))) {
      return Fault(400, "transfer encoding not supported");
    }
    if (beast_->hosts > 1 || (beast_->hosts == 0 && head.http11)) return Fault(400, "one Host is required");
    if (beast_->hosts == 1 && !IsHost(beast_->host)) return Fault(400, "malformed Host");
    const bool has_body = !beast_->is_done();
    const absl::string_view expect = head.fields.Get("expect");
    if (!expect.empty() && head.http11 && !absl::EqualsIgnoreCase(expect, "100-continue")) {
      return Fault(417, "expectation not supported");
    }
    head.expects_continue = !expect.empty() && head.http11 && has_body;
    // Under HTTP/1.0 each connection ends with its answer; one end of CONNECT
    // would take what follows a success for a tunnel.
    head.keep_alive = head.http11 && beast_->keep_alive() && head.method != "CONNECT";
    head.authority = target->authority.empty() ? std::move(beast_->host) : std::move(target->authority);
    head.target = std::move(target->path);
    first_chunk_ = true;
    chunk_excess_ = 0;
    state_ = !has_body ? State::kComplete : beast_->chunked() ? State::kChunkLine : State::kBody;
    return Event::kHead;
  }

  Event NextBody(absl::string_view* bytes) {
    if (bytes->empty()) return Event::kNeedMore;
    const size_t taken = beast_->put(boost::asio::const_buffer(bytes->data(), bytes->size()), error_);
    if (error_) return Fault(400, "malformed body");
    body = beast_->part;
    bytes->remove_prefix(taken);
    if (beast_->is_done()) {
      state_ = State::kComplete;
    } else if (beast_->chunked()) {
      chunk_left_ -= body.size();
      if (chunk_left_ == 0) state_ = State::kChunkLine;
    }
    return Event::kBody;
  }

  // The size of a chunk, with the CRLF before it that ends the chunk before.
  Event NextChunkLine(absl::string_view* bytes) {
    const size_t begin = first_chunk_ ? 0 : 2;
    if (begin > 0 && !absl::StartsWith(*bytes, absl::string_view("\r\n").substr(0, bytes->size()))) {
      return Fault(400, "malformed chunk");
    }
    size_t end = begin;
    uint64_t size = 0;
    for (; end < bytes->size() && (*bytes)[end] != '\r'; ++end) {
      const auto c = static_cast<unsigned char>((*bytes)[end]);
      if ((c < 0x20 && c != '\t') || c == 0x7f) return Fault(400, "control character in a chunk's line");
      if (end - begin >= kMaxChunkLineBytes) return Fault(400, "chunk line too long");
    }
    if (end + 2 > bytes->size()) return Event::kNeedMore;
    if ((*bytes)[end + 1] != '\n') return Fault(400, "carriage return without line feed");
    size_t digits = begin;
    for (; digits < end && absl::ascii_isxdigit(static_cast<unsigned char>((*bytes)[digits])); ++digits) {
      const char c = absl::ascii_tolower(static_cast<unsigned char>((*bytes)[digits]));
      size = size << 4 | static_cast<uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    // 60 bits hold any body that anybody will send, and no sum of ours overflows.
    if (digits == begin || digits > begin + 15) return Fault(400, "malformed chunk size");
    if (size == 0) {
      // Beast takes the last chunk and the trailers in one piece.
      last_line_bytes_ = end + 2;
      trailers_.Reset();
      state_ = State::kTrailers;
      return NextTrailers(bytes);
    }
    chunk_excess_ +=
        static_cast<int64_t>(end + 2) - 16 - 2 * static_cast<int64_t>(std::min<uint64_t>(size, 1 << 20));
    chunk_excess_ = std::max<int64_t>(chunk_excess_, 0);
    if (chunk_excess_ > kMaxChunkExcessBytes) return Fault(400, "too little data in too many chunks");
    if (!Put(bytes->substr(0, end + 2))) return Fault(400, "malformed chunk");
    bytes->remove_prefix(end + 2);
    first_chunk_ = false;
    chunk_left_ = size;
    state_ = State::kBody;
    return NextBody(bytes);
  }

  Event NextTrailers(absl::string_view* bytes) {
    const FieldSection::Result result =
        trailers_.Scan(bytes->substr(last_line_bytes_, limits_.max_head_bytes));
    if (result == FieldSection::Result::kRefused) return Fault(400, trailers_.problem());
    if (result == FieldSection::Result::kTooManyLines) return Fault(431, "too many trailer fields");
    if (result == FieldSection::Result::kFirstLineTooLong) return Fault(431, "trailers too large");
    if (result == FieldSection::Result::kMore) {
      return bytes->size() - last_line_bytes_ >= limits_.max_head_bytes ? Fault(431, "trailers too large")
                                                                        : Event::kNeedMore;
    }
    const absl::string_view whole = bytes->substr(0, last_line_bytes_ + trailers_.size());
    if (!Put(whole) || !beast_->is_done()) return Fault(400, "malformed trailers");
    bytes->remove_prefix(whole.size());
    state_ = State::kComplete;
    return Next(bytes);
  }

  const RequestLimits limits_;
  State state_ = State::kHead;
  bool fresh_ = true;
  FieldSection section_;
  FieldSection trailers_;
  absl::optional<BeastParser> beast_;
  error_code error_;
  std::string target_;
  bool first_chunk_ = true;
  uint64_t chunk_left_ = 0;
  int64_t chunk_excess_ = 0;
  size_t last_line_bytes_ = 0;
};

RequestParser::RequestParser(const RequestLimits& limits) : impl_(std::make_unique<Impl>(limits)) {}
RequestParser::~RequestParser() = default;
RequestParser::Event RequestParser::Next(absl::string_view* bytes) { return impl_->Next(bytes); }
const ParsedHead& RequestParser::head() const { return impl_->head; }
absl::string_view RequestParser::body() const { return impl_->body; }
const RequestFault& RequestParser::fault() const { return impl_->fault; }
bool RequestParser::complete() const { return impl_->complete(); }

}  // namespace enlace::transport
