// What EST's clients get (RFC 7030 as RFC 8951 has it).
#ifndef ENLACE_GATEWAY_TRANSPORT_EST_EST_ANSWER_H_
#define ENLACE_GATEWAY_TRANSPORT_EST_EST_ANSWER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transport/est/est_request.h"
#include "gateway/transport/http/exchange.h"
#include "google/protobuf/message.h"

namespace enlace::transport {

// The body that an operation answers with, base64 in one line: certs-only PKCS#7, or
// what a request should hold. `message` is the method's response.
//   INTERNAL  the message is not what the operation's handler gives.
absl::StatusOr<std::string> EstBody(const EstTarget& target, const google::protobuf::Message& message);

// The Content-Type of that body.
absl::string_view EstContentType(EstOperation operation);

// The HTTP status of a refusal. Of refused credentials it is 401 where there are any
// (a token), and 403 where the certificate is what was refused.
int EstHttpStatus(const absl::Status& status);

// Sends a whole refusal: `http_status`, a line of text for people in each language,
// Retry-After where waiting helps, WWW-Authenticate with a 401. `allow` goes with 405.
void RefuseEst(int http_status, const absl::Status& status, absl::string_view allow, Responder* responder);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_EST_EST_ANSWER_H_
