// The text of an enrolment token, and the JSON inside it.
#include <cstdint>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/enrollment_token.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  // As it comes, and as the JSON of a text that is otherwise well-formed.
  for (const std::string& text :
       {std::string(bytes), absl::StrCat("enlace1.", absl::WebSafeBase64Escape(bytes))}) {
    const auto token = enlace::base::ParseEnrollmentToken(text);
    // Whatever is read can be written again: there is one spelling per token.
    if (token.ok() && !enlace::base::FormatEnrollmentToken(*token).ok()) std::abort();
  }
  return 0;
}
