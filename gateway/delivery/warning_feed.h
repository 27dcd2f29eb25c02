// Feed items of warnings: who is told of an event, and what.
#ifndef ENLACE_GATEWAY_DELIVERY_WARNING_FEED_H_
#define ENLACE_GATEWAY_DELIVERY_WARNING_FEED_H_

#include <string>
#include <vector>

#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/feed_service.pb.h"

namespace enlace::delivery {

// An item for one agency.
struct WarningItem {
  std::string agency_id;
  v1::FeedItem item;
};

// Whom the event tells, each agency once. `after`: the warning after it.
// `referenced`: the warning that an issued one refers to; null if none. `actor` is
// the default AgencyRef where the gateway acted. position and record_time are the
// sequencer's. Pure.
std::vector<WarningItem> WarningItemsOf(const store::v1::WarningState& after, const store::v1::Event& event,
                                        const v1::AgencyRef& actor,
                                        const store::v1::WarningState* referenced);

}  // namespace enlace::delivery

#endif  // ENLACE_GATEWAY_DELIVERY_WARNING_FEED_H_
