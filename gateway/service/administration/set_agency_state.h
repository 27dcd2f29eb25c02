// Suspension and reinstatement: one act, two states.
#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SET_AGENCY_STATE_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SET_AGENCY_STATE_H_

#include <memory>
#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/service/administration/agency_entry.h"
#include "gateway/service/command.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

struct StateChange {
  const char* method;
  const char* event_type;
  v1::AgencyState state;
};

// Writes the state into the directory and the trust log, and lets the roster
// know, which cuts or admits. Borrows the core until `done`.
template <typename Request, typename Response>
void SetAgencyState(const Core& core, const StateChange& change, const identity::Caller& caller,
                    const Request& request, Done<Response> done) {
  const auto check = [&]() -> absl::Status {
    RETURN_IF_ERROR(core.authorizer.AuthorizeAdministrator(caller).status());
    RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
    RETURN_IF_ERROR(base::CheckName("agency_id", request.agency_id()));
    if (request.reason().empty()) return base::MissingField("reason");
    return base::CheckPrintable("reason", request.reason(), 200);
  };
  const absl::Status ready = check();
  if (!ready.ok()) return done(ready);
  auto written = std::make_shared<v1::Agency>();
  RunCommand<Request, Response>(
      core.sequencer, caller, change.method, request,
      [change, caller, request, written](ledger::Work& work) -> absl::StatusOr<Response> {
        ASSIGN_OR_RETURN(v1::Agency agency, ReadAgency(work, request.agency_id()));
        agency.set_state(change.state);
        *written = agency;
        RETURN_IF_ERROR(WriteAgency(work, caller, change.event_type, request.request_id(), request.reason(),
                                    std::move(agency)));
        Response response;
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
        return response;
      },
      std::move(done),
      [&core, written](Response*, bool replayed) {
        if (!replayed) core.roster.Put(*written);
      });
}

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SET_AGENCY_STATE_H_
