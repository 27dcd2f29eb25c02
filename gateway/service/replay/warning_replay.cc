#include "gateway/service/replay/warning_replay.h"

#include "gateway/base/time_text.h"
#include "gateway/delivery/warning_feed.h"
#include "gateway/store/tables.h"
#include "gateway/warning/fold.h"

namespace enlace::service {

using store::v1::WarningState;

void WarningReplay::Add(uint64_t index, const store::v1::Record& record) {
  const store::v1::Event& event = record.event();
  if (record.warning_id().empty() || event.event_case() == store::v1::Event::EVENT_NOT_SET) return;
  const absl::Time time = base::FromProto(record.record_time());
  WarningState& state = warnings_[record.warning_id()];
  warning::Apply(event, time, &state);
  const auto referenced = warnings_.find(event.warning_issued().warning().references_warning_id());
  const bool refers = event.has_warning_issued() && referenced != warnings_.end();
  for (delivery::WarningItem& told :
       delivery::WarningItemsOf(state, event, record.actor(), refers ? &referenced->second : nullptr)) {
    store::v1::FeedRow row;
    *row.mutable_item() = std::move(told.item);
    row.mutable_item()->set_position(index);
    *row.mutable_item()->mutable_record_time() = record.record_time();
    feed_[store::FeedKey(told.agency_id, index)] = row.SerializeAsString();
  }
  if (refers) warning::Apply(event, time, &referenced->second);
}

}  // namespace enlace::service
