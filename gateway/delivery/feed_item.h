// Feed items: what an agency is told of an event, ids and states only.
#ifndef ENLACE_GATEWAY_DELIVERY_FEED_ITEM_H_
#define ENLACE_GATEWAY_DELIVERY_FEED_ITEM_H_

#include "absl/strings/string_view.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/feed_service.pb.h"

namespace enlace::delivery {

// The item of `kind` for `event`; `state` is the case after it. position and
// record_time are the sequencer's. `actor` is left out where it is empty. Pure.
v1::FeedItem FeedItemOf(const store::v1::CaseState& state, const store::v1::Event& event, v1::FeedKind kind,
                        const v1::AgencyRef& actor);

// Which of two kinds about the same event an agency is told, where both apply:
// the one that asks for more.
v1::FeedKind MoreUrgent(v1::FeedKind a, v1::FeedKind b);

}  // namespace enlace::delivery

#endif  // ENLACE_GATEWAY_DELIVERY_FEED_ITEM_H_
