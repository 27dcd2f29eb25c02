// What a person reads about each reason, in three languages.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_REASON_TEXTS_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_REASON_TEXTS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "enlace/v1/error_reason.pb.h"

namespace enlace::transport {

// Fixed sentences: the same for everybody who gets the reason, so that a text
// can tell nothing that the reason does not.
struct ReasonText {
  absl::string_view en;
  absl::string_view es;
  absl::string_view pt_br;
};

// The sentences of `reason`, in words that say what to do. For a reason that is
// not in the contract they say no more than `code`.
const ReasonText& TextOf(v1::ErrorReason reason, absl::StatusCode code);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_REASON_TEXTS_H_
