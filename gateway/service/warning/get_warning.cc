#include "gateway/service/warning/get_warning.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/actor.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/service/warning/warning_links.h"
#include "gateway/service/warning/warning_look.h"
#include "gateway/store/warning_rows.h"

namespace enlace::service {
namespace {

using Request = v1::GetWarningRequest;
using Response = v1::GetWarningResponse;

absl::StatusOr<Response> Read(const Core& core, ledger::Work& work, const identity::Caller& caller,
                              const store::WarningReader& who, const Request& request) {
  ledger::Draft draft = DraftBy(caller, "warning.read", request.officer_pseudonym());
  draft.record.set_purpose(request.purpose());
  ASSIGN_OR_RETURN(const store::v1::WarningState state,
                   RecordedWarningLook(work, who, request.warning_id(), std::move(draft)));
  Response response;
  v1::WarningView& view = *response.mutable_warning();
  view = warning::ViewOf(state, who.agency_id, PartOf(state, who), work.now());
  if (view.warning().has_sealed_alert()) {
    RETURN_IF_ERROR(store::FillWarningPayload(work, view.mutable_warning()->mutable_sealed_alert()));
  }
  for (v1::WarningAnswer& answer : *view.mutable_answers()) {
    if (answer.has_sealed_note())
      RETURN_IF_ERROR(store::FillWarningPayload(work, answer.mutable_sealed_note()));
  }
  RETURN_IF_ERROR(AddOpenReferrals(core, work, caller, request.officer_pseudonym(), &view));
  return response;
}

}  // namespace

void GetWarning::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckAgency(caller);
  if (ready.ok()) ready = base::CheckDerivedId("warning_id", request.warning_id());
  if (ready.ok()) ready = CheckLookCodes(request.officer_pseudonym(), request.purpose());
  if (!ready.ok()) return done(ready);
  RunLook<Response>(
      core_.sequencer,
      [this, caller, who = WarningReaderOf(core_, caller), request](ledger::Work& work) {
        return Read(core_, work, caller, who, request);
      },
      [this](const ledger::Answer& answer, Response* response) {
        *response->mutable_record() = RecordRefOf(core_, answer);
      },
      std::move(done));
}

}  // namespace enlace::service
