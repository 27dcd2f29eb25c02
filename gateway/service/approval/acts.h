// The acts that can be proposed, by the oneof of ProposedAct.
#ifndef ENLACE_GATEWAY_SERVICE_APPROVAL_ACTS_H_
#define ENLACE_GATEWAY_SERVICE_APPROVAL_ACTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "enlace/v1/approval_service.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// All run the very code of the act's own method (ActHandler). Pure but for PrepareAct.

// What tells a repetition of the act's own method: its name, its request_id and its
// request.
struct ActRequest {
  std::string method;
  std::string request_id;
  std::string body_hash;
};
ActRequest RequestOf(const v1::ProposedAct& act);

// INVALID_ARGUMENT naming the field below `act`, as the act's own method names it.
absl::Status CheckAct(const v1::ProposedAct& act);
absl::StatusOr<Prepared> PrepareAct(const Core& core, const v1::ProposedAct& act);
// The act's answer, serialised. Any refusal of the act.
absl::StatusOr<std::string> DoAct(const ActContext& context, const v1::ProposedAct& act);

// `status`, with the field that it names put below `prefix`.
absl::Status BelowField(const std::string& prefix, const absl::Status& status);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_APPROVAL_ACTS_H_
