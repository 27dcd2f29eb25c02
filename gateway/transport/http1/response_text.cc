#include "gateway/transport/http1/response_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace enlace::transport {
namespace {

absl::string_view ReasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 499:
      return "Client Closed Request";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "";  // The phrase may be empty; clients go by the number.
  }
}

// The code in Connect's words. A request that came too slowly or too soon may
// be sent again as it is; any other may not.
absl::string_view RefusalCode(int status) {
  if (status == 408) return "deadline_exceeded";
  if (status == 429) return "resource_exhausted";
  return "invalid_argument";
}

bool IsToken(absl::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) ||
           absl::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != absl::string_view::npos;
  });
}

bool IsFraming(absl::string_view name) {
  for (const absl::string_view framing :
       {"connection", "content-length", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"}) {
    if (absl::EqualsIgnoreCase(name, framing)) return true;
  }
  return false;
}

}  // namespace

void AppendFields(absl::Span<const Header> fields, std::string* out) {
  for (const Header& field : fields) {
    if (!IsToken(field.name) || IsFraming(field.name)) continue;
    absl::StrAppend(out, field.name, ": ");
    const size_t begin = out->size();
    absl::StrAppend(out, field.value);
    std::replace_if(
        out->begin() + static_cast<ptrdiff_t>(begin), out->end(),
        [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; }, ' ');
    absl::StrAppend(out, "\r\n");
  }
}

void AppendResponseHead(int status, absl::string_view field_lines, BodyFraming framing, size_t body_bytes,
                        bool close, std::string* out) {
  absl::StrAppend(out, "HTTP/1.1 ", status, " ", ReasonPhrase(status), "\r\n", field_lines);
  if (framing == BodyFraming::kLength) absl::StrAppend(out, "content-length: ", body_bytes, "\r\n");
  if (framing == BodyFraming::kChunked) absl::StrAppend(out, "transfer-encoding: chunked\r\n");
  absl::StrAppend(out, close ? "connection: close\r\n\r\n" : "\r\n");
}

void AppendChunk(absl::string_view bytes, std::string* out) {
  if (bytes.empty()) return;
  absl::StrAppend(out, absl::Hex(bytes.size()), "\r\n", bytes, "\r\n");
}

void AppendLastChunk(absl::string_view trailer_lines, std::string* out) {
  absl::StrAppend(out, "0\r\n", trailer_lines, "\r\n");
}

void AppendRefusal(int status, absl::string_view message, std::string* out) {
  const std::string body = absl::StrCat(R"({"code":")", RefusalCode(status), R"(","message":")", message, R"("})");
  AppendResponseHead(status, "content-type: application/json\r\n", BodyFraming::kLength, body.size(),
                     /*close=*/true, out);
  absl::StrAppend(out, body);
}

}  // namespace enlace::transport
