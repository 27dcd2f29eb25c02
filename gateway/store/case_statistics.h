// What statistics may see of cases: numbers need no case, so none leaves the store
// as it is. Read only with a StatisticsGrant.
#ifndef ENLACE_GATEWAY_STORE_CASE_STATISTICS_H_
#define ENLACE_GATEWAY_STORE_CASE_STATISTICS_H_

#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/authz/grant.h"
#include "gateway/store/store.h"

namespace enlace::store {

// The referrals of the mechanism with what is counted of them, of their legs,
// clocks and measures. Ids are replaced by numbers within the case; whatever could
// name the case or a person, or says where, who or why in an agency's own words, is
// not there: this copies what is on its list, and nothing else. Pure.
v1::CaseState CutForStatistics(const v1::CaseState& state, absl::string_view mechanism_id);

// Calls `visit` with every case of the grant's mechanism, cut. Cases from which the
// reader is excluded are among them: a number that lacks one would tell of it.
//   UNAVAILABLE, DATA_LOSS  as Reader; what was visited so far is worth nothing.
absl::Status ForEachCounted(Reader& reader, const authz::StatisticsGrant& grant,
                            const std::function<void(const v1::CaseState& counted)>& visit);

// How a leg's referral is named to somebody who may know of the leg.
struct KnownReferral {
  std::string referral_id;
  std::string short_code;
};

// By the leg's number in the cut case.
using KnownLegs = std::map<std::string, KnownReferral>;

// The same for lists: without the cases from which the reader is excluded, as a
// line of its own would tell, and with the names of the referrals whose leg the
// reader may know of (referral/view.h).
absl::Status ForEachListed(
    Reader& reader, const authz::StatisticsGrant& grant,
    const std::function<void(const v1::CaseState& counted, const KnownLegs& known)>& visit);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_CASE_STATISTICS_H_
