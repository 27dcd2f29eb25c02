#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_ADOPT_MECHANISMS_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_ADOPT_MECHANISMS_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// Puts the mechanisms' files as they are now into force from the next start on.
//   INVALID_ARGUMENT     `digest` is malformed, or a file is wrong: "<file>:<line>: ...".
//   FAILED_PRECONDITION  (GUARD_NOT_MET) the folder holds other files, or cannot be
//                        read; the message says which digest it has.
struct AdoptMechanismsAct : ActOf<v1::AdoptMechanismsRequest, v1::AdoptMechanismsResponse> {
  static constexpr char kMethod[] = "AdoptMechanisms";
  static constexpr v1::AdministrativeAct kKind = v1::ADMINISTRATIVE_ACT_CHANGE_MECHANISM;
  static absl::Status Check(const Request& request);
  static absl::StatusOr<Prepared> Prepare(const Core& core, const Request& request);
  static absl::StatusOr<Response> Do(const ActContext& context, const Request& request);
};
using AdoptMechanisms = ActHandler<AdoptMechanismsAct>;

// Whether the folder holds other files than those that this process works by: adopted
// ones wait for the next start, others for their adoption. True where it cannot be read.
// Reads the folder; not for the writer's thread.
bool MechanismsDiffer(const Core& core);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_ADOPT_MECHANISMS_H_
