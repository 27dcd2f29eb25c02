// The next step of an authority's life, as a command decides it and as it takes effect
// afterwards. The handler is advance_authority.h.
#ifndef ENLACE_GATEWAY_SERVICE_AUTHORITY_AUTHORITY_ACT_H_
#define ENLACE_GATEWAY_SERVICE_AUTHORITY_AUTHORITY_ACT_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/v1/administration_service.pb.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/service/core.h"

namespace enlace::service {

// INVALID_ARGUMENT naming the field unless the request is complete and well formed.
absl::Status ValidateAdvance(const v1::AdvanceAuthorityRequest& request);

// Decides the step, records it in the trust log and tells all agencies through their
// feeds. For the writer's thread, within a command. Steps:
//   PRESENT -> PUBLISHED -> ISSUING -> DRAINING (when another one begins to issue)
//   PUBLISHED, DRAINING -> RETIRED; DRAINING -> ISSUING, to go back
// Refused with
//   NOT_FOUND            nothing of that id is in the gateway's folder or on record.
//   FAILED_PRECONDITION  TRANSITION_NOT_ALLOWED: not a step from the present state.
//                        AUTHORITY_NOT_READY: its key is not here, it is for another
//                        trust domain or at its end; or, unless request.force, agencies
//                        do not know the root yet (to ISSUING) or certificates of it are
//                        in force (to RETIRED). The message names them.
absl::StatusOr<v1::AdvanceAuthorityResponse> DecideAdvance(ledger::Work& work, const Core& core,
                                                           const identity::Caller& caller,
                                                           const v1::AdvanceAuthorityRequest& request);

// Puts a decided step in force, once it is durable: who issues, who is trusted, and,
// after RETIRED, that everybody is judged anew: open streams of its certificates end
// with the reason in words. Not for repetitions.
void TakeEffect(const Core& core, const v1::AdvanceAuthorityResponse& response);

// Stores the entry and records it in the trust log as "authority.<state>".
absl::Status WriteAuthority(ledger::Work& work, const identity::Caller& caller, absl::string_view request_id,
                            absl::string_view reason, v1::Authority entry);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_AUTHORITY_AUTHORITY_ACT_H_
