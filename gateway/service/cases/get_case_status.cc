#include "gateway/service/cases/get_case_status.h"

#include <utility>

#include "gateway/referral/view.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/service/responsibility.h"
#include "gateway/service/warning/warning_links.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

absl::Status Prepare(const v1::GetCaseStatusRequest& request, LookRequest* look) {
  RETURN_IF_ERROR(ParseCaseKey("key", request.key(), look));
  look->event_type = "case.read";
  look->officer_pseudonym = request.officer_pseudonym();
  look->purpose = request.purpose();
  return CheckLookCodes(request.officer_pseudonym(), request.purpose());
}

}  // namespace

void GetCaseStatus::Handle(const identity::Caller& caller, const v1::GetCaseStatusRequest& request,
                           Done<v1::GetCaseStatusResponse> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kReadStatus);
  LookRequest look;
  if (ready.ok()) ready = Prepare(request, &look);
  if (!ready.ok()) return done(ready);
  RunLook<v1::GetCaseStatusResponse>(
      core_.sequencer,
      [this, caller, look](ledger::Work& work) -> absl::StatusOr<v1::GetCaseStatusResponse> {
        ASSIGN_OR_RETURN(const authz::Grant grant,
                         RecordedLook(core_, work, caller, authz::Action::kReadStatus, look));
        ASSIGN_OR_RETURN(const store::v1::CaseState state, store::ReadCase(work, grant));
        v1::GetCaseStatusResponse response;
        *response.mutable_status() = referral::ViewCase(state, grant.agency_id(), grant.grade(), work.now());
        FillResponsible(core_.mechanisms, state, grant.agency_id(), grant.grade(),
                        response.mutable_status()->mutable_clocks());
        RETURN_IF_ERROR(AddActiveWarnings(work, grant.agency_id(), work.now(), response.mutable_status()));
        return response;
      },
      [this](const ledger::Answer& answer, v1::GetCaseStatusResponse* response) {
        *response->mutable_record() = RecordRefOf(core_, answer);
      },
      std::move(done));
}

}  // namespace enlace::service
