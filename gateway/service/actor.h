// Who acts, as records name them.
#ifndef ENLACE_GATEWAY_SERVICE_ACTOR_H_
#define ENLACE_GATEWAY_SERVICE_ACTOR_H_

#include "absl/strings/string_view.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"

namespace enlace::service {

// A draft with the caller filled in; the rest is the handler's.
ledger::Draft DraftBy(const identity::Caller& caller, absl::string_view event_type,
                      absl::string_view officer_pseudonym = "", absl::string_view request_id = "");

// A draft of an administrator's act or of an issuance, for the trust log.
ledger::Draft TrustDraft(const identity::Caller& caller, absl::string_view event_type,
                         absl::string_view request_id);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ACTOR_H_
