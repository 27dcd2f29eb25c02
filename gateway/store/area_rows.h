// Where the open referrals of an agency are: written with the case, so that a
// warning finds those in its area without a look at every case.
#ifndef ENLACE_GATEWAY_STORE_AREA_ROWS_H_
#define ENLACE_GATEWAY_STORE_AREA_ROWS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/warning.pb.h"
#include "gateway/store/store.h"

namespace enlace::store {

// The rows that the case gives rise to, by key: one for each open referral and each
// agency whose grade in it reaches the classification, and so never one for an
// agency that is excluded. The value has the population groups, a byte each. Pure.
std::map<std::string, std::string> AreaRowsOf(const v1::CaseState& state);

// Brings the rows in line with AreaRowsOf.
absl::Status WriteAreas(Writer& writer, const v1::CaseState& before, const v1::CaseState& after);

// Referrals of the agency, sorted, that territory and population of the warning
// concern; at most `limit`.
//   UNAVAILABLE, DATA_LOSS  as Reader.
absl::StatusOr<std::vector<std::string>> OpenReferralsIn(Reader& reader, absl::string_view agency_id,
                                                         const enlace::v1::Warning& warning, size_t limit);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_AREA_ROWS_H_
