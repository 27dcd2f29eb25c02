// Signs what an agency does, so that the agency vouches for it and not the
// gateway (docs/ledger_format.md section 9).
#ifndef ENLACE_CLIENT_ACT_SIGNATURE_H_
#define ENLACE_CLIENT_ACT_SIGNATURE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "certs/x509/signature.h"
#include "client/connection.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/verify/signed_act.h"

namespace enlace::client {

// Whether a request is an act, which carries its signature.
template <typename Request>
inline constexpr bool kIsAct = requires(const Request& request) {
  request.act_signature();
};

// Sets act_signature for the case log of that origin, by the key with which
// `line` calls. Without a key there (enrolment) nothing is signed.
//   INVALID_ARGUMENT  naming act_signature: the request has fields that this
//                     program does not know, so that it cannot vouch for it.
template <typename Request>
absl::Status SignAct(const Line& line, absl::string_view case_log, Request* request) {
  if (!line.key.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string text, ledger::SignedActText(case_log, line.agency_id, *request));
  ASSIGN_OR_RETURN(std::string signature, certs::Sign(*line.key, text));
  request->set_act_signature(std::move(signature));
  return absl::OkStatus();
}

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ACT_SIGNATURE_H_
