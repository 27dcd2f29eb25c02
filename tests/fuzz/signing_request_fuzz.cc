// PKCS#10 requests, which anybody with an enrolment token may send.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "certs/x509/certificate_builder.h"
#include "certs/x509/signing_request.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto request =
      enlace::certs::ParseSigningRequest("csr", absl::string_view(reinterpret_cast<const char*>(data), size));
  if (request.ok() && !enlace::certs::CheckUriForm(request->uri).ok()) std::abort();
  return 0;
}
