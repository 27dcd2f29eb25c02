// Where a head or a trailer section ends, and whether its lines may be trusted.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP1_FIELD_SECTION_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP1_FIELD_SECTION_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace enlace::transport {

// Reads a section line by line as its bytes arrive, each byte once, and refuses
// what two parsers might read differently: a bare CR or LF, any other control
// character but HTAB, and folded lines (RFC 9112 sections 2.2 and 5.2). Not
// thread-safe.
class FieldSection {
 public:
  enum class Result { kMore, kComplete, kRefused, kTooManyLines, kFirstLineTooLong };

  // Lines are counted without the empty one, bytes of the first without its CRLF.
  // What is found first by its place decides, however the bytes were split.
  FieldSection(size_t max_lines, size_t max_first_line_bytes)
      : max_lines_(max_lines), max_first_line_bytes_(max_first_line_bytes) {}

  // `bytes` is all that has come since the section's begin, and only grows
  // from call to call until the result is not kMore. After that Reset.
  Result Scan(absl::string_view bytes);
  void Reset() { *this = FieldSection(max_lines_, max_first_line_bytes_); }

  // Bytes with the empty line; after kComplete.
  size_t size() const { return at_; }
  // Why it was refused; after kRefused.
  const char* problem() const { return problem_; }

 private:
  Result Refuse(const char* problem) {
    problem_ = problem;
    return Result::kRefused;
  }
  size_t max_lines_;
  size_t max_first_line_bytes_;
  size_t at_ = 0;
  size_t line_begin_ = 0;
  size_t lines_ = 0;
  const char* problem_ = "";
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP1_FIELD_SECTION_H_
