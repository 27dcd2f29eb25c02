#include "gateway/service/warning/warning_links.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/actor.h"
#include "gateway/store/area_rows.h"
#include "gateway/store/case_rows.h"
#include "gateway/store/warning_rows.h"

namespace enlace::service {

absl::Status AddOpenReferrals(const Core& core, ledger::Work& work, const identity::Caller& caller,
                              const std::string& officer_pseudonym, v1::WarningView* view) {
  ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                   store::OpenReferralsIn(work, caller.agency_id, view->warning(), kMostLinks));
  for (const std::string& id : ids) {
    store::AccessRows rows(work);
    const absl::StatusOr<authz::Grant> grant =
        core.authorizer.Authorize(caller, authz::Action::kReadStatus, authz::KeyKind::kReferral, id, rows);
    if (absl::IsNotFound(grant.status()) || absl::IsPermissionDenied(grant.status())) continue;
    RETURN_IF_ERROR(grant.status());
    ledger::Draft draft = DraftBy(caller, "referral.listed", officer_pseudonym);
    draft.clazz = ledger::LeafClass::kDisclosure;
    draft.subject = absl::StrCat("case:", grant->case_id());
    draft.record.set_case_id(grant->case_id());
    draft.record.set_referral_id(id);
    RETURN_IF_ERROR(work.Append(std::move(draft)).status());
    view->add_open_referral_ids(id);
  }
  return absl::OkStatus();
}

absl::Status AddActiveWarnings(store::Reader& reader, absl::string_view agency_id, absl::Time now,
                               v1::CaseStatus* status) {
  std::set<std::string> found;
  for (const v1::ReferralStatus& referral : status->referrals()) {
    // Where the reader may not see the classification, a warning would tell it.
    if (!referral.has_classification()) continue;
    ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                     store::ActiveWarningsFor(reader, agency_id, referral.classification(), now));
    found.insert(ids.begin(), ids.end());
  }
  for (const std::string& id : found) status->add_active_warning_ids(id);
  return absl::OkStatus();
}

}  // namespace enlace::service
