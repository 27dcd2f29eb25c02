// What the driver needs of the adapter's way to the gateway.
#ifndef ENLACE_ADAPTERS_GRPC_GATEWAY_PARTS_H_
#define ENLACE_ADAPTERS_GRPC_GATEWAY_PARTS_H_

#include <functional>
#include <string>

#include "client/connection.h"
#include "client/leg_actions.h"
#include "client/referral_reader.h"
#include "client/referral_sender.h"
#include "gateway/base/clock.h"

namespace enlace::adapters {

// Handed in by the program. The parts are asked for anew with each call, since a
// renewal replaces them; only the connection stays and is thread-safe.
struct GatewayParts {
  const base::Clock& clock;
  client::Connection& connection;
  // Origin of the log that acts are signed for.
  std::string case_log;
  std::function<client::ReferralSender&()> sender;
  std::function<client::ReferralReader&()> reader;
  std::function<client::LegActions&()> legs;
  // Renews certificates that are due.
  std::function<void()> renew_if_due;
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_GRPC_GATEWAY_PARTS_H_
