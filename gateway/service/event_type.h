// Names of what records tell.
#ifndef ENLACE_GATEWAY_SERVICE_EVENT_TYPE_H_
#define ENLACE_GATEWAY_SERVICE_EVENT_TYPE_H_

#include <string>

#include "enlace/store/v1/record.pb.h"

namespace enlace::service {

// The dotted type of a case event: case.opened, referral.submitted,
// leg.<state entered>, leg.opened, agency.excluded, investigation.reported,
// protection.reported, measure.<state>, consent.withdrawn, number.linked, clock.started, clock.met, clock.met_late,
// clock.void, feed.acknowledged, notice.<kind>, warning.issued, warning.updated, warning.cancelled,
// warning.answered.
std::string EventType(const store::v1::Event& event);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_EVENT_TYPE_H_
