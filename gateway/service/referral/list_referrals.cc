#include "gateway/service/referral/list_referrals.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/identifier.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/view.h"
#include "gateway/service/actor.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/service/page.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

using Request = v1::ListReferralsRequest;
using Response = v1::ListReferralsResponse;

std::string FilterText(const Request& request) {
  std::string out;
  for (const int state : request.leg_states()) absl::StrAppend(&out, state, ",");
  return out;
}

bool Matches(const Request& request, const v1::Referral& referral) {
  if (request.leg_states().empty()) return true;
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    const auto& wanted = request.leg_states();
    return std::find(wanted.begin(), wanted.end(), leg.state()) != wanted.end();
  });
}

// Each referral takes the same way to its grant as a look at it alone: the list
// has no right of its own.
absl::StatusOr<v1::Referral> ReadOne(const Core& core, ledger::Work& work, const identity::Caller& caller,
                                     const std::string& referral_id, const std::string& officer_pseudonym) {
  store::AccessRows rows(work);
  ASSIGN_OR_RETURN(const authz::Grant grant, core.authorizer.Authorize(caller, authz::Action::kReadStatus,
                                                                       authz::KeyKind::kReferral, referral_id, rows));
  ASSIGN_OR_RETURN(const store::v1::CaseState state, store::ReadCase(work, grant));
  const store::v1::ReferralRecord* record = referral::FindReferral(state, referral_id);
  if (record == nullptr) return base::InternalError("an access row names a referral that its case has not");
  v1::Referral view = referral::ViewReferral(state, *record, grant.agency_id(), grant.grade(), work.now());
  view.clear_sealed();
  view.clear_notes();
  // A record per referral: whoever oversees the case sees that it was listed.
  ledger::Draft draft = DraftBy(caller, "referral.listed", officer_pseudonym);
  draft.clazz = ledger::LeafClass::kDisclosure;
  draft.subject = absl::StrCat("case:", grant.case_id());
  draft.record.set_case_id(grant.case_id());
  draft.record.set_referral_id(referral_id);
  RETURN_IF_ERROR(work.Append(std::move(draft)).status());
  return view;
}

absl::StatusOr<Response> List(const Core& core, ledger::Work& work, const identity::Caller& caller,
                              const Request& request, const std::string& after) {
  ledger::Draft draft = DraftBy(caller, "referrals.listed", request.officer_pseudonym());
  draft.clazz = ledger::LeafClass::kDisclosure;
  draft.subject = absl::StrCat("agency:", caller.agency_id);
  draft.is_answer = true;
  RETURN_IF_ERROR(work.Append(std::move(draft)).status());

  const size_t size = PageSize(request.page_size());
  ASSIGN_OR_RETURN(const std::vector<std::string> ids, store::ReferralIdsOf(work, caller.agency_id, after, size));
  Response response;
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(v1::Referral referral, ReadOne(core, work, caller, id, request.officer_pseudonym()));
    if (Matches(request, referral)) *response.add_referrals() = std::move(referral);
  }
  if (ids.size() == size) {
    response.set_next_page_token(PageToken("ListReferrals", FilterText(request), ids.back()));
  }
  return response;
}

}  // namespace

void ListReferrals::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kReadStatus);
  if (ready.ok()) ready = base::CheckCode("officer_pseudonym", request.officer_pseudonym(), 64);
  if (!ready.ok()) return done(ready);
  absl::StatusOr<std::string> after = PageStart("ListReferrals", FilterText(request), request.page_token());
  if (!after.ok()) return done(after.status());
  RunLook<Response>(
      core_.sequencer,
      [this, caller, request, after = *std::move(after)](ledger::Work& work) {
        return List(core_, work, caller, request, after);
      },
      [this](const ledger::Answer& answer, Response* response) {
        *response->mutable_record() = RecordRefOf(core_, answer);
      },
      std::move(done));
}

}  // namespace enlace::service
