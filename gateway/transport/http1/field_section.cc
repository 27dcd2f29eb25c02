#include "gateway/transport/http1/field_section.h"

namespace enlace::transport {

FieldSection::Result FieldSection::Scan(absl::string_view bytes) {
  while (at_ < bytes.size()) {
    const auto c = static_cast<unsigned char>(bytes[at_]);
    const bool line_begins = at_ == line_begin_;
    if (line_begins && lines_ > 0 && (c == ' ' || c == '\t')) return Refuse("folded header line");
    if ((c >= 0x20 && c != 0x7f) || c == '\t') {
      ++at_;
      if (lines_ == 0 && at_ > max_first_line_bytes_) return Result::kFirstLineTooLong;
      continue;
    }
    if (c == '\n') return Refuse("line feed without carriage return");
    if (c != '\r') return Refuse("control character in the header");
    if (at_ + 1 == bytes.size()) return Result::kMore;
    if (bytes[at_ + 1] != '\n') return Refuse("carriage return without line feed");
    at_ += 2;
    line_begin_ = at_;
    if (line_begins) return Result::kComplete;
    if (++lines_ > max_lines_) return Result::kTooManyLines;
  }
  return Result::kMore;
}

}  // namespace enlace::transport
