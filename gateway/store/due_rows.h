// Which cases have something to be done, and when: written with the case, so that
// nobody has to look at all cases to know which one is next. Rows hold times and
// case ids alone.
#ifndef ENLACE_GATEWAY_STORE_DUE_ROWS_H_
#define ENLACE_GATEWAY_STORE_DUE_ROWS_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/store/store.h"

namespace enlace::store {

struct DueCase {
  // In whole microseconds; what was due before 1970 counts as due then.
  absl::Time due;
  std::string case_id;
};

// The cases that are due next, the earliest first, at most `limit`; those after
// `after`, if it is given, which need not be there any more.
//   UNAVAILABLE, DATA_LOSS  as Reader.
absl::StatusOr<std::vector<DueCase>> NextDueCases(Reader& reader, size_t limit,
                                                  const absl::optional<DueCase>& after = absl::nullopt);

// Cases with a held leg, by id, after `after`.
//   UNAVAILABLE, DATA_LOSS  as Reader.
absl::StatusOr<std::vector<std::string>> HeldCases(Reader& reader, absl::string_view after, size_t limit);

// Brings the rows of the case in line with clock::NextDue and clock::HasHeldLeg.
absl::Status WriteDue(Writer& writer, const v1::CaseState& before, const v1::CaseState& after);

// The rows of the table (kDue, kHeld) that the case gives rise to, by key. Pure.
std::map<std::string, std::string> DueRowsOf(Table table, const v1::CaseState& state);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_DUE_ROWS_H_
