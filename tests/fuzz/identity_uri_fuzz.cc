// The URI of a certificate, which says who is calling: gateway and client read it
// alike, and every caller has one spelling.
#include <cstdint>

#include "certs/x509/certificate_builder.h"
#include "client/identity_uri.h"
#include "gateway/identity/identifier.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace enlace;
  using fuzz::Demand;
  const std::string uri(reinterpret_cast<const char*>(data), size);
  const auto seen_by_client = client::ParseIdentity(uri);
  const std::string domain = seen_by_client.ok() ? seen_by_client->trust_domain : "mx.enlace.test";
  identity::Caller caller;
  const bool good = identity::ParseIdentityUri(uri, domain, &caller).ok();
  Demand(good == seen_by_client.ok(), "gateway and client take the same URIs");
  (void)certs::CheckUriForm(uri);
  if (!good) {
    Demand(caller.kind == identity::Caller::Kind::kAnonymous && caller.uri.empty(),
           "a refused URI names nobody");
    return 0;
  }
  const bool is_agency = caller.kind == identity::Caller::Kind::kAgency;
  Demand(uri == (is_agency ? identity::AgencyUri(domain, caller.agency_id, caller.unit_id)
                           : identity::AdministratorUri(domain, caller.administrator)),
         "a caller has one spelling");
  Demand(is_agency != seen_by_client->is_administrator() && caller.agency_id == seen_by_client->agency_id &&
             caller.unit_id == seen_by_client->unit_id &&
             caller.administrator == seen_by_client->administrator,
         "gateway and client see the same caller");
  return 0;
}
