// Reads an agency's feed from the store.
#ifndef ENLACE_GATEWAY_DELIVERY_FEED_READER_H_
#define ENLACE_GATEWAY_DELIVERY_FEED_READER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "enlace/v1/feed_service.pb.h"
#include "gateway/store/store.h"

namespace enlace::delivery {

// Some items and where to go on.
struct FeedPage {
  std::vector<v1::FeedItem> items;
  // Position of the last row that was read, filtered ones included.
  absl::optional<uint64_t> position;
  // Whether the feed ended there.
  bool at_end = false;
};

// Up to `limit` items of the agency after `after`, oldest first. An item about a
// case that the agency has lost its access to is left out, unless it is the one
// that says so: what was true when it was written may be a secret now.
//   UNAVAILABLE   the store could not read.
absl::StatusOr<FeedPage> ReadFeed(store::Reader& reader, absl::string_view agency_id,
                                  absl::optional<uint64_t> after, size_t limit);

// Number of records in the case log: every position is below it.
absl::StatusOr<uint64_t> CaseLogSize(store::Reader& reader);

}  // namespace enlace::delivery

#endif  // ENLACE_GATEWAY_DELIVERY_FEED_READER_H_
