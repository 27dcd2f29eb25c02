// What warnings and cases have to do with each other, as one agency may know it.
#ifndef ENLACE_GATEWAY_SERVICE_WARNING_WARNING_LINKS_H_
#define ENLACE_GATEWAY_SERVICE_WARNING_WARNING_LINKS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "enlace/v1/case_service.pb.h"
#include "enlace/v1/warning.pb.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/service/core.h"
#include "gateway/store/store.h"

namespace enlace::service {

// Of more open referrals in the area of one warning, the first are told.
inline constexpr size_t kMostLinks = 500;

// Fills in the open referrals in the area of the warning that the caller has a part
// in and may see the classification of. Each takes the way of a look to its grant,
// and each is on the record of its case, as in a list.
//   UNAVAILABLE, DATA_LOSS  as store::Reader.
absl::Status AddOpenReferrals(const Core& core, ledger::Work& work, const identity::Caller& caller,
                              const std::string& officer_pseudonym, v1::WarningView* view);

// Fills in the warnings in force that concern a referral whose classification the
// status shows, and that the agency issued or is warned by.
//   UNAVAILABLE, DATA_LOSS  as store::Reader.
absl::Status AddActiveWarnings(store::Reader& reader, absl::string_view agency_id, absl::Time now,
                               v1::CaseStatus* status);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_WARNING_WARNING_LINKS_H_
