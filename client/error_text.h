// Refusals and broken connections in a sentence for people: what happened and
// what to do about it.
#ifndef ENLACE_CLIENT_ERROR_TEXT_H_
#define ENLACE_CLIENT_ERROR_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "client/language.h"
#include "client/rpc_status.h"
#include "enlace/v1/error_reason.pb.h"

namespace enlace::client {

// The sentence for a reason; empty for UNSPECIFIED and for one that this program
// does not know yet.
std::string ReasonText(v1::ErrorReason reason, Language language);
// The sentence for a connection that did not come to be; empty for kNone.
std::string ConnectionText(ConnectionProblem problem, Language language);

// One paragraph about `status`: the sentence of its reason or of its
// connection's problem, followed by what the other side said, if anything. For
// any other status its own message. Pure.
std::string ErrorText(const absl::Status& status, Language language);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ERROR_TEXT_H_
