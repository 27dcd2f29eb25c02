#include "gateway/delivery/feed_reader.h"

#include <utility>

#include "enlace/store/v1/state.pb.h"
#include "gateway/authz/authorizer.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/store/case_rows.h"
#include "gateway/store/tables.h"

namespace enlace::delivery {

absl::StatusOr<FeedPage> ReadFeed(store::Reader& reader, absl::string_view agency_id,
                                  absl::optional<uint64_t> after, size_t limit) {
  store::Range range;
  range.prefix = store::FeedPrefix(agency_id);
  if (after.has_value()) range.after = store::FeedKey(agency_id, *after);
  range.limit = limit;
  ASSIGN_OR_RETURN(const std::vector<store::Row> rows, reader.Scan(store::Table::kFeed, range));
  store::AccessRows access(reader);
  FeedPage page;
  page.at_end = rows.size() < limit;
  for (const store::Row& row : rows) {
    store::v1::FeedRow feed;
    if (!feed.ParseFromString(row.value)) return base::InternalError("a feed row does not parse");
    page.position = feed.item().position();
    if (!feed.item().case_id().empty() && feed.item().kind() != v1::FEED_KIND_ACCESS_ENDED) {
      ASSIGN_OR_RETURN(const auto facts, access.Find(agency_id, authz::KeyKind::kCase, feed.item().case_id()));
      if (!facts.has_value()) continue;
    }
    page.items.push_back(std::move(*feed.mutable_item()));
  }
  return page;
}

absl::StatusOr<uint64_t> CaseLogSize(store::Reader& reader) {
  ASSIGN_OR_RETURN(const auto head, store::GetProto<store::v1::HeadRow>(reader, store::Table::kHead,
                                                                        store::HeadKey(v1::LOG_ID_CASE)));
  return head.has_value() ? head->size() : uint64_t{0};
}

}  // namespace enlace::delivery
