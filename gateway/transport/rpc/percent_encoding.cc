#include "gateway/transport/rpc/percent_encoding.h"

#include "absl/strings/ascii.h"

namespace enlace::transport {
namespace {

constexpr char kHex[] = "0123456789ABCDEF";

int ValueOf(char digit) {
  if (absl::ascii_isdigit(static_cast<unsigned char>(digit))) return digit - '0';
  return absl::ascii_tolower(static_cast<unsigned char>(digit)) - 'a' + 10;
}

}  // namespace

std::string PercentEncode(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c >= ' ' && c <= '~' && c != '%') {
      out.push_back(c);
    } else {
      const unsigned byte = static_cast<unsigned char>(c);
      out.append({'%', kHex[byte >> 4], kHex[byte & 0xf]});
    }
  }
  return out;
}

absl::StatusOr<std::string> QueryDecode(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      if (text.size() - i < 3 || !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 1])) ||
          !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 2]))) {
        return absl::InvalidArgumentError("the query has a '%' without two hexadecimal digits");
      }
      out.push_back(static_cast<char>(ValueOf(text[i + 1]) << 4 | ValueOf(text[i + 2])));
      i += 2;
    }
  }
  return out;
}

}  // namespace enlace::transport
