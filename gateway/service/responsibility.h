// Who answers for a clock, as of the reading: it moves with acceptance.
#ifndef ENLACE_GATEWAY_SERVICE_RESPONSIBILITY_H_
#define ENLACE_GATEWAY_SERVICE_RESPONSIBILITY_H_

#include "absl/strings/string_view.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/clock.pb.h"
#include "enlace/v1/leg.pb.h"
#include "gateway/mechanism/mechanism_set.h"
#include "google/protobuf/repeated_field.h"

namespace enlace::service {

// Sets `responsible` of every clock of a view as it is now, and clears it where
// the viewer may not know that agency's part in the case.
void FillResponsible(const mechanism::MechanismSet& mechanisms, const store::v1::CaseState& state,
                     absl::string_view viewer_agency_id, v1::AccessGrade grade,
                     google::protobuf::RepeatedPtrField<v1::Clock>* clocks);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_RESPONSIBILITY_H_
