// enlacectl. Everything but the process itself is in client/enlacectl/run.h.
#include <cstdlib>
#include <iostream>

#include "certs/x509/tls_policy.h"
#include "client/enlacectl/run.h"
#include "client/reconnection.h"

int main(int argc, char** argv) {
  // gRPC's own lines say what our messages say better; GRPC_VERBOSITY=debug
  // brings them back.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  enlace::client::KeepReconnecting();
  if (const absl::Status policy = enlace::certs::ApplyTlsPolicy(); !policy.ok()) {
    std::cerr << "enlacectl: " << policy.message() << std::endl;
    return 1;
  }
  const enlace::base::SystemClock clock;
  enlace::base::SystemRandom random;
  enlace::client::SystemSleeper sleeper;
  const auto variable = [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
  return enlace::client::Run(argc, argv, {std::cin, std::cout, std::cerr, clock, random, sleeper, variable});
}
