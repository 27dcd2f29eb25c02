// enlace.v1 for the agency's system: every call goes on to the gateway as it is.
#ifndef ENLACE_ADAPTERS_GRPC_FORWARDING_H_
#define ENLACE_ADAPTERS_GRPC_FORWARDING_H_

#include <grpcpp/impl/service_type.h>

#include <memory>
#include <string>
#include <vector>

#include "client/connection.h"

namespace enlace::adapters {

// ReferralService, CaseService, WarningService, FeedService and DirectoryService, passed through
// over the agency's own certificate: requests, answers and refusals unchanged,
// sealed content still sealed; but acts are signed on the way for the log of
// origin `case_log`, since the system does not have the agency's key. Deadlines
// and cancellations of the caller count; a call without a deadline gets one
// minute, a Watch none. Thread-safe. Borrows the connection.
std::vector<std::unique_ptr<grpc::Service>> NewForwardingServices(client::Connection& connection,
                                                                  const std::string& case_log);

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_GRPC_FORWARDING_H_
