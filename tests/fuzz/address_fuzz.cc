// Addresses that people write: what is read prints as something that is read the
// same, and nothing but this machine can reach where an adapter listens.
#include <cstdint>

#include "absl/strings/match.h"
#include "adapters/grpc/listen_address.h"
#include "client/address.h"
#include "gateway/base/errors.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace enlace;
  using fuzz::Demand;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);

  const auto address = client::ParseAddress("gateway.address", text);
  if (address.ok()) {
    const auto again = client::ParseAddress("gateway.address", address->ToText());
    Demand(again.ok() && again->host == address->host && again->port == address->port,
           "an address reads as it prints");
    Demand(address->port != 0, "port 0 is no address");
  } else {
    Demand(base::FieldOf(address.status()) == "gateway.address", "a refusal names the field");
  }

  const auto listen = adapters::ParseListenAddress(text);
  if (listen.ok()) {
    const auto again = adapters::ParseListenAddress(listen->target);
    Demand(again.ok() && again->target == listen->target && again->socket_path == listen->socket_path,
           "a listening address reads as it prints");
    const std::string& target = listen->target;
    Demand(absl::StartsWith(target, "127.") || absl::StartsWith(target, "[") ||
               absl::StartsWith(target, "unix:/"),
           "no other machine reaches it");
    Demand(listen->socket_path.find('\0') == std::string::npos, "the path of a socket is whole");
  } else {
    Demand(base::FieldOf(listen.status()) == "grpc.listen", "a refusal names the field");
  }
  return 0;
}
