// When certificates were last used. No record leads to these rows: whoever checks
// the state against its records passes them over, and losing them loses nothing else.
#ifndef ENLACE_GATEWAY_STORE_LAST_SEEN_ROWS_H_
#define ENLACE_GATEWAY_STORE_LAST_SEEN_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/store/store.h"

namespace enlace::store {

struct LastSeen {
  std::string serial;
  absl::Time time;
};

// All of them, by serial, `limit` at a time; those after `after`, empty at first.
//   UNAVAILABLE, DATA_LOSS  as Reader.
absl::StatusOr<std::vector<LastSeen>> ListLastSeen(Reader& reader, absl::string_view after, size_t limit);

absl::Status WriteLastSeen(Writer& writer, const LastSeen& seen);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_LAST_SEEN_ROWS_H_
