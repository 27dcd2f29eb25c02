// Certificates from peers: parsing, every accessor, and verification.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "certs/x509/certificate.h"
#include "certs/x509/verifier.h"

namespace {

using enlace::certs::Certificate;

void Use(const Certificate& certificate) {
  const auto again = Certificate::FromPem(certificate.ToPem());
  if (!again.ok() || again->fingerprint() != certificate.fingerprint()) std::abort();
  for (const std::string& uri : certificate.uris()) (void)uri.size();
  (void)(certificate.is_ca() || certificate.allows_tls_client() || certificate.allows_tls_server() ||
         certificate.allows_sealing());
  // Under itself as root: what verifies must not be an authority's.
  const auto verifier = enlace::certs::Verifier::New({certificate}, {certificate});
  if (!verifier.ok()) return;
  const absl::Status status = (*verifier)->Verify(certificate, {certificate}, enlace::certs::Purpose::kTlsClient,
                                                  certificate.not_before());
  if (status.ok()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto one = Certificate::FromDer(bytes);
  if (one.ok()) Use(*one);
  const auto chain = Certificate::ChainFromPem(bytes);
  if (chain.ok()) {
    for (const Certificate& certificate : *chain) Use(certificate);
  }
  return 0;
}
