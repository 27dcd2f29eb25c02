// Envelopes: the outer form, which the gateway reads, and the signed content and
// padding, which a recipient reads after decryption.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "certs/seal/padding.h"
#include "certs/seal/seal.h"
#include "certs/seal/signed_content.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto info = enlace::certs::InspectEnvelope(bytes);
  if (info.ok()) {
    if (info->recipient_serials.empty() || info->recipient_serials.size() > 32 || info->size != size) std::abort();
  }
  const auto content = enlace::certs::ParseSignedContent(bytes);
  (void)enlace::certs::Unpad(content.ok() ? absl::string_view(content->padded) : bytes);
  return 0;
}
