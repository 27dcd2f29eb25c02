// The agency's own signature on its act, before the act is queued.
#ifndef ENLACE_GATEWAY_SERVICE_ACT_SIGNATURE_H_
#define ENLACE_GATEWAY_SERVICE_ACT_SIGNATURE_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/store/v1/record.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/verify/signed_act.h"
#include "gateway/service/core.h"

namespace enlace::service {

// What the record keeps of a signature by the caller's certificate over `text`.
//   INVALID_ARGUMENT  naming act_signature: it is not one of this certificate.
absl::StatusOr<store::v1::ActSignature> CheckSignature(const identity::Caller& caller, std::string text,
                                                       absl::string_view signature);

// What the record keeps of the request's act_signature; empty where it has none
// and none is required. `request` was validated: its values have no line breaks.
//   INVALID_ARGUMENT  naming act_signature: wrong, required and missing, or of a
//                     request with fields that are not known here.
template <typename Request>
absl::StatusOr<store::v1::ActSignature> CheckActSignature(const Core& core, const identity::Caller& caller,
                                                          const Request& request) {
  if (request.act_signature().empty()) {
    if (!core.require_act_signatures) return store::v1::ActSignature();
    return base::InvalidField(
        "act_signature", "is required here; sign the act with the key of the TLS certificate that calls");
  }
  ASSIGN_OR_RETURN(std::string text,
                   ledger::SignedActText(core.case_key.origin(), caller.agency_id, request));
  return CheckSignature(caller, std::move(text), request.act_signature());
}

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ACT_SIGNATURE_H_
