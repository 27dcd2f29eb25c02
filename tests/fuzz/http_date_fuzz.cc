// The date that a server tells: whatever is taken is an instant, and reads the same
// when it is written again.
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "gateway/base/http_date.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace enlace;
  using fuzz::Demand;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);

  const auto date = base::ParseHttpDate(text);
  if (date.ok()) {
    Demand(*date > absl::InfinitePast() && *date < absl::InfiniteFuture(), "a date is an instant");
    const auto again = base::ParseHttpDate(base::HttpDate(*date));
    Demand(again.ok() && *again == *date, "a date reads as it is written");
  }
  const auto told = base::DateOfAnswer(text);
  if (told.has_value()) {
    const auto again =
        base::DateOfAnswer(absl::StrCat("HTTP/1.1 200 OK\r\nDate: ", base::HttpDate(*told), "\r\n\r\n"));
    Demand(again == told, "an answer tells the date that was put into it");
  }
  return 0;
}
