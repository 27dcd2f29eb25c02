#include "gateway/delivery/feed_queue.h"

#include <algorithm>
#include <vector>

#include "enlace/store/v1/state.pb.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/store/tables.h"

namespace enlace::delivery {
namespace {

constexpr size_t kPage = 500;

}  // namespace

absl::StatusOr<FeedQueue> QueueOf(store::Reader& reader, absl::string_view agency_id, size_t most) {
  ASSIGN_OR_RETURN(const auto cursor,
                   store::GetProto<store::v1::FeedCursorRow>(reader, store::Table::kFeedCursor, agency_id));
  store::Range range;
  range.prefix = store::FeedPrefix(agency_id);
  if (cursor.has_value()) range.after = store::FeedKey(agency_id, cursor->position());
  FeedQueue queue;
  while (queue.waiting < most) {
    range.limit = std::min<size_t>(kPage, most - queue.waiting);
    ASSIGN_OR_RETURN(const std::vector<store::Row> rows, reader.Scan(store::Table::kFeed, range));
    if (rows.empty()) break;
    if (queue.waiting == 0) {
      store::v1::FeedRow first;
      if (!first.ParseFromString(rows[0].value)) return base::InternalError("a feed row does not parse");
      queue.oldest = base::FromProto(first.item().record_time());
    }
    queue.waiting += rows.size();
    if (rows.size() < range.limit) break;
    range.after = rows.back().key;
  }
  return queue;
}

}  // namespace enlace::delivery
