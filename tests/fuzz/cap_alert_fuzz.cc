// Any bytes as a CAP alert: never crashes, and what is read is written and read
// again as the same.
#include <cstdint>

#include "client/warning/cap_document.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace enlace;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<client::CapAlert> read = client::ParseAlert(bytes);
  if (!read.ok()) {
    fuzz::Demand(!absl::IsInternal(read.status()), "no document makes a defect of ours");
    return 0;
  }
  fuzz::Demand(size <= client::kMaxAlertBytes, "what is read is bounded");
  fuzz::Demand(!read->texts.empty(), "what is read says something");
  const absl::StatusOr<std::string> written = client::FormatAlert(*read);
  // Whitespace around values is the document's own; the rest comes back.
  if (!written.ok()) return 0;
  const client::CapAlert again = fuzz::Must(client::ParseAlert(*written));
  fuzz::Demand(again.sent == read->sent && again.severity == read->severity, "codes and times survive");
  fuzz::Demand(again.texts.size() == read->texts.size(), "every language survives");
  return 0;
}
